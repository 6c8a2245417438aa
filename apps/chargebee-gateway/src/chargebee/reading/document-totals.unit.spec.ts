import { describe, expect, it } from '@jest/globals';
import { assertTotals, compareDecimals, type CreditNote, type Invoice } from '@ledgerbridge/contracts';
import fc from 'fast-check';
import { fromMinorUnits } from '../minor-units.js';
import type { Resource } from './fields.js';
import { mapResource } from './map-resource.js';
import { aContext, aLineItem, aSiteCreditNote, aSiteInvoice } from './resources.fixture.spec.js';

interface Generated {
  readonly currency: string;
  readonly inclusive: boolean;
  readonly lines: readonly { amount: number; discount: number; taxes: readonly { name: string; amount: number }[] }[];
  readonly documentDiscount: number;
  readonly roundOff: number;
}

const amount = fc.integer({ min: -1_000_000, max: 100_000_000 });
const part = fc.integer({ min: 0, max: 10_000 });

const documents: fc.Arbitrary<Generated> = fc.record({
  currency: fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'),
  inclusive: fc.boolean(),
  lines: fc.array(
    fc.record({
      amount,
      discount: part,
      taxes: fc.array(fc.record({ name: fc.constantFrom('VAT', 'State', 'City'), amount: part }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  documentDiscount: part,
  roundOff: fc.integer({ min: -99, max: 99 }),
});

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The document as the site would answer it. */
function partsOf({ currency, inclusive, lines, documentDiscount, roundOff }: Generated): Resource {
  const taxes = lines.flatMap((line, index) =>
    line.taxes.map((tax) => ({ line_item_id: `li_${index}`, tax_name: tax.name, tax_amount: tax.amount })),
  );
  const names = [...new Set(taxes.map((tax) => tax.tax_name))];
  const discount = sum(lines.map((line) => line.discount)) + documentDiscount;
  const tax = sum(taxes.map((each) => each.tax_amount));
  return {
    currency_code: currency,
    price_type: inclusive ? 'tax_inclusive' : 'tax_exclusive',
    line_items: lines.map((line, index) => aLineItem({ id: `li_${index}`, amount: line.amount })),
    line_item_taxes: taxes,
    taxes: names.map((name) => ({
      name,
      amount: sum(taxes.filter((each) => each.tax_name === name).map((each) => each.tax_amount)),
    })),
    line_item_discounts: lines.map((line, index) => ({
      line_item_id: `li_${index}`,
      discount_type: 'item_level_discount',
      discount_amount: line.discount,
    })),
    discounts: [
      ...lines.map((line, index) => ({
        entity_type: 'item_level_discount',
        line_item_id: `li_${index}`,
        amount: line.discount,
      })),
      { entity_type: 'document_level_discount', amount: documentDiscount },
    ],
    round_off_amount: roundOff,
    total: sum(lines.map((line) => line.amount)) - discount + (inclusive ? 0 : tax) + roundOff,
  };
}

describe('totals of documents of the site', () => {
  it.each(['invoice', 'credit_note'] as const)('given any %s that adds up there, then it adds up here', (kind) => {
    const build = kind === 'invoice' ? aSiteInvoice : aSiteCreditNote;
    fc.assert(
      fc.property(documents, (generated) => {
        const outcome = mapResource(kind, build(partsOf(generated)), aContext());
        if (outcome.kind !== 'mapped') throw new Error(JSON.stringify(outcome));
        const state = outcome.state as Invoice | CreditNote;
        assertTotals(state);
        const rounding = fromMinorUnits(generated.roundOff, generated.currency);
        expect(compareDecimals(state.totals.rounding, rounding)).toBe(0);
        for (const line of state.lines) {
          const of = generated.lines[Number(line.id.slice(3))];
          expect(compareDecimals(line.discount ?? '0', fromMinorUnits(of?.discount ?? 0, generated.currency))).toBe(0);
        }
      }),
    );
  });

  it('given a total that is off by more than rounding, then the document is rejected by name', () => {
    fc.assert(
      fc.property(documents, fc.integer({ min: 50, max: 1_000 }), (generated, off) => {
        const parts = partsOf(generated);
        const outcome = mapResource(
          'invoice',
          aSiteInvoice({ ...parts, total: Number(parts['total']) + off }),
          aContext(),
        );
        expect(outcome).toMatchObject({ kind: 'rejected', rejection: { field: 'total', rule: 'TOTALS_MISMATCH' } });
      }),
    );
  });

  it('given taxes rounded over the document, then the smallest units the lines miss are rounding', () => {
    const outcome = mapResource(
      'invoice',
      aSiteInvoice({
        price_type: 'tax_inclusive',
        line_items: [aLineItem({ id: 'a', amount: 5_000 }), aLineItem({ id: 'b', amount: 5_000 })],
        line_item_taxes: [
          { line_item_id: 'a', tax_name: 'VAT', tax_rate: 20, tax_amount: 833 },
          { line_item_id: 'b', tax_name: 'VAT', tax_rate: 20, tax_amount: 833 },
        ],
        taxes: [{ name: 'VAT', amount: 1_667 }],
      }),
      aContext(),
    );
    expect(outcome).toMatchObject({
      kind: 'mapped',
      state: { taxes: [{ name: 'VAT', rate: '20', amount: '16.67' }], totals: { tax: '16.67', rounding: '-0.01' } },
    });
  });
});
