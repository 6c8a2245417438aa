import { completeRow } from '../tables/normalise-row.js';
import type { Row } from '../tables/row.js';
import { AR_INVOICE_PAY } from '../tables/schema.js';
import type { DocumentSpec } from './document-spec.js';
import { centsText, parseCents } from './money.js';

/** ArInvoicePay rows that explain the difference between a document's total and what is owed now. */
export function paymentRows(document: DocumentSpec, invoice: Row): Row[] {
  const paid = parseCents(invoice['CurrencyValue'] ?? '0') - parseCents(invoice['InvoiceBal1'] ?? '0');
  if (document.paidPercent === 0 || paid === 0n) return [];
  return [
    completeRow(AR_INVOICE_PAY, {
      Customer: document.customer,
      Invoice: document.invoice,
      DocumentType: document.documentType,
      EntryNumber: '1',
      TrnType: 'P',
      JournalDate: '2026-10-31',
      Journal: String(document.period.register + 20_000),
      Reference: `EFT ${document.invoice.slice(-6)}`,
      TrnValue: centsText(paid),
      TrnYear: String(document.period.year),
      TrnMonth: '10',
      SalesOrder: document.salesOrder,
      PostValue: centsText(paid),
      PostCurrency: document.currency,
      PostConvRate: invoice['ConvRate'] ?? '1.000000',
      PostMulDiv: document.rate.mulDiv,
      Branch: document.branch,
      PaymentNumber: document.invoice.slice(-9),
    }),
  ];
}
