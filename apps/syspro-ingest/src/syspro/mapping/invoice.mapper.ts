import type { Invoice } from '@ledgerbridge/contracts';
import { mapDocument, type ArDocument, type DocumentContext } from './document.mapper.js';
import { documentKey } from './document-key.js';
import { readText } from './fields.js';
import { inCurrencyDigits } from './money.js';
import { RowRejected, shapeOf } from './rejection.js';
import { invoiceStatus, readBalance } from './settlement.js';
import { dueDate } from './terms.mapper.js';

export interface InvoiceDocument extends ArDocument {
  /** A credit note of the same customer names it. */
  readonly isCredited: boolean;
}

const KINDS: Readonly<Record<string, Invoice['kind']>> = { I: 'invoice', D: 'debit-note' };

/** An invoice or debit note in its own currency. @throws RowRejected */
export function mapInvoice(document: InvoiceDocument, context: DocumentContext): Invoice {
  const { header } = document;
  const kind = KINDS[documentKey(header).type];
  if (kind === undefined) throw new RowRejected('DocumentType', shapeOf(header.DocumentType), 'DOCUMENT_TYPE_UNKNOWN');
  const { key, currency, issuedOn, ...parts } = mapDocument(document, 'Invoice', context);
  const balance = readBalance(header, context.settings.balance);
  const dueOn = dueDate(issuedOn, readText(header, 'TermsCode', 10), context.terms);
  const purchaseOrder = readText(header, 'CustomerPoNumber', 100);
  const salesOrder = readText(header, 'SalesOrder', 100);
  return {
    number: key.invoice,
    kind,
    customerId: key.customer,
    status: invoiceStatus(balance, document.isCredited),
    currency,
    issuedOn,
    ...(dueOn === undefined ? {} : { dueOn }),
    ...parts,
    balance: inCurrencyDigits(balance, currency),
    ...(purchaseOrder === undefined ? {} : { purchaseOrder }),
    ...(salesOrder === undefined ? {} : { salesOrder }),
  };
}
