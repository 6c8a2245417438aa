import { describe, expect, it } from '@jest/globals';
import { inMajorUnits } from './summary.js';

describe('inMajorUnits', () => {
  it.each([
    [1234n, 'USD', '12.34'],
    [-5n, 'USD', '-0.05'],
    [0n, 'EUR', '0.00'],
    [15n, 'JPY', '15'],
    [1234n, 'KWD', '12.34'],
    [9_007_199_254_740_993n, 'ZAR', '90071992547409.93'],
  ])('%s of %s is %s', (minor, currency, expected) => {
    expect(inMajorUnits(minor, currency)).toBe(expected);
  });
});
