import type { DocumentSpec, LineSpec, LineType } from './document-spec.js';
import { apportion, percentOf, type Cents } from './money.js';

export type Bucket = 'merchandise' | 'freight' | 'other';

const BUCKETS: Record<LineType, Bucket> = {
  '1': 'merchandise',
  '7': 'merchandise',
  '6': 'merchandise',
  '4': 'freight',
  '5': 'other',
};

/** One line's amounts in document currency. */
export interface LineAmounts {
  spec: LineSpec;
  bucket: Bucket;
  /** After all discounts, before tax. */
  net: Cents;
  tax: Cents;
  /** Own discount and share of the invoice discount. */
  discount: Cents;
  invoiceDiscount: Cents;
}

const TAX_PERCENT = { A: 15, Z: 0 };

/** Spreads the invoice discount over merchandise and taxes each line. */
export function lineAmounts(document: DocumentSpec): LineAmounts[] {
  const weights = document.lines.map((line) =>
    BUCKETS[line.type] === 'merchandise' ? line.gross - line.discount : 0n,
  );
  const shares = apportion(document.invoiceDiscount, weights);
  return document.lines.map((spec, index) => {
    const invoiceDiscount = shares[index] ?? 0n;
    const discount = spec.discount + invoiceDiscount;
    const net = spec.gross - discount;
    return {
      spec,
      bucket: BUCKETS[spec.type],
      net,
      tax: percentOf(net, TAX_PERCENT[spec.taxCode]),
      discount,
      invoiceDiscount,
    };
  });
}

export interface BucketTotals {
  merchandise: Cents;
  freight: Cents;
  other: Cents;
  tax: Cents;
}

export function bucketTotals(lines: readonly LineAmounts[]): BucketTotals {
  const totals: BucketTotals = { merchandise: 0n, freight: 0n, other: 0n, tax: 0n };
  for (const line of lines) {
    totals[line.bucket] += line.net;
    totals.tax += line.tax;
  }
  return totals;
}

/** What the customer owes for the lines, tax included. */
export function documentTotal(lines: readonly LineAmounts[]): Cents {
  return lines.reduce((sum, line) => sum + line.net + line.tax, 0n);
}

/** What was paid of a document: not what a credit note takes. */
export function paidValue(document: DocumentSpec): Cents {
  if (document.payments !== undefined) return document.payments.reduce((sum, { value }) => sum + value, 0n);
  return percentOf(documentTotal(lineAmounts(document)) - (document.creditedValue ?? 0n), document.paidPercent);
}

/** What is owed now: nothing where the rest is paid in full, else all that was not paid. */
export function balanceOf(document: DocumentSpec): Cents {
  return document.paidPercent === 100 ? 0n : documentTotal(lineAmounts(document)) - paidValue(document);
}
