import {
  addDecimals,
  subtractDecimals,
  type Discount,
  type DocumentLine,
  type DocumentTotals,
  type Tax,
} from '@ledgerbridge/contracts';
import { inCurrencyDigits, isWithin } from './money.js';
import { RowRejected } from './rejection.js';

/** Taxes of all lines, one row a code, in the order the codes first appear. */
export function sumTaxes(lines: readonly DocumentLine[], currency: string): Tax[] {
  const sums = new Map<string, string>();
  for (const { name, amount } of lines.flatMap((line) => line.taxes)) {
    sums.set(name, addDecimals(sums.get(name) ?? '0', amount));
  }
  return [...sums].map(([name, amount]) => ({ name, amount: inCurrencyDigits(amount, currency) }));
}

export interface TotalledParts {
  readonly lines: readonly DocumentLine[];
  readonly discounts: readonly Discount[];
  readonly taxes: readonly Tax[];
  /** As the header states it. */
  readonly total: string;
  readonly currency: string;
  /** Largest gap between the parts and the total that is rounding and not an error. */
  readonly tolerance: string;
}

/**
 * Totals of a document. What the parts miss the stated total by, within the tolerance, is `rounding`.
 * @throws RowRejected TOTALS_MISMATCH: lines − discounts + tax are not the document
 */
export function totalsOf({ lines, discounts, taxes, total, currency, tolerance }: TotalledParts): DocumentTotals {
  const gross = addDecimals(...lines.map((line) => line.amount));
  const discount = addDecimals(
    ...lines.map((line) => line.discount ?? '0'),
    ...discounts.map((reduction) => reduction.amount),
  );
  const tax = addDecimals(...taxes.map((part) => part.amount));
  const rounding = subtractDecimals(total, addDecimals(subtractDecimals(gross, discount), tax));
  if (!isWithin(rounding, tolerance)) {
    throw new RowRejected('CurrencyValue', `${lines.length} line(s)`, 'TOTALS_MISMATCH');
  }
  const written = (amount: string): string => inCurrencyDigits(amount, currency);
  return {
    lines: written(gross),
    discount: written(discount),
    tax: written(tax),
    rounding: written(rounding),
    total: written(total),
  };
}
