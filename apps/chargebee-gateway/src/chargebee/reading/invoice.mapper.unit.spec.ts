import { describe, expect, it } from '@jest/globals';
import { assertTotals, type Invoice } from '@ledgerbridge/contracts';
import type { Resource } from './fields.js';
import { mapResource } from './map-resource.js';
import type { ReadingContext } from './mapped-resource.js';
import { aContext, aLineItem, aSiteInvoice, LATE_EVENING, VERSION } from './resources.fixture.spec.js';

function mapped(changes: Resource = {}, context: ReadingContext = aContext()): Invoice {
  const outcome = mapResource('invoice', aSiteInvoice(changes), context);
  if (outcome.kind !== 'mapped') throw new Error(JSON.stringify(outcome));
  assertTotals(outcome.state as Invoice);
  return outcome.state as Invoice;
}

function rejection(changes: Resource) {
  const outcome = mapResource('invoice', aSiteInvoice(changes), aContext());
  return outcome.kind === 'rejected' ? outcome.rejection : outcome.kind;
}

describe('invoices of the site', () => {
  it('given an open invoice, then its state is golden, with days in the zone of the site', () => {
    const outcome = mapResource('invoice', aSiteInvoice({ po_number: 'PO-7', subscription_id: 'sub_1' }), aContext());
    expect(outcome).toEqual({
      kind: 'mapped',
      record: { connection: 'cb', type: 'invoice', sourceId: 'INV-1' },
      sourceVersionMs: VERSION,
      state: {
        number: 'INV-1',
        kind: 'invoice',
        customerId: 'cust_1',
        status: 'open',
        currency: 'USD',
        issuedOn: '2026-03-31',
        dueOn: '2026-04-01',
        lines: [
          {
            id: 'li_1',
            kind: 'plan',
            itemCode: 'basic-USD-monthly',
            description: 'Basic plan',
            quantity: '2',
            unitPrice: '50.00',
            amount: '100.00',
            taxes: [],
            subscriptionId: 'sub_1',
            periodFrom: '2026-03-31',
            periodTo: '2026-04-30',
          },
        ],
        discounts: [],
        taxes: [],
        totals: { lines: '100.00', discount: '0.00', tax: '0.00', rounding: '0.00', total: '100.00' },
        balance: '100.00',
        purchaseOrder: 'PO-7',
        subscriptionId: 'sub_1',
      },
    });
  });

  it('given taxes and discounts of line and document, then each is where it belongs and all adds up', () => {
    const state = mapped({
      total: 8_730,
      amount_due: 8_730,
      round_off_amount: -20,
      line_items: [aLineItem({ tax_amount: 750, discount_amount: 2_000, item_level_discount_amount: 1_000 })],
      line_item_discounts: [
        { line_item_id: 'li_1', discount_type: 'item_level_coupon', discount_amount: 1_000 },
        { line_item_id: 'li_1', discount_type: 'document_level_coupon', discount_amount: 1_000 },
      ],
      discounts: [
        { entity_type: 'item_level_coupon', line_item_id: 'li_1', amount: 1_000, entity_id: 'ten' },
        { entity_type: 'document_level_coupon', amount: 1_000, description: 'Spring' },
      ],
      line_item_taxes: [
        { line_item_id: 'li_1', tax_name: 'VAT', tax_rate: 8.75, taxable_amount: 8_000, tax_amount: 500 },
        { line_item_id: 'li_1', tax_name: 'City', tax_rate: 3.125, taxable_amount: 8_000, tax_amount: 250 },
      ],
      taxes: [
        { name: 'VAT', amount: 500 },
        { name: 'City', amount: 250 },
      ],
    });
    expect(state.lines[0]).toMatchObject({ amount: '100.00', discount: '10.00' });
    expect(state.lines[0]?.taxes).toEqual([
      { name: 'VAT', rate: '8.75', amount: '5.00' },
      { name: 'City', rate: '3.125', amount: '2.50' },
    ]);
    expect(state.discounts).toEqual([{ description: 'Spring', amount: '10.00' }]);
    expect(state.taxes).toEqual(state.lines[0]?.taxes);
    expect(state.totals).toEqual({
      lines: '100.00',
      discount: '20.00',
      tax: '7.50',
      rounding: '-0.20',
      total: '87.30',
    });
  });

  it('given prices that include tax, then lines are net of it and carry no unit price', () => {
    const state = mapped({
      price_type: 'tax_inclusive',
      line_items: [aLineItem({ tax_amount: 909 })],
      line_item_taxes: [{ line_item_id: 'li_1', tax_name: 'GST', tax_rate: 10, tax_amount: 909 }],
      taxes: [{ name: 'GST', amount: 909 }],
    });
    expect(state.lines[0]).toMatchObject({ amount: '90.91', quantity: '2' });
    expect(state.lines[0]?.unitPrice).toBeUndefined();
    expect(state.totals).toMatchObject({ lines: '90.91', tax: '9.09', total: '100.00', rounding: '0.00' });
  });

  it('given a negative line, then it takes back', () => {
    const lines = [aLineItem(), aLineItem({ id: 'li_2', amount: -2_500, unit_amount: -2_500, quantity: 1 })];
    expect(mapped({ line_items: lines, total: 7_500, amount_due: 7_500 }).lines[1]?.amount).toBe('-25.00');
  });

  it.each([
    ['JPY', '10000', '0'],
    ['KWD', '100.00', '0.00'],
  ])('given %s, then its exponent is the one of Chargebee', (currency, total, zero) => {
    const { totals } = mapped({ currency_code: currency });
    expect([totals.total, totals.tax]).toEqual([total, zero]);
  });

  it('given an invoice over nothing, then it is one', () => {
    const state = mapped({
      line_items: [aLineItem({ amount: 0, unit_amount: 0 })],
      total: 0,
      amount_due: 0,
      status: 'paid',
    });
    expect([state.status, state.totals.total]).toEqual(['paid', '0.00']);
  });

  it('given texts of any script and 500 lines, then they are carried', () => {
    const lines = Array.from({ length: 500 }, (_, index) =>
      aLineItem({ id: `li_${index}`, amount: 20, unit_amount: 10, description: 'شركة النور 🚀\u0000' }),
    );
    const state = mapped({ line_items: lines });
    expect(state.lines).toHaveLength(500);
    expect(state.lines[499]?.description).toBe('شركة النور 🚀');
  });

  it.each([
    [{ status: 'paid', amount_due: 0 }, 'paid', '0.00'],
    [{ status: 'posted' }, 'open', '100.00'],
    [{ status: 'not_paid' }, 'open', '100.00'],
    [{ status: 'voided', voided_at: LATE_EVENING }, 'voided', '0.00'],
    [{ status: 'paid', amount_due: 0, write_off_amount: 4_000 }, 'written-off', '0.00'],
    [
      {
        status: 'paid',
        amount_due: 0,
        adjustment_credit_notes: [{ cn_reason_code: 'write_off', cn_status: 'adjusted' }],
      },
      'written-off',
      '0.00',
    ],
    [{ status: 'payment_due', deleted: true }, 'deleted', '100.00'],
    [{ status: 'voided', voided_at: LATE_EVENING, deleted: true }, 'deleted', '100.00'],
  ])('given %j, then it is %s and %s is owed', (changes, status, balance) => {
    const state = mapped(changes);
    expect([state.status, state.balance]).toEqual([status, balance]);
    // one that is deleted later was voided all the same
    expect(state.voidedAt).toBe('voided_at' in changes ? '2026-04-01T02:30:00.000Z' : undefined);
  });

  it('given one of ours, then it has its origin', () => {
    const origin = { connection: 'erp', type: 'invoice' as const, sourceId: 'C1~100~I' };
    const origins = { of: (type: string, id: string) => (type === 'invoice' && id === 'INV-1' ? origin : undefined) };
    expect(mapped({}, aContext({ origins })).origin).toEqual(origin);
  });

  it('given a pending one, then it is not carried', () => {
    expect(mapResource('invoice', aSiteInvoice({ status: 'pending' }), aContext())).toEqual({
      kind: 'not-carried',
      record: { connection: 'cb', type: 'invoice', sourceId: 'INV-1' },
      reason: 'pending-invoice',
    });
  });

  it.each([
    [{ total: 10_500 }, 'total', 'TOTALS_MISMATCH'],
    [{ line_items: [] }, 'total', 'TOTALS_MISMATCH'],
    [{ line_items_next_offset: '["2"]' }, 'line_items', 'LINES_INCOMPLETE'],
    [{ currency_code: 'XXY' }, 'currency_code', 'CURRENCY_UNKNOWN'],
    [{ total: 10_000.5 }, 'total', 'NOT_AN_AMOUNT'],
    [{ total: undefined }, 'total', 'AMOUNT_MISSING'],
    [{ customer_id: undefined }, 'customer_id', 'CUSTOMER_MISSING'],
    [{ date: undefined }, 'date', 'DATE_MISSING'],
    [{ date: 1.5 }, 'date', 'NOT_A_TIME'],
    [{ status: 'brand_new' }, 'status', 'STATUS_UNKNOWN'],
    [{ po_number: 7 }, 'po_number', 'NOT_TEXT'],
    [{ id: ' ' }, 'id', 'KEY_BLANK'],
    [{ line_items: [aLineItem({ amount: Number.MAX_SAFE_INTEGER }), aLineItem()] }, 'total', 'NUMBER_OUT_OF_RANGE'],
  ])('given %j, then it is rejected by name', (changes, field, rule) => {
    expect(rejection(changes)).toMatchObject({ type: 'invoice', field, rule });
  });
});
