import type { DocumentSpec, LineSpec, LineType } from '../seed/document-spec.js';
import { dayAt, DAYS, monthOf } from '../seed/calendar.js';
import { rateOf } from '../seed/currencies.js';
import { documentFor } from '../seed/documents.js';
import { parseCents } from '../seed/money.js';
import { RowError } from '../tables/normalise-row.js';
import type { Row } from '../tables/row.js';

export interface NewInvoiceLine {
  /** Default '1', a stocked line. */
  type?: LineType;
  stockCode?: string;
  quantity?: number;
  /** Line value before discount and tax, document currency: '1234.50'. */
  gross: string;
  discount?: string;
  /** A: 15 %, Z: none. Default A. */
  taxCode?: 'A' | 'Z';
}

/** A document to post. Amounts positive, whatever the type. */
export interface NewInvoice {
  customer: string;
  /** Default: the next free number. */
  invoice?: string;
  /** Default I. */
  documentType?: string;
  /** YYYY-MM-DD; default the last day of the seed, 2026-10-31. */
  date?: string;
  /** Default: the customer's. */
  currency?: string;
  lines?: readonly NewInvoiceLine[];
  invoiceDiscount?: string;
  paidPercent?: number;
  creditedInvoice?: string;
  customerPo?: string;
  /** lines: header and summary visible, lines come later. all: the header alone is visible. */
  withhold?: 'lines' | 'all';
}

/** What becomes of a posted document. */
export interface InvoiceChange {
  customer: string;
  invoice: string;
  documentType: string;
  lines?: readonly NewInvoiceLine[];
  termsCode?: string;
}

const EXAMPLE: NewInvoiceLine = { stockCode: 'BRG-110', quantity: 10, gross: '2500.00' };

function lineSpec(line: NewInvoiceLine): LineSpec {
  return {
    type: line.type ?? '1',
    stockCode: line.stockCode ?? '',
    quantity: line.quantity ?? 1,
    gross: parseCents(line.gross),
    discount: parseCents(line.discount ?? '0'),
    taxCode: line.taxCode ?? 'A',
  };
}

/** @throws RowError when an amount or date is malformed. */
export function newInvoiceSpec(input: NewInvoice, customer: Row, nextNumber: string): DocumentSpec {
  const date = input.date ?? dayAt(DAYS - 1);
  if (Number.isNaN(Date.parse(date)) || !/^\d{4}-\d{2}-\d{2}$/.test(date))
    throw new RowError('date: YYYY-MM-DD expected');
  const currency = input.currency ?? (customer['Currency'] ?? '').trim();
  const seed = { row: customer, id: input.customer, currency, termsCode: customer['TermsCode'] ?? '' };
  try {
    return {
      ...documentFor(seed, date, input.invoice ?? nextNumber, input.documentType ?? 'I'),
      rate: rateOf(currency, monthOf(date)),
      lines: (input.lines ?? [EXAMPLE]).map(lineSpec),
      invoiceDiscount: parseCents(input.invoiceDiscount ?? '0'),
      paidPercent: input.paidPercent ?? 0,
      ...(input.creditedInvoice === undefined ? {} : { creditedInvoice: input.creditedInvoice }),
      customerPo: input.customerPo ?? '',
    };
  } catch (error) {
    throw new RowError(error instanceof RangeError ? error.message : String(error));
  }
}

/** A posted document over other lines, in the period it was posted to. @throws RowError when an amount is malformed. */
export function changedSpec(
  { lines, ...key }: InvoiceChange,
  header: Row,
  customer: Row,
  [summary]: readonly Row[],
): DocumentSpec {
  const input = {
    ...key,
    date: header['InvoiceDate'] ?? dayAt(DAYS - 1),
    currency: (header['PostCurrency'] ?? '').trim(),
    customerPo: header['CustomerPoNumber'] ?? '',
    creditedInvoice: summary?.['CreditedInvoice'] ?? '',
    ...(lines && { lines }),
  };
  const [year, month, register] = ['TrnYear', 'TrnMonth', 'Register'].map((name) => Number(summary?.[name] ?? 0));
  const period = { year: year ?? 0, month: month ?? 0, register: register ?? 0 };
  const spec = newInvoiceSpec(input, customer, '');
  return { ...spec, customer: header['Customer'] ?? '', ...(summary && { period }) };
}
