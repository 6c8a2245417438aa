import { describe, expect, it } from '@jest/globals';
import type { Invoice } from '@ledgerbridge/contracts';
import { anInvoice } from '@ledgerbridge/testing';
import fc from 'fast-check';
import { encodeForm, type FormParams } from './form-encoder.js';
import { toImportInvoice, toUpdateDetails, type ImportInvoiceParams } from './invoice-request.mapper.js';
import { fromMinorUnits } from './minor-units.js';

const target = { id: '100001', customerId: 'BAY001', timeZone: 'America/New_York', accepts: {} };
const map = (invoice: Invoice, changes: Partial<typeof target> & { accepts?: object } = {}): ImportInvoiceParams =>
  toImportInvoice(invoice, { ...target, ...changes });

function computedTotal(params: ImportInvoiceParams): number {
  const sum = (rows: ImportInvoiceParams['discounts']) =>
    (rows ?? []).reduce((total, { amount }) => total + Number(amount), 0);
  return sum(params.line_items) - sum(params.discounts) + sum(params.taxes) + (params.round_off ?? 0);
}

describe('invoice as an import', () => {
  it('given an invoice with lines, discounts, taxes and rounding, then amounts are amounts and days are site days', () => {
    const invoice = anInvoice()
      .with({ purchaseOrder: 'PO-7', taxNumber: 'US-1', billingAddress: { lines: ['1 Ocean Drive'], country: 'US' } })
      .withLine({
        amount: '100',
        quantity: '3',
        unitPrice: '33.3333',
        discount: '10',
        taxes: [{ name: 'VAT', rate: '15', amount: '13.50' }],
      })
      .withLine({ amount: '-5.25', description: 'Returned crate' })
      .withDiscount({ description: 'Trade', amount: '1' })
      .withRounding('-0.25')
      .build();
    const params = map(invoice);
    const [first, second] = params.line_items;
    expect(params).toEqual({
      id: '100001',
      customer_id: 'BAY001',
      currency_code: 'USD',
      date: Date.parse('2026-01-15T05:00:00Z') / 1000,
      due_date: Date.parse('2026-02-14T05:00:00Z') / 1000,
      total: 9700,
      price_type: 'tax_exclusive',
      status: 'payment_due',
      round_off: -25,
      po_number: 'PO-7',
      vat_number: 'US-1',
      billing_address: { line1: '1 Ocean Drive', country: 'US' },
      line_items: [
        {
          id: expect.stringMatching(/^li_[0-9a-f]{24}$/) as unknown,
          description: 'Item 1',
          entity_type: 'adhoc',
          amount: 10000,
          tax1_name: 'VAT',
          tax1_amount: 1350,
        },
        {
          id: expect.stringMatching(/^li_/) as unknown,
          description: 'Returned crate',
          entity_type: 'adhoc',
          amount: -525,
        },
      ],
      discounts: [
        { entity_type: 'item_level_discount', line_item_id: first?.['id'], description: 'Item 1', amount: 1000 },
        { entity_type: 'document_level_discount', description: 'Trade', amount: 100 },
      ],
      taxes: [{ name: 'VAT', rate: 15, amount: 1350 }],
    });
    expect(first?.['id']).not.toBe(second?.['id']);
    expect(computedTotal(params)).toBe(params.total);
  });

  it('given any parts, then the import adds up as the document does', () => {
    const minor = fc.integer({ min: 1, max: 10_000_000 });
    const line = fc.record({ amount: minor, discount: fc.nat(100), tax: fc.nat(1000) });
    const money = (value: number, currency: string) => fromMinorUnits(value, currency);
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        fc.integer({ min: 0, max: 99 }),
        (lines, currency, rounding) => {
          const builder = anInvoice().with({ currency }).withRounding(money(rounding, currency));
          for (const { amount, discount, tax } of lines) {
            const taxes = [{ name: 'T', amount: money(tax, currency) }];
            builder.withLine({ amount: money(amount, currency), discount: money(discount, currency), taxes });
          }
          const invoice = builder.build();
          fc.pre(!invoice.totals.total.startsWith('-'));
          const params = map(invoice);
          expect(computedTotal(params)).toBe(params.total);
        },
      ),
    );
  });

  it('given the same event twice, then the bytes are the same', () => {
    const invoice = anInvoice().withLine({ discount: '1' }).build();
    const bytes = () => encodeForm(map(structuredClone(invoice)) as unknown as FormParams);
    expect(bytes()).toBe(bytes());
  });

  it.each([
    ['its own number as id', '100001', {}, {}, undefined, undefined],
    ['another id', 'SY-100001', {}, {}, '100001', undefined],
    ['another id and an order number', 'SY-100001', { purchaseOrder: 'PO-7' }, {}, 'PO-7 [100001]', undefined],
    [
      'another id and a field for it',
      'SY-100001',
      { purchaseOrder: 'PO-7' },
      { originalNumberField: 'cf_no' },
      'PO-7',
      '100001',
    ],
  ])('given %s, then the original number is kept', (_what, id, changes, accepts, poNumber, field) => {
    const params = map(anInvoice().with(changes).build(), { id, accepts });
    expect(params.po_number).toBe(poNumber);
    expect(params['cf_no']).toBe(field);
  });

  it.each([
    ['paid with no balance', { status: 'paid', balance: '0' }, 'paid'],
    ['paid but owing', { status: 'paid', balance: '0.01' }, 'payment_due'],
    ['open without balance', { status: 'open', balance: '0' }, 'payment_due'],
  ] as const)('given %s, then the import is %s', (_what, changes, status) => {
    const params = map(anInvoice().with(changes).build());
    expect(params.status).toBe(status);
    expect(params.payments).toEqual(
      status === 'paid' ? [{ amount: 10000, payment_method: 'other', date: params.date }] : undefined,
    );
  });

  it('given payments are recorded one by one, then a paid invoice is imported as due', () => {
    const paid = anInvoice().with({ status: 'paid', balance: '0' }).build();
    expect(map(paid, { accepts: { recordPayments: true } })).toMatchObject({ status: 'payment_due' });
    expect(map(paid, { accepts: { recordPayments: true } })).not.toHaveProperty('payments');
  });

  it.each([
    ['NEGATIVE_TOTAL', anInvoice().withLine({ amount: '-1' }).build()],
    ['NO_LINES', { ...anInvoice().build(), lines: [] }],
    ['TOTALS_DISAGREE', { ...anInvoice().build(), discounts: [{ description: 'D', amount: '0.01' }] }],
    ['ROUNDING_TOO_LARGE', anInvoice().withRounding('1').build()],
    ['AMOUNT_DOES_NOT_FIT', anInvoice().withLine({ amount: '1.005' }).build()],
    [
      'FIELD_TOO_LONG',
      anInvoice()
        .with({ purchaseOrder: 'P'.repeat(101) })
        .build(),
    ],
  ])('given what an import cannot say, then it is refused as %s', (code, invoice) => {
    expect(() => map(invoice)).toThrow(expect.objectContaining({ code }));
  });

  it('given 300 characters and a bell, when a line is described, then the text fits and the id stays', () => {
    const long = anInvoice()
      .withLine({ description: `\u0007${'d'.repeat(300)}` })
      .build();
    const empty = anInvoice().withLine({ description: '\u0007', itemCode: 'B-1' }).build();
    expect(map(long).line_items[0]?.['description']).toBe('d'.repeat(250));
    expect(map(empty).line_items[0]?.['description']).toBe('B-1');
    const blank = anInvoice().withLine({ description: ' ', itemCode: '\u0007' }).build();
    expect(map(blank).line_items[0]?.['description']).toBe('Line 1');
  });

  it('given details without an order number, when updated, then it is emptied and the tax number left alone', () => {
    const params = map(
      anInvoice()
        .with({ billingAddress: { lines: ['x'], region: 'NY', country: 'US' } })
        .build(),
    );
    expect(toUpdateDetails(params)).toEqual({
      po_number: '',
      billing_address: { line1: 'x', line2: '', line3: '', city: '', zip: '', state_code: 'NY', country: 'US' },
    });
  });
});
