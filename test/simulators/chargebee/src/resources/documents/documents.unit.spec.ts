import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DiscountRow, LineRow, TaxRow } from './document-fields.js';
import { checkDiscounts } from './discounts.js';
import { readLines } from './line-items.js';
import { checkTaxes, taxAmounts } from './taxes.js';
import { totalOf } from './totals.js';

const newId = (prefix: string): string => `${prefix}new`;

function line(overrides: Partial<LineRow> = {}): LineRow {
  return { index: 0, description: 'Pump', amount: 100, ...overrides } as LineRow;
}

function tax(overrides: Partial<TaxRow> = {}): TaxRow {
  return { index: 0, name: 'VAT', rate: 15, ...overrides } as TaxRow;
}

function discount(overrides: Partial<DiscountRow> = {}): DiscountRow {
  return { index: 0, entity_type: 'document_level_discount', amount: 10, ...overrides } as DiscountRow;
}

const lines = (...rows: LineRow[]) => readLines(rows, {}, newId);
const refusing = (param: string): unknown =>
  expect.objectContaining({ body: expect.objectContaining({ param }) as unknown });

describe('line items', () => {
  it('settles the amount from unit amount and quantity, negative ones too', () => {
    expect(lines(line({ unit_amount: -25, quantity: 4, amount: undefined }))[0]).toMatchObject({ amount: -100 });
    expect(lines(line({ amount: 100, quantity: 3 }))[0]).toMatchObject({ amount: 100, unitAmount: 33, quantity: 3 });
    expect(lines(line({ amount: 100, unit_amount: 50, quantity: 2 }))[0]).toMatchObject({ amount: 100 });
  });

  it.each<[string, LineRow, string]>([
    ['no amount', line({ amount: undefined }), 'line_items[amount][0]'],
    ['amounts that disagree', line({ amount: 100, unit_amount: 33, quantity: 3 }), 'line_items[amount][0]'],
    ['an item price without id', line({ entity_type: 'charge_item_price' }), 'line_items[entity_id][0]'],
    [
      'an unknown item price',
      line({ entity_type: 'charge_item_price', entity_id: 'pump-USD' }),
      'line_items[entity_id][0]',
    ],
    ['a tax without amount', line({ tax2_name: 'VAT' }), 'line_items[tax2_amount][0]'],
    ['a tax without name', line({ tax2_amount: 15 }), 'line_items[tax2_name][0]'],
  ])('refuses %s', (_what, row, param) => {
    expect(() => lines(row)).toThrow(refusing(param));
  });

  it('refuses a line id used twice', () => {
    expect(() => lines(line({ id: 'a' }), line({ id: 'a', index: 1 }))).toThrow(refusing('line_items[id][1]'));
  });
});

describe('taxes', () => {
  const taxed = () => lines(line({ tax1_name: 'VAT', tax1_amount: 10 }), line({ tax1_name: 'VAT', tax1_amount: 5 }));

  it('adds the lines up where the tax has no amount', () => {
    expect(taxAmounts([tax()], taxed())).toEqual([15]);
    expect(() => checkTaxes([tax({ amount: 15 })], taxed())).not.toThrow();
  });

  it.each<[string, TaxRow[], string]>([
    ['a sum that differs', [tax({ amount: 14 })], 'taxes[amount][0]'],
    ['a tax on no line', [tax(), tax({ index: 1, name: 'GST' })], 'taxes[name][1]'],
    ['a line tax that is not declared', [], 'line_items[tax1_name][0]'],
  ])('refuses %s', (_what, rows, param) => {
    expect(() => checkTaxes(rows, taxed())).toThrow(refusing(param));
  });
});

describe('discounts', () => {
  it.each<[string, DiscountRow, string]>([
    [
      'a coupon without line',
      discount({ entity_type: 'item_level_coupon', entity_id: 'C' }),
      'discounts[line_item_id][0]',
    ],
    [
      'an unknown line',
      discount({ entity_type: 'item_level_discount', line_item_id: 'z' }),
      'discounts[line_item_id][0]',
    ],
    ['sums that differ from the lines', discount({ entity_type: 'item_level_discount' }), 'discounts'],
  ])('refuses %s', (_what, row, param) => {
    expect(() => checkDiscounts([row], lines(line({ id: 'a', item_level_discount1_amount: 9 })))).toThrow(
      refusing(param),
    );
  });
});

describe('totalOf', () => {
  const amounts = fc.array(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), { maxLength: 20 });

  it('moves by exactly what each part moves', () => {
    fc.assert(
      fc.property(
        amounts,
        amounts,
        amounts,
        fc.integer({ min: -99, max: 99 }),
        (linesOf, discounts, taxes, roundOff) => {
          const parts = { lines: linesOf, discounts, taxes, roundOff, priceType: 'tax_exclusive' as const };
          const total = totalOf(parts);
          expect(totalOf({ ...parts, lines: [...linesOf, 7] })).toBe(total + 7);
          expect(totalOf({ ...parts, discounts: [...discounts, 7] })).toBe(total - 7);
          expect(totalOf({ ...parts, taxes: [...taxes, 7] })).toBe(total + 7);
          expect(totalOf({ ...parts, roundOff: roundOff + 1 })).toBe(total + 1);
          const inclusive = totalOf({ ...parts, priceType: 'tax_inclusive' });
          expect(inclusive).toBe(total - taxes.reduce((sum, amount) => sum + amount, 0));
        },
      ),
    );
  });
});
