import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDecimals, assertTotals, currencyDigits, type DocumentTotals } from '../index.js';
import { addableDocument, withPoint } from './arbitraries.fixture.spec.js';

const field = fc.constantFrom<(keyof DocumentTotals)[]>('lines', 'discount', 'tax', 'rounding', 'total');

describe('document totals', () => {
  it('given any document whose parts add up, when checked, then it passes', () => {
    fc.assert(
      fc.property(addableDocument, (document) => {
        expect(() => assertTotals(document)).not.toThrow();
      }),
    );
  });
  it('given one total that is off by any amount, when checked, then it is refused and both amounts are told', () => {
    const step = fc.bigInt({ min: 1n, max: 10n ** 20n }).map((units) => withPoint(units, 6));
    fc.assert(
      fc.property(addableDocument, field, step, (document, name, wrong) => {
        const totals = { ...document.totals, [name]: addDecimals(document.totals[name], wrong) };
        expect(() => assertTotals({ ...document, totals })).toThrow(
          expect.objectContaining({
            code: 'TOTALS_DISAGREE',
            details: {
              field: name === 'rounding' ? 'totals.total' : `totals.${name}`,
              stated: expect.any(String),
              expected: expect.any(String),
            },
          }),
        );
      }),
    );
  });
  it.each([
    ['JPY', 0, '90071992547409930'],
    ['EUR', 2, '90071992547409930.01'],
    ['KWD', 3, '90071992547409930.001'],
  ])(
    'given %s with %i digits beyond 2^53, when one smallest unit is missing, then it shows',
    (code, digits, amount) => {
      expect(currencyDigits(code)).toBe(digits);
      const line = { id: '1', kind: 'item', description: 'x', amount, taxes: [] } as const;
      const document = { lines: [{ ...line, taxes: [] }], discounts: [], taxes: [] };
      const totals = { lines: amount, discount: '0', tax: '0', rounding: '0', total: amount };
      expect(() => assertTotals({ ...document, totals })).not.toThrow();
      const short = addDecimals(amount, `-${withPoint(1n, digits)}`);
      expect(() => assertTotals({ ...document, totals: { ...totals, total: short } })).toThrow(
        expect.objectContaining({ details: { field: 'totals.total', stated: short, expected: amount } }),
      );
    },
  );
});
