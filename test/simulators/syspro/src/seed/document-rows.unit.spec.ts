import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { documentRows } from './document-rows.js';
import { DEFAULT_SEMANTICS, type DocumentSpec, type LineSpec } from './document-spec.js';
import { centsText, divideRounded, parseCents, rateText, toLocal, type Cents, type Rate } from './money.js';
import { rateOf } from './currencies.js';
import type { Row } from '../tables/row.js';

const line: fc.Arbitrary<LineSpec> = fc
  .record({
    type: fc.constantFrom('1' as const, '7' as const, '4' as const, '5' as const),
    stockCode: fc.constant('X'),
    quantity: fc.integer({ min: 1, max: 100 }),
    gross: fc.bigInt({ min: 0n, max: 10_000_000n }),
    percent: fc.integer({ min: 0, max: 50 }),
    taxCode: fc.constantFrom('A' as const, 'Z' as const),
  })
  .map(({ percent, ...spec }) => ({ ...spec, discount: (spec.gross * BigInt(percent)) / 100n }));

const document: fc.Arbitrary<DocumentSpec> = fc
  .record({
    lines: fc.array(line, { minLength: 1, maxLength: 8 }),
    currency: fc.constantFrom('R', '$', 'EUR'),
    documentType: fc.constantFrom('I', 'i', 'D', 'C'),
    month: fc.integer({ min: 1, max: 12 }),
    splitSummary: fc.boolean(),
    share: fc.integer({ min: 0, max: 30 }),
  })
  .map(({ month, share, ...rest }) => {
    const merchandise = rest.lines
      .filter(({ type }) => type === '1' || type === '7')
      .reduce((sum, { gross, discount }) => sum + gross - discount, 0n);
    return {
      customer: 'C',
      invoice: 'N',
      date: '2026-03-01',
      period: { year: 2026, month: 3, register: 1 },
      rate: rateOf(rest.currency, month),
      termsCode: '30',
      invoiceDiscount: (merchandise * BigInt(share)) / 100n,
      paidPercent: 40,
      salesOrder: '',
      customerPo: '',
      branch: '',
      area: '',
      salesperson: '',
      ...rest,
    };
  });

const sum = (rows: readonly Row[], ...names: string[]): Cents =>
  rows.reduce((total, row) => names.reduce((part, name) => part + parseCents(row[name] ?? '0'), total), 0n);

const fromLocal = (amount: Cents, { millionths, mulDiv }: Rate): Cents =>
  mulDiv === 'M' ? divideRounded(amount * 1_000_000n, millionths) : divideRounded(amount * millionths, 1_000_000n);

const magnitude = (value: Cents): Cents => (value < 0n ? -value : value);

describe('documentRows', () => {
  it('given any document, then the summaries add up to CurrencyValue exactly', () => {
    fc.assert(
      fc.property(document, (spec) => {
        const { invoice, summaries } = documentRows(spec, DEFAULT_SEMANTICS);
        const total = sum(summaries, 'ForeignMerchVal', 'ForeignFreightVal', 'ForeignOtherVal', 'ForeignTaxVal');
        expect(centsText(total)).toBe(invoice['CurrencyValue']);
      }),
    );
  });

  it('given any document, then each local line converts back exactly and the lines add up to CurrencyValue', () => {
    fc.assert(
      fc.property(document, (spec) => {
        const { invoice, details } = documentRows(spec, DEFAULT_SEMANTICS);
        const back = details.reduce(
          (total, row) =>
            total +
            fromLocal(parseCents(row['NetSalesValue'] ?? ''), spec.rate) +
            fromLocal(parseCents(row['TaxValue'] ?? ''), spec.rate),
          0n,
        );
        expect(centsText(back)).toBe(invoice['CurrencyValue']);
      }),
    );
  });

  it('given any document, then local lines miss the local summary by half a cent a line at most', () => {
    fc.assert(
      fc.property(document, (spec) => {
        const { summaries, details } = documentRows(spec, DEFAULT_SEMANTICS);
        const buckets = sum(summaries, 'MerchandiseValue', 'FreightValue', 'OtherValue', 'TaxValue');
        const gap = magnitude(sum(details, 'NetSalesValue', 'TaxValue') - buckets);
        expect(gap <= BigInt(details.length + 4)).toBe(true);
        expect(sum(details, 'DiscValue')).toBe(sum(summaries, 'DiscValue'));
      }),
    );
  });

  it('given document currency for details, then lines add up without conversion', () => {
    fc.assert(
      fc.property(document, (spec) => {
        const { invoice, details } = documentRows(spec, { ...DEFAULT_SEMANTICS, detailCurrency: 'document' });
        expect(centsText(sum(details, 'NetSalesValue', 'TaxValue'))).toBe(invoice['CurrencyValue']);
      }),
    );
  });

  it('given a credit note, then its amounts are negative, or positive by option', () => {
    const [spec] = fc.sample(
      document.filter(({ lines }) => lines.some(({ gross }) => gross > 1000n)),
      1,
    );
    if (spec === undefined) throw new Error('no sample');
    const credit = { ...spec, documentType: 'C' };
    expect(documentRows(credit, DEFAULT_SEMANTICS).invoice['CurrencyValue']).toMatch(/^-/);
    const positive = documentRows(credit, { ...DEFAULT_SEMANTICS, creditSign: 'positive' });
    expect(positive.invoice['CurrencyValue']).not.toMatch(/^-/);
  });

  it('given rates of both kinds, then conversion rounds half away from zero', () => {
    const times: Rate = { millionths: 1_500_000n, mulDiv: 'M' };
    expect([toLocal(1n, times), toLocal(-1n, times), toLocal(3n, { ...times, mulDiv: 'D' })]).toEqual([2n, -2n, 2n]);
    expect(rateText(times)).toBe('1.500000');
  });
});
