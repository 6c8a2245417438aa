import { wrongValue } from '../../errors/param-errors.js';
import type { SiteOptions } from '../../site/site-options.js';
import type { Switches } from '../../site/switches.js';
import type { UnitOfWork } from '../../store/unit-of-work.js';
import type { DiscountRow, LineRow, TaxRow } from './document-fields.js';
import { checkDiscounts, discountOf, discountViews, isItemLevel } from './discounts.js';
import { lineView, readLines } from './line-items.js';
import { sum, totalOf } from './totals.js';
import { checkTaxes, taxAmounts, taxViews } from './taxes.js';

interface PartsInput {
  lines: readonly LineRow[];
  discounts: readonly DiscountRow[];
  taxes: readonly TaxRow[];
  roundOff: number;
  priceType: 'tax_exclusive' | 'tax_inclusive';
  customerId: string;
  date: number;
}

/** Lines, discounts and taxes of an imported document, checked, with what they add up to. */
export function readDocumentParts(
  input: PartsInput,
  call: { site: SiteOptions; switches: Switches; unit: UnitOfWork },
) {
  const lines = readLines(input.lines, call.site, (prefix) => call.unit.newId(prefix));
  checkDiscounts(input.discounts, lines);
  if (call.switches.checkLineTaxes) checkTaxes(input.taxes, lines);
  const taxes = taxAmounts(input.taxes, lines);
  const amounts = {
    lines: lines.map((line) => line.amount),
    discounts: input.discounts.map((row) => row.amount),
    taxes,
  };
  const itemDiscounts = sum(input.discounts.filter(isItemLevel).map((row) => row.amount));
  return {
    computedTotal: totalOf({ ...amounts, roundOff: input.roundOff, priceType: input.priceType }),
    subTotal: sum(amounts.lines) - itemDiscounts,
    tax: sum(taxes),
    views: {
      line_items: lines.map((line) => lineView(line, { ...input, discounted: discountOf(line, input.discounts) })),
      ...discountViews(input.discounts),
      ...taxViews(input.taxes, lines),
    },
  };
}

/** @throws ApiError 400 on `total` when the document does not add up and the site checks it */
export function checkTotal(total: number, computed: number, switches: Switches): void {
  if (switches.checkTotals && total !== computed) {
    throw wrongValue('total', `is ${total}, but the line items, discounts and taxes add up to ${computed}`);
  }
}
