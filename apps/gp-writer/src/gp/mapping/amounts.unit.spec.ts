import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { addDecimals, compareDecimals } from '@ledgerbridge/contracts';
import { anInvoice } from '@ledgerbridge/testing';
import fc from 'fast-check';
import { toGpAmounts, totalOf } from './amounts.js';
import { aMapping, fittingInvoice } from './documents.fixture.spec.js';

const DETAILS = { tax: 'details', taxDetails: { names: { VAT: 'VAT15' }, default: 'OTHER' } };

describe('amounts for GP', () => {
  const invoice = anInvoice()
    .withLine({ kind: 'plan', amount: '100', discount: '10', taxes: [{ name: 'VAT', rate: '15', amount: '13.50' }] })
    .withLine({ kind: 'adhoc', amount: '-5.25' })
    .withLine({ kind: 'freight', amount: '7' })
    .withLine({ kind: 'miscellaneous', amount: '2.5' })
    .withDiscount({ description: 'Coupon', amount: '1' })
    .withTax({ name: 'Levy', amount: '0.10' })
    .withRounding('-0.01')
    .build();

  it('given lines of all kinds, then each has its amount and they come to the total', () => {
    const amounts = toGpAmounts(invoice, aMapping());
    expect(amounts).toEqual({
      salesAmount: '94.74',
      tradeDiscount: '11.00',
      freight: '7.00',
      miscellaneous: '2.50',
      tax: '13.60',
    });
    expect(totalOf(amounts)).toBe(invoice.totals.total);
  });

  it('given tax details, then each has its row, with what it was taken of', () => {
    expect(toGpAmounts(invoice, aMapping(DETAILS))).toMatchObject({
      tax: '13.60',
      taxes: [
        { detailId: 'VAT15', taxAmount: '13.50', taxableAmount: '90.00' },
        { detailId: 'OTHER', taxAmount: '0.10', taxableAmount: '93.25' },
      ],
    });
  });

  it('given two taxes of one detail, then they are one row', () => {
    const detail = { tax: 'details', taxDetails: { default: 'ALL' } };
    expect(toGpAmounts(invoice, aMapping(detail)).taxes).toEqual([
      { detailId: 'ALL', taxAmount: '13.60', taxableAmount: '90.00' },
    ]);
  });

  it('given a folded tax, then it is sold', () => {
    const amounts = toGpAmounts(invoice, aMapping({ tax: 'folded' }));
    expect(amounts).toMatchObject({ salesAmount: '108.34', tax: '0.00' });
    expect(amounts).not.toHaveProperty('taxes');
  });

  it('given any invoice that fits, then in every mode the amounts come to its total', () => {
    const mode = fc.constantFrom({ tax: 'amount' }, { tax: 'folded' }, DETAILS);
    fc.assert(
      fc.property(fittingInvoice, mode, (document, settings) => {
        const amounts = toGpAmounts(document, aMapping(settings));
        expect(compareDecimals(totalOf(amounts), document.totals.total)).toBe(0);
        const details = amounts.taxes?.map(({ taxAmount }) => taxAmount) ?? [amounts.tax];
        expect(compareDecimals(addDecimals(...details), amounts.tax)).toBe(0);
      }),
    );
  });

  it.each([
    ['JPY', '1000', '1000'],
    ['KWD', '1.5', '1.500'],
    ['KWD', '1.235', '1.235'],
    ['USD', '0', '0.00'],
  ])('given %s %s, then it is %s', (currency, amount, expected) => {
    expect(toGpAmounts(anInvoice().with({ currency }).withLine({ amount }).build(), aMapping()).salesAmount).toBe(
      expected,
    );
  });

  it.each<[string, string, object, ReturnType<typeof anInvoice>]>([
    ['AMOUNT_DOES_NOT_FIT', 'salesAmount', {}, anInvoice().with({ currency: 'JPY' }).withLine({ amount: '0.5' })],
    ['AMOUNT_DOES_NOT_FIT', 'salesAmount', {}, anInvoice().withLine({ amount: '100000000000000' })],
    ['AMOUNT_DOES_NOT_FIT', 'freight', {}, anInvoice().withLine().withLine({ kind: 'freight', amount: '1.005' })],
    ['NEGATIVE_AMOUNT', 'salesAmount', {}, anInvoice().withLine({ amount: '-1' })],
    ['NEGATIVE_AMOUNT', 'freight', {}, anInvoice().withLine().withLine({ kind: 'freight', amount: '-1' })],
    ['NEGATIVE_AMOUNT', 'tax', {}, anInvoice().withLine().withTax({ name: 'VAT', amount: '-1' })],
    [
      'NEGATIVE_AMOUNT',
      'taxes.amount',
      DETAILS,
      anInvoice().withLine().withTax({ name: 'VAT', amount: '-1' }).withTax({ name: 'City', amount: '2' }),
    ],
    [
      'NEGATIVE_AMOUNT',
      'total',
      {},
      anInvoice().withLine({ amount: '1' }).withDiscount({ description: 'x', amount: '2' }),
    ],
  ])('given what GP cannot hold, then %s names %s', (code, field, settings, builder) => {
    expect(() => toGpAmounts(builder.build(), aMapping(settings))).toThrow(
      expect.objectContaining({
        code,
        failureClass: 'data',
        details: expect.objectContaining({ field }) as unknown,
      }),
    );
  });

  it('given parts that do not come to the total, then it is refused', () => {
    const document = anInvoice().withLine({ amount: '10' }).build();
    const wrong = { ...document, totals: { ...document.totals, total: '10.01' } };
    expect(() => toGpAmounts(wrong, aMapping())).toThrow(expect.objectContaining({ code: 'TOTALS_DISAGREE' }));
  });

  it('given a tax without a detail, then the setting is named', () => {
    const document = anInvoice().withLine().withTax({ name: 'constructor', amount: '1' }).build();
    expect(() => toGpAmounts(document, aMapping({ tax: 'details' }))).toThrow(
      expect.objectContaining({ code: 'TAX_DETAIL_NOT_MAPPED', failureClass: 'configuration' }),
    );
  });
});
