import { completeRow } from '../tables/normalise-row.js';
import type { Row } from '../tables/row.js';
import { AR_INVOICE_PAY } from '../tables/schema.js';
import { dayAfter, dayAt, DAYS, monthOf, yearOf } from './calendar.js';
import { LOCAL_CURRENCY } from './currencies.js';
import { paidValue } from './document-amounts.js';
import type { DocumentSpec, MoneySemantics, PaymentSpec } from './document-spec.js';
import { centsText, rateText, toLocal } from './money.js';

/** Days from a document to its payment. */
const PAID_AFTER_DAYS = 21;

type PaidDocument = Pick<
  DocumentSpec,
  'customer' | 'invoice' | 'documentType' | 'currency' | 'rate' | 'salesOrder' | 'branch'
>;

/** A document's rows of ArInvoicePay: what it says, else one that explains what is paid. */
export function paymentRows(document: DocumentSpec, semantics: MoneySemantics): Row[] {
  const payments = document.payments ?? ordinaryPayments(document);
  return payments.map((payment, index) => paymentRow(document, payment, index + 1, semantics));
}

function ordinaryPayments(document: DocumentSpec): PaymentSpec[] {
  const value = paidValue(document);
  if (value === 0n) return [];
  const [later, last] = [dayAfter(document.date, PAID_AFTER_DAYS), dayAt(DAYS - 1)];
  return [{ value, date: later > last ? last : later }];
}

/** Entry number `entry` of a document. */
export function paymentRow(
  document: PaidDocument,
  payment: PaymentSpec,
  entry: number,
  semantics: MoneySemantics,
): Row {
  const isNegative = (semantics.paymentSign === 'negative') !== (document.documentType.toUpperCase() === 'C');
  const value = isNegative ? -payment.value : payment.value;
  const own = centsText(value);
  const local = centsText(toLocal(value, document.rate));
  const isPostLocal = semantics.paymentValue === 'TrnValue';
  const posted = payment.date ?? dayAt(DAYS - 1);
  return completeRow(AR_INVOICE_PAY, {
    Customer: document.customer,
    Invoice: document.invoice,
    DocumentType: document.documentType,
    EntryNumber: String(entry),
    TrnType: payment.type ?? semantics.paymentType,
    JournalDate: payment.date,
    Journal: String(20_000 + monthOf(posted)),
    Reference: payment.reference ?? `EFT ${document.invoice.trim().slice(-6)}-${entry}`,
    TrnValue: semantics.paymentValue === 'PostValue' ? local : own,
    TrnYear: String(yearOf(posted)),
    TrnMonth: String(monthOf(posted)),
    SalesOrder: document.salesOrder,
    PostValue: isPostLocal ? local : own,
    PostCurrency: isPostLocal ? LOCAL_CURRENCY : document.currency,
    PostConvRate: rateText(document.rate),
    PostMulDiv: document.rate.mulDiv,
    Branch: document.branch,
    PaymentNumber: payment.number ?? `${document.invoice.trim().slice(-9)}-${entry}`,
  });
}
