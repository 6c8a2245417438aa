import { ContractError } from '../errors/contract.errors.js';
import { addDecimals, compareDecimals, subtractDecimals } from '../values/decimal-string.js';
import type { DocumentLine } from './invoice.js';
import type { Discount, DocumentTotals, Tax } from './shared.js';

export interface AddableDocument {
  readonly lines: readonly DocumentLine[];
  readonly discounts: readonly Discount[];
  readonly taxes: readonly Tax[];
  readonly totals: DocumentTotals;
}

/**
 * Checks that a document's parts add up to its totals, exactly.
 * @throws ContractError TOTALS_DISAGREE naming the first total that is wrong, with what was stated and what it comes to.
 */
export function assertTotals(document: AddableDocument): void {
  const { totals } = document;
  const sums: readonly (readonly [keyof DocumentTotals, string])[] = [
    ['lines', addDecimals(...document.lines.map((line) => line.amount))],
    [
      'discount',
      addDecimals(...document.lines.map((line) => line.discount ?? '0'), ...document.discounts.map((d) => d.amount)),
    ],
    ['tax', addDecimals(...document.taxes.map((tax) => tax.amount))],
    ['total', addDecimals(subtractDecimals(totals.lines, totals.discount), totals.tax, totals.rounding)],
  ];
  for (const [field, expected] of sums) {
    if (compareDecimals(totals[field], expected) !== 0) {
      throw new ContractError('TOTALS_DISAGREE', `totals.${field} is ${totals[field]}, the parts come to ${expected}`, {
        field: `totals.${field}`,
        stated: totals[field],
        expected,
      });
    }
  }
}
