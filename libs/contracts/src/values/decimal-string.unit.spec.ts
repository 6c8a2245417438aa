import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amount, withPoint } from '../records/arbitraries.fixture.spec.js';
import {
  addDecimals,
  compareDecimals,
  isDecimalString,
  isZeroDecimal,
  negateDecimal,
  subtractDecimals,
  toDecimalString,
} from './decimal-string.js';

describe('decimal strings', () => {
  it.each(['0', '-12.50', '90071992547409930.01', '0.000001'])('given %s, then it is a decimal string', (value) => {
    expect(isDecimalString(value)).toBe(true);
  });
  it.each(['', ' 1', '+1', '01', '.5', '1.', '1e3', '1,000', 'NaN', 'Infinity', '٣', 1, null])(
    'given %j, then it is none',
    (value) => {
      expect(isDecimalString(value)).toBe(false);
    },
  );
  it.each([
    ['-0', '0'],
    ['-0.00', '0'],
    [-0, '0'],
    ['1e3', '1000'],
    ['1e-7', '0.0000001'],
    ['0012.340', '12.34'],
  ])('given %s, when normalised, then it is %s', (value, expected) => {
    expect(toDecimalString(value)).toBe(expected);
  });
  it.each(['', 'abc', 'NaN', Infinity])('given %s, when normalised, then it is refused', (value) => {
    expect(() => toDecimalString(value)).toThrow(RangeError);
  });
  it('given digits to keep, when normalised, then it is padded or rounded to them', () => {
    expect(toDecimalString('1.5', 2)).toBe('1.50');
  });
  it('given any amounts, when added in any order or grouping, then the sum is that of whole smallest units', () => {
    const units = fc.array(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), { maxLength: 20 });
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 6 }), (values, digits) => {
        const sum = withPoint(
          values.reduce((total, value) => total + value, 0n),
          digits,
        );
        expect(compareDecimals(addDecimals(...values.map((value) => withPoint(value, digits))), sum)).toBe(0);
      }),
    );
  });
  it('given any two amounts, when one is added and taken off again, then nothing is lost', () => {
    fc.assert(
      fc.property(amount, amount, (left, right) => {
        expect(subtractDecimals(addDecimals(left, right), right)).toBe(left);
        expect(compareDecimals(left, right)).toBe(-compareDecimals(right, left) + 0);
        expect(isZeroDecimal(addDecimals(left, negateDecimal(left)))).toBe(true);
      }),
    );
  });
});
