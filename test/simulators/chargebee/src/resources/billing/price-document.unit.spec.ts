import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sum } from '../documents/totals.js';
import { priceDocument, type PricedLine } from './price-document.js';
import { share, split } from './rounding.js';

function line(amount: number, overrides: Partial<PricedLine> = {}): PricedLine {
  const dates = { dateFrom: 1, dateTo: 1 };
  return {
    id: `li_${amount}`,
    description: 'x',
    unitAmount: amount,
    quantity: 1,
    amount,
    entityType: 'adhoc',
    taxable: true,
    ...dates,
    ...overrides,
  };
}

const RULES = { priceType: 'tax_exclusive', customerId: 'C-1', taxes: [{ name: 'VAT', rate: 19 }] } as const;

describe('share', () => {
  it.each([
    [5, 1, 2, 2],
    [15, 1, 10, 2],
    [25, 1, 10, 2],
    [-15, 1, 10, -2],
    [100, 19, 100, 19],
    [7, 0, 0, 0],
  ])('%i × %i ÷ %i is %i, halves to even', (amount, numerator, denominator, expected) => {
    expect(share(amount, numerator, denominator)).toBe(expected);
  });
});

describe('split', () => {
  it('parts always add up to the amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.array(fc.nat(1e6), { minLength: 1 }), (amount, weights) => {
        fc.pre(sum(weights) > 0);
        expect(sum(split(amount, weights))).toBe(amount);
      }),
    );
  });
});

describe('priceDocument', () => {
  it('adds taxes to net prices, after item and document discounts', () => {
    const priced = priceDocument([line(10_000, { discount: 1_000 }), line(1_000, { taxable: false })], {
      ...RULES,
      documentDiscount: 1_000,
    });
    expect(priced).toMatchObject({ subTotal: 10_000, tax: 1_539, total: 10_539 });
    expect(priced.views.line_items).toMatchObject([
      { discount_amount: 1_900, item_level_discount_amount: 1_000, tax_amount: 1_539 },
      { discount_amount: 100, tax_exempt_reason: 'product_exempt' },
    ]);
    expect(priced.views.taxes).toEqual([{ object: 'tax', name: 'VAT', amount: 1_539, description: 'VAT @ 19%' }]);
  });

  it('finds taxes within gross prices', () => {
    expect(priceDocument([line(11_900)], { ...RULES, priceType: 'tax_inclusive' })).toMatchObject({
      total: 11_900,
      tax: 1_900,
    });
  });

  it('rounds the total and says by how much', () => {
    expect(priceDocument([line(1_049)], { ...RULES, taxes: [], roundTo: 100 })).toMatchObject({
      total: 1_000,
      roundOff: -49,
    });
  });

  it('always comes to lines less discounts plus taxes plus rounding', () => {
    const lines = fc.array(fc.tuple(fc.integer({ min: 1, max: 1e7 }), fc.boolean()), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.integer({ min: 0, max: 100 }), fc.constantFrom(1, 100), (given, percent, roundTo) => {
        const priced = given.map(([amount, taxable], index) => line(amount, { id: `li_${index}`, taxable }));
        const whole = sum(priced.map(({ amount }) => amount));
        const documentDiscount = share(whole, percent, 100);
        const { total, tax, roundOff, views } = priceDocument(priced, { ...RULES, documentDiscount, roundTo });
        expect(total).toBe(whole - documentDiscount + tax + roundOff);
        expect(sum(views.line_items.map((each) => each.discount_amount))).toBe(documentDiscount);
        expect(sum(views.line_item_taxes.map((each) => each.tax_amount))).toBe(tax);
      }),
    );
  });
});
