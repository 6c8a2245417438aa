import { dayAt, DAYS, monthOf } from '../seed/calendar.js';
import { rateOf } from '../seed/currencies.js';
import type { MoneySemantics, PaymentSpec } from '../seed/document-spec.js';
import { parseCents } from '../seed/money.js';
import { paymentRow } from '../seed/payment-rows.js';
import { RowError } from '../tables/normalise-row.js';
import type { Row } from '../tables/row.js';

/** A payment to enter. */
export interface NewPayment {
  customer: string;
  invoice: string;
  /** Default I. */
  documentType?: string;
  /** Document currency; negative for what takes a payment back. */
  value: string;
  /** YYYY-MM-DD; default the last day of the seed, 2026-10-31; null: without one. */
  date?: string | null;
  /** TrnType. Default: that of a payment. */
  type?: string;
  reference?: string;
  number?: string;
}

/** @throws RowError when the amount or the date is malformed. */
export function newPaymentRow(
  input: NewPayment,
  header: Row,
  entry: number,
  semantics: MoneySemantics,
): { row: Row; value: bigint } {
  const { date = dayAt(DAYS - 1), type, reference, number } = input;
  if (date !== null && !/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new RowError('date: YYYY-MM-DD expected');
  const currency = (header['PostCurrency'] ?? '').trim();
  const document = {
    customer: header['Customer'] ?? '',
    invoice: header['Invoice'] ?? '',
    documentType: header['DocumentType'] ?? '',
    currency,
    rate: rateOf(currency, monthOf(header['InvoiceDate'] ?? dayAt(DAYS - 1))),
    salesOrder: header['SalesOrder'] ?? '',
    branch: header['Branch'] ?? '',
  };
  const payment: PaymentSpec = {
    value: readValue(input.value),
    date,
    ...(type !== undefined && { type }),
    ...(reference !== undefined && { reference }),
    ...(number !== undefined && { number }),
  };
  return { row: paymentRow(document, payment, entry, semantics), value: payment.value };
}

function readValue(text: string): bigint {
  try {
    return parseCents(text);
  } catch (error) {
    throw new RowError(error instanceof RangeError ? error.message : String(error));
  }
}
