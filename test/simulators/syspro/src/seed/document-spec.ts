import type { Cents, Rate } from './money.js';

/** stock, non-stocked, freight, miscellaneous charge, comment: SYSPRO's LineType as far as it is known. */
export type LineType = '1' | '7' | '4' | '5' | '6';

export interface LineSpec {
  type: LineType;
  stockCode: string;
  /** Whole units; 0 on charges and comments. */
  quantity: number;
  /** Before discounts and tax, document currency. */
  gross: Cents;
  /** The line's own discount. */
  discount: Cents;
  /** A: 15 %. Z: zero-rated. */
  taxCode: 'A' | 'Z';
}

/** One row of ArInvoicePay before it becomes one. */
export interface PaymentSpec {
  /** Positive; negative for what takes a payment back. */
  value: Cents;
  /** YYYY-MM-DD; null: a row that lost its date. */
  date: string | null;
  /** Default: {@link MoneySemantics.paymentType}. */
  type?: string;
  reference?: string;
  number?: string;
}

/** One AR document before it becomes table rows. Amounts positive, whatever the type. */
export interface DocumentSpec {
  customer: string;
  invoice: string;
  /** As stored: 'i' is possible. */
  documentType: string;
  /** YYYY-MM-DD */
  date: string;
  period: { year: number; month: number; register: number };
  currency: string;
  rate: Rate;
  termsCode: string;
  lines: readonly LineSpec[];
  /** Taken off the merchandise lines in proportion. */
  invoiceDiscount: Cents;
  /** Percent already settled: of the total, less what a credit note takes. */
  paidPercent: number;
  /** What a credit note takes of it, tax included; it settles that part where the rest is paid in full. */
  creditedValue?: Cents;
  /** Entries of ArInvoicePay; default: one that explains what is paid. */
  payments?: readonly PaymentSpec[];
  /** Charges on a summary line of their own. */
  splitSummary?: boolean;
  creditedInvoice?: string;
  salesOrder: string;
  customerPo: string;
  branch: string;
  area: string;
  salesperson: string;
}

/** Where the reference leaves SYSPRO's meaning open. */
export interface MoneySemantics {
  /** Currency of ArTrnDetail's values. */
  detailCurrency: 'local' | 'document';
  /** Sign of a credit note's amounts and quantities. */
  creditSign: 'negative' | 'positive';
  /** Foreign* of a document in local currency: the same values, or zero. */
  foreignOnLocal: 'equal' | 'zero';
  /** TrnType of a payment in ArInvoicePay. */
  paymentType: string;
  /** Sign of a payment's values. */
  paymentSign: 'positive' | 'negative';
  /** Columns of ArInvoicePay in document currency; the other is local then, and so is PostCurrency when it is PostValue. */
  paymentValue: 'both' | 'TrnValue' | 'PostValue';
}

export const DEFAULT_SEMANTICS: MoneySemantics = {
  detailCurrency: 'local',
  creditSign: 'negative',
  foreignOnLocal: 'equal',
  paymentType: 'P',
  paymentSign: 'positive',
  paymentValue: 'both',
};
