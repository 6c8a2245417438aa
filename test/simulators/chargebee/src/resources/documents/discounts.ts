import { blank, referenceNotFound, wrongValue } from '../../errors/param-errors.js';
import { withoutEmpty } from '../../validation/attributes.js';
import type { DiscountRow } from './document-fields.js';
import type { Line } from './line-items.js';

/**
 * Checks imported discounts against the lines: coupons name their coupon and line, a named line exists, and discounts written on the
 * lines (`item_level_discountN_amount`) add up to the item-level entries.
 * @throws ApiError 400 or 404 naming the column and index
 */
export function checkDiscounts(rows: readonly DiscountRow[], lines: readonly Line[]): void {
  const lineIds = new Set(lines.flatMap((line) => line.row.id ?? []));
  for (const row of rows) {
    const coupon = row.entity_type === 'item_level_coupon' || row.entity_type === 'document_level_coupon';
    if (coupon && row.line_item_id === undefined) throw blank(`discounts[line_item_id][${row.index}]`);
    if (coupon && row.entity_id === undefined) throw blank(`discounts[entity_id][${row.index}]`);
    if (row.line_item_id !== undefined && !lineIds.has(row.line_item_id)) {
      throw referenceNotFound(`discounts[line_item_id][${row.index}]`, row.line_item_id);
    }
  }
  const onLines = lines.reduce((sum, line) => sum + discountOnLine(line), 0);
  const itemLevel = rows.filter(isItemLevel).reduce((sum, row) => sum + row.amount, 0);
  if (onLines > 0 && onLines !== itemLevel) {
    throw wrongValue('discounts', 'do not add up to the discounts on the line items');
  }
}

function discountOnLine(line: Line): number {
  return (line.row.item_level_discount1_amount ?? 0) + (line.row.item_level_discount2_amount ?? 0);
}

/** Whether a discount belongs to a line and not to the document as a whole. */
export function isItemLevel(row: DiscountRow): boolean {
  return row.entity_type.startsWith('item_level');
}

/** Item-level discount of one line. */
export function discountOf(line: Line, rows: readonly DiscountRow[]): number {
  const named = rows.filter(
    (row) => isItemLevel(row) && row.line_item_id !== undefined && row.line_item_id === line.row.id,
  );
  return named.length > 0 ? named.reduce((sum, row) => sum + row.amount, 0) : discountOnLine(line);
}

/** `discounts` and `line_item_discounts` as the API shows them. */
export function discountViews(rows: readonly DiscountRow[]) {
  return {
    discounts: rows.map(({ index: _index, ...row }) => ({ object: 'discount', ...withoutEmpty(row) })),
    line_item_discounts: rows
      .filter((row) => isItemLevel(row) && row.line_item_id !== undefined)
      .map((row) =>
        withoutEmpty({
          object: 'line_item_discount',
          line_item_id: row.line_item_id,
          discount_type: row.entity_type,
          entity_id: row.entity_id,
          discount_amount: row.amount,
        }),
      ),
  };
}
