import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MoneyTotals } from './money.js';

describe('money totals', () => {
  it('given amounts beyond 2^53 minor units, then not a cent is lost', () => {
    const totals = new MoneyTotals();
    totals.add('USD', '90071992547409.93');
    totals.add('USD', '0.01');
    expect(totals.toJSON()).toEqual({ USD: '90071992547409.94' });
  });

  it('given two equal sets of amounts in any order, then their difference is zero', () => {
    const amount = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((cents) => (cents / 100).toFixed(2));
    fc.assert(
      fc.property(fc.array(amount), (amounts) => {
        const left = new MoneyTotals();
        const right = new MoneyTotals();
        amounts.forEach((value) => left.add('EUR', value));
        amounts.toReversed().forEach((value) => right.add('EUR', value));
        return left.minus(right).isZero();
      }),
    );
  });

  it('given a difference of one cent, then it is shown', () => {
    const left = new MoneyTotals();
    const right = new MoneyTotals();
    left.add('ZAR', '10.00');
    right.add('ZAR', '10.01');
    expect(left.minus(right).toJSON()).toEqual({ ZAR: '-0.01' });
    expect(left.minus(right).isZero()).toBe(false);
  });

  it('given something that is not an amount, then it is refused', () => {
    expect(() => new MoneyTotals().add('ZAR', '1e3')).toThrow(RangeError);
  });
});
