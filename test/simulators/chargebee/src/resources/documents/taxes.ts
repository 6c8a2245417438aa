import { referenceNotFound, wrongValue } from '../../errors/param-errors.js';
import { withoutEmpty } from '../../validation/attributes.js';
import type { TaxRow } from './document-fields.js';
import type { Line } from './line-items.js';

/**
 * Checks that the lines' taxes (`line_items[taxN_name|amount]`) and the document's `taxes` tell the same story: every name on a line is
 * in `taxes`, and each name's amounts add up to its amount there, when that is given.
 * @throws ApiError 400 or 404 naming the parameter
 */
export function checkTaxes(rows: readonly TaxRow[], lines: readonly Line[]): void {
  const declared = new Set(rows.map((row) => row.name));
  const sums = lineTaxSums(lines);
  for (const tax of lines.flatMap((line) => line.taxes)) {
    if (!declared.has(tax.name)) throw referenceNotFound(tax.path.replace('_amount]', '_name]'), tax.name);
  }
  for (const row of rows) {
    const sum = sums.get(row.name);
    if (sum === undefined) throw wrongValue(`taxes[name][${row.index}]`, 'is not on any line item');
    const given = rows.filter((other) => other.name === row.name);
    if (given.some((other) => other.amount === undefined)) continue;
    if (given.reduce((total, other) => total + (other.amount ?? 0), 0) !== sum) {
      throw wrongValue(`taxes[amount][${row.index}]`, 'is not the sum of this tax on the line items');
    }
  }
}

/** The amount of each tax: its own, else the sum on the lines. */
export function taxAmounts(rows: readonly TaxRow[], lines: readonly Line[]): number[] {
  const sums = lineTaxSums(lines);
  return rows.map((row) => row.amount ?? sums.get(row.name) ?? 0);
}

function lineTaxSums(lines: readonly Line[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const tax of lines.flatMap((line) => line.taxes)) sums.set(tax.name, (sums.get(tax.name) ?? 0) + tax.amount);
  return sums;
}

/** `taxes` and `line_item_taxes` as the API shows them. */
export function taxViews(rows: readonly TaxRow[], lines: readonly Line[]) {
  const amounts = taxAmounts(rows, lines);
  return {
    taxes: rows.map((row, position) =>
      withoutEmpty({ object: 'tax', name: row.name, amount: amounts[position], description: row.description }),
    ),
    line_item_taxes: lines.flatMap((line) =>
      line.taxes.map((tax) => {
        const row = rows.find((candidate) => candidate.name === tax.name);
        return withoutEmpty({
          object: 'line_item_tax',
          line_item_id: line.id,
          tax_name: tax.name,
          tax_rate: row?.rate,
          taxable_amount: line.amount,
          tax_amount: tax.amount,
          tax_juris_type: row?.juris_type,
          tax_juris_name: row?.juris_name,
          tax_juris_code: row?.juris_code,
        });
      }),
    ),
  };
}
