import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fits, fromUnits, percentOf, sumOf, toUnits } from './decimal.js';

describe('decimals', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }), (units) => {
        expect(toUnits(fromUnits(units, 5))).toBe(units);
      }),
    );
  });

  it.each([
    ['1.5', 150_000n],
    ['-0.00001', -1n],
    ['+3', 300_000n],
    ['.5', 50_000n],
    ['1.0000000', 100_000n],
    ['1.000001', undefined],
    ['x', undefined],
  ])('%s is %s', (text, units) => {
    expect(toUnits(text)).toBe(units);
  });

  it.each([
    ['12.34', 2, true],
    ['12.345', 2, false],
    ['12', 0, true],
    ['12.5', 0, false],
    ['1.234', 3, true],
  ])('%s in %i decimals: %s', (text, decimals, expected) => {
    expect(fits(toUnits(text) as bigint, decimals)).toBe(expected);
  });

  it.each([
    ['100.00', '7', 2, '7.00'],
    ['0.50', '7', 2, '0.04'],
    ['1050', '7', 0, '74'],
    ['100', '7.125', 3, '7.125'],
  ])('of %s, %s percent in %i decimals is %s', (amount, percent, decimals, expected) => {
    expect(fromUnits(percentOf(toUnits(amount) as bigint, percent, decimals), decimals)).toBe(expected);
  });

  it('add up exactly', () => {
    expect(fromUnits(sumOf(['0.1', '0.2'].map((text) => toUnits(text) as bigint)), 2)).toBe('0.30');
  });
});
