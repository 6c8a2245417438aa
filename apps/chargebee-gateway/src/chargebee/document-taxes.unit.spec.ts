import { describe, expect, it } from '@jest/globals';
import { anInvoice } from '@ledgerbridge/testing';
import fc from 'fast-check';
import { documentTaxes } from './document-taxes.js';
import { fromMinorUnits } from './minor-units.js';

const vat = (amount: string) => ({ name: 'VAT', rate: '15', amount });

describe('taxes of a document', () => {
  it('given taxes on the lines, then each line keeps its own', () => {
    const invoice = anInvoice()
      .withLine({ amount: '100', taxes: [vat('15')] })
      .withLine({ amount: '10', taxes: [vat('1.50'), { name: 'LEVY', amount: '0.10' }] })
      .build();
    expect(documentTaxes(invoice)).toEqual([
      { name: 'VAT', rate: 15, amount: 1650, byLine: [1500, 150] },
      { name: 'LEVY', rate: 1, amount: 10, byLine: [0, 10] },
    ]);
  });

  it('given a tax of the document only, then the first line that costs something carries it', () => {
    const invoice = anInvoice()
      .withLine({ amount: '0' })
      .withLine({ amount: '-5' })
      .withLine({ amount: '100' })
      .withTax({ name: 'GST', amount: '9.50' })
      .build();
    expect(documentTaxes(invoice)).toEqual([{ name: 'GST', rate: 9.5, amount: 950, byLine: [0, 0, 950] }]);
  });

  it('given a line that takes tax back, then it is taken off the others', () => {
    const invoice = anInvoice()
      .withLine({ amount: '-20', taxes: [vat('-3')] })
      .withLine({ amount: '10', taxes: [vat('1.50')] })
      .withLine({ amount: '100', taxes: [vat('15')] })
      .build();
    expect(documentTaxes(invoice)).toEqual([{ name: 'VAT', rate: 15, amount: 1350, byLine: [0, 0, 1350] }]);
  });

  it('given one name with two rates, then the lines can tell them apart', () => {
    const invoice = anInvoice()
      .withLine({ amount: '100', taxes: [vat('15')] })
      .withLine({ amount: '100', taxes: [{ name: 'VAT', rate: '5', amount: '5' }] })
      .build();
    expect(documentTaxes(invoice).map(({ name, byLine }) => [name, byLine])).toEqual([
      ['VAT', [1500, 0]],
      ['VAT 5%', [0, 500]],
    ]);
  });

  it('given taxes of nothing, then there are none', () => {
    expect(
      documentTaxes(
        anInvoice()
          .withLine({ taxes: [vat('0')] })
          .build(),
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'NEGATIVE_TAX',
      anInvoice()
        .withLine({ amount: '-1', taxes: [vat('-0.15')] })
        .build(),
    ],
    [
      'TOO_MANY_TAXES',
      anInvoice()
        .withLine({ taxes: Array.from({ length: 11 }, (_, index) => ({ name: `T${index}`, amount: '1' })) })
        .build(),
    ],
  ])('given what an import cannot say, then it is %s', (code, invoice) => {
    expect(() => documentTaxes(invoice)).toThrow(expect.objectContaining({ code }));
  });

  it('given any taxes that come to nothing less, then no line carries less than nothing and the sums agree', () => {
    const minor = fc.integer({ min: -10_000, max: 1_000_000 });
    const line = fc.record({ amount: minor, tax: minor });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.nat(1000), (lines, ofDocument) => {
        const due = lines.reduce((sum, { tax }) => sum + tax, 0) + ofDocument;
        fc.pre(due >= 0);
        const money = (value: number) => fromMinorUnits(value, 'USD').replace(/^-(0\.00)$/, '$1');
        const builder = lines.reduce(
          (invoice, { amount, tax }) => invoice.withLine({ amount: money(amount), taxes: [vat(money(tax))] }),
          anInvoice(),
        );
        const [found] = documentTaxes(builder.withTax(vat(money(ofDocument))).build());
        expect(found?.amount ?? 0).toBe(due);
        expect((found?.byLine ?? []).every((part) => part >= 0)).toBe(true);
        expect((found?.byLine ?? []).reduce((sum, part) => sum + part, 0)).toBe(due);
      }),
    );
  });
});
