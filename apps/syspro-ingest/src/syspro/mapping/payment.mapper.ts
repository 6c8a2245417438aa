import { negateDecimal, type Payment } from '@ledgerbridge/contracts';
import type { MappingSettings } from '../mapping-settings.js';
import type { PaymentRow } from '../odata/wire.js';
import { mapCurrency } from './currency.mapper.js';
import { readPlausibleDay, statedCurrency, type CurrencyRows, type DocumentContext } from './document.mapper.js';
import { documentKey, documentSourceId, type DocumentKey } from './document-key.js';
import { readDecimal, readText } from './fields.js';
import { inCurrencyDigits, isNegative } from './money.js';
import { RowRejected, shapeOf } from './rejection.js';

const NUMBER_LENGTH = 100;

/** The columns that name a row of ArInvoicePay: a document, and a number among its entries. */
export interface PaymentKey extends DocumentKey {
  readonly entry: string;
}

/** @throws RowRejected KEY_BLANK, KEY_INVALID, TEXT_TOO_LONG, NOT_A_NUMBER */
export function paymentKey(row: PaymentRow): PaymentKey {
  const entry = readDecimal(row, 'EntryNumber');
  if (entry === undefined) throw new RowRejected('EntryNumber', shapeOf(row.EntryNumber), 'KEY_BLANK');
  return { ...documentKey(row), entry };
}

/** `<Customer>~<Invoice>~<DocumentType>~<EntryNumber>` */
export function paymentSourceId(key: PaymentKey): string {
  return `${documentSourceId(key)}~${key.entry}`;
}

export interface PaymentContext extends Pick<DocumentContext, 'settings' | 'today'> {
  /** The document it belongs to; undefined where ArInvoice has it no more, or nothing of it had to be asked for. */
  readonly document: CurrencyRows | undefined;
}

/** A payment, or what takes one back, on one invoice. @throws RowRejected */
export function mapPayment(row: PaymentRow, context: PaymentContext): Payment {
  const { payments } = context.settings;
  const key = paymentKey(row);
  const paidOn = readPlausibleDay(row, 'JournalDate', context);
  const currency = readCurrency(row, context);
  const stated = readDecimal(row, payments.value);
  if (stated === undefined) throw new RowRejected(payments.value, shapeOf(row[payments.value]), 'AMOUNT_MISSING');
  const value = payments.sign === 'negative' ? negateDecimal(stated) : stated;
  const isReversal = isNegative(value);
  const amount = inCurrencyDigits(isReversal ? negateDecimal(value) : value, currency);
  const reference = readText(row, 'Reference', 200);
  return {
    number: numberOf(row, reference, paymentSourceId(key)),
    kind: isReversal ? 'reversal' : 'payment',
    customerId: key.customer,
    status: 'succeeded',
    currency,
    amount,
    paidOn,
    ...(reference === undefined ? {} : { reference }),
    allocations: [{ documentType: 'invoice', documentId: documentSourceId(key), amount }],
  };
}

function numberOf(row: PaymentRow, reference: string | undefined, sourceId: string): string {
  const number = readText(row, 'PaymentNumber', NUMBER_LENGTH) ?? reference ?? sourceId;
  if (number.length > NUMBER_LENGTH)
    throw new RowRejected('PaymentNumber', `${number.length} characters`, 'TEXT_TOO_LONG');
  return number;
}

/** The row's own currency, else its document's. Without a document nothing says that it was the company's own. */
function readCurrency(row: PaymentRow, { settings, document }: PaymentContext): string {
  const own = postedCurrency(row, settings);
  const isFound = own !== undefined || document !== undefined;
  const code = own ?? (document && statedCurrency(document));
  const currency = isFound ? mapCurrency(code, settings) : undefined;
  if (currency === undefined) throw new RowRejected('PostCurrency', shapeOf(row.PostCurrency), 'CURRENCY_UNKNOWN');
  return currency;
}

/** The currency that the row itself says its amount is in. */
export function postedCurrency(row: PaymentRow, { payments }: Pick<MappingSettings, 'payments'>): string | undefined {
  return payments.value === 'PostValue' ? readText(row, 'PostCurrency', 10) : undefined;
}
