import { blank, duplicate, referenceNotFound, wrongValue } from '../../errors/param-errors.js';
import type { SiteOptions } from '../../site/site-options.js';
import { itemPriceIds } from '../billing/item-prices.js';
import { withoutEmpty } from '../../validation/attributes.js';
import { LINE_TAX_NUMBERS, type LineRow } from './document-fields.js';

/** One tax of one line. */
export interface LineTax {
  name: string;
  amount: number;
  path: string;
}

/** A line with its amount settled. */
export interface Line {
  row: LineRow & { reference_line_item_id?: string | undefined };
  id: string;
  amount: number;
  unitAmount: number;
  quantity: number;
  taxes: readonly LineTax[];
}

/**
 * Settles amounts and ids of imported lines. A line brings `amount`, or `unit_amount` (times `quantity`, 1 when absent), or both when
 * they agree.
 * @throws ApiError 400 naming the column and index
 */
export function readLines(
  rows: readonly LineRow[],
  site: Pick<SiteOptions, 'itemPrices'>,
  newId: (prefix: string) => string,
): Line[] {
  const taken = new Set<string>();
  return rows.map((row) => {
    if (row.id !== undefined && taken.has(row.id)) throw duplicate(`line_items[id][${row.index}]`, row.id);
    if (row.id !== undefined) taken.add(row.id);
    checkEntity(row, itemPriceIds(site));
    return { row, id: row.id ?? newId('li_'), ...amountsOf(row), taxes: taxesOf(row) };
  });
}

function checkEntity(row: LineRow, itemPrices: readonly string[]): void {
  if (row.entity_type === undefined || row.entity_type === 'adhoc') return;
  const path = `line_items[entity_id][${row.index}]`;
  if (row.entity_id === undefined) throw blank(path);
  if (!itemPrices.includes(row.entity_id)) throw referenceNotFound(path, row.entity_id);
}

function amountsOf(row: LineRow): { amount: number; unitAmount: number; quantity: number } {
  const quantity = row.quantity ?? 1;
  if (row.unit_amount === undefined) {
    if (row.amount === undefined) throw blank(`line_items[amount][${row.index}]`);
    const unitAmount = quantity === 0 ? row.amount : Math.round(row.amount / quantity);
    return { amount: row.amount, unitAmount, quantity };
  }
  const product = row.unit_amount * quantity;
  if (row.amount !== undefined && row.amount !== product) {
    throw wrongValue(`line_items[amount][${row.index}]`, 'is not unit_amount times quantity');
  }
  return { amount: product, unitAmount: row.unit_amount, quantity };
}

function taxesOf(row: LineRow): LineTax[] {
  return LINE_TAX_NUMBERS.flatMap((number) => {
    const name = row[`tax${number}_name`];
    const amount = row[`tax${number}_amount`];
    const path = `line_items[tax${number}_amount][${row.index}]`;
    if (name === undefined && amount === undefined) return [];
    if (name === undefined) throw blank(`line_items[tax${number}_name][${row.index}]`);
    if (amount === undefined) throw blank(path);
    return [{ name, amount, path }];
  });
}

/** The line as the API shows it. */
export function lineView(line: Line, document: { customerId: string; date: number; discounted: number }) {
  const taxAmount = line.taxes.reduce((sum, tax) => sum + tax.amount, 0);
  return withoutEmpty({
    id: line.id,
    date_from: line.row.date_from ?? document.date,
    date_to: line.row.date_to ?? document.date,
    unit_amount: line.unitAmount,
    quantity: line.quantity,
    amount: line.amount,
    pricing_model: 'per_unit',
    is_taxed: line.taxes.length > 0,
    tax_amount: taxAmount,
    discount_amount: document.discounted,
    item_level_discount_amount: document.discounted,
    object: 'line_item',
    customer_id: document.customerId,
    subscription_id: line.row.subscription_id,
    reference_line_item_id: line.row.reference_line_item_id,
    description: line.row.description,
    entity_type: line.row.entity_type ?? 'adhoc',
    entity_id: line.row.entity_id,
    proration_mode: line.row.proration_mode,
    tax_exempt_reason: line.taxes.length > 0 ? undefined : 'tax_not_configured',
  });
}
