import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareDecimals } from '@ledgerbridge/contracts';
import { chargebeeExponent, fromMinorUnits, toMinorUnits } from './minor-units.js';

describe('minor units', () => {
  it.each([
    ['12.34', 'USD', 1234],
    ['12.3', 'EUR', 1230],
    ['-0.05', 'ZAR', -5],
    ['0', 'USD', 0],
    ['-0.00', 'USD', 0],
    ['15', 'JPY', 15],
    ['15.000', 'JPY', 15],
    ['1.230', 'KWD', 123],
    ['90071992547409.91', 'USD', Number.MAX_SAFE_INTEGER],
  ])('given %s %s, then it is %i', (amount, currency, expected) => {
    expect(toMinorUnits(amount, currency, 'total')).toBe(expected);
  });

  it.each([
    ['0.001', 'USD'],
    ['1.235', 'KWD'],
    ['0.5', 'JPY'],
    ['90071992547409.92', 'USD'],
    ['-90071992547409.92', 'USD'],
  ])('given %s %s, then it is refused by the name of its field', (amount, currency) => {
    expect(() => toMinorUnits(amount, currency, 'lines[0].amount')).toThrow(
      expect.objectContaining({
        code: 'AMOUNT_DOES_NOT_FIT',
        details: expect.objectContaining({ field: 'lines[0].amount', amount, currency }) as unknown,
      }),
    );
  });

  it.each(['USD', 'JPY', 'KWD', 'CLF'])(
    'given any whole number of smallest units of %s, then it comes back',
    (code) => {
      fc.assert(
        fc.property(fc.maxSafeInteger(), (minor) => {
          const amount = fromMinorUnits(minor, code);
          expect(toMinorUnits(amount.replace(/^-(0(\.0+)?)$/, '$1'), code, 'x')).toBe(minor);
          expect(compareDecimals(amount, '0')).toBe(Math.sign(minor));
        }),
      );
    },
  );

  it('given ISO digits of 0, 2, 3 and 4, then Chargebee has 0, 2, 2 and 2', () => {
    expect(['JPY', 'USD', 'KWD', 'CLF'].map(chargebeeExponent)).toEqual([0, 2, 2, 2]);
  });
});
