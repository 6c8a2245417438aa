import { isZeroDecimal, type CreditNote } from '@ledgerbridge/contracts';
import { scalarText } from '../odata/exact-json.js';
import type { SummaryRow } from '../odata/wire.js';
import { mapDocument, type ArDocument, type DocumentContext } from './document.mapper.js';
import { readKey } from './fields.js';
import { RowRejected } from './rejection.js';
import { readBalance } from './settlement.js';

export interface CreditNoteDocument extends ArDocument {
  /** Source id of its customer's invoice, or debit note, of this number. */
  readonly invoiceIdOf: (number: string) => string;
}

/**
 * A credit note in its own currency, every amount positive. To what it was applied SYSPRO does not say: it has no
 * allocations.
 * @throws RowRejected
 */
export function mapCreditNote(document: CreditNoteDocument, context: DocumentContext): CreditNote {
  const credited = creditedNumber(document.summaries);
  const { key, currency, issuedOn, ...parts } = mapDocument(document, 'Credit note', context);
  const balance = readBalance(document.header, context.settings.balance);
  return {
    number: key.invoice,
    customerId: key.customer,
    ...(credited === undefined ? {} : { invoiceId: document.invoiceIdOf(credited) }),
    status: isZeroDecimal(balance) ? 'settled' : 'open',
    currency,
    issuedOn,
    ...parts,
    allocations: [],
  };
}

/**
 * The number of the one document that a credit note names; undefined when it names none.
 * @throws RowRejected CREDITED_INVOICE_AMBIGUOUS, KEY_INVALID, TEXT_TOO_LONG
 */
export function creditedNumber(summaries: readonly SummaryRow[]): string | undefined {
  const named = summaries.filter((row) => (scalarText(row.CreditedInvoice)?.trim() ?? '') !== '');
  const numbers = [...new Set(named.map((row) => readKey(row, 'CreditedInvoice')))];
  if (numbers.length > 1) {
    throw new RowRejected('CreditedInvoice', `${numbers.length} numbers`, 'CREDITED_INVOICE_AMBIGUOUS');
  }
  return numbers[0];
}
