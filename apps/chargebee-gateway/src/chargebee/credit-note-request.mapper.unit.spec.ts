import { describe, expect, it } from '@jest/globals';
import { aCreditNote, anInvoice } from '@ledgerbridge/testing';
import type { CreditNote as ChargebeeCreditNote } from 'chargebee';
import fc from 'fast-check';
import { toImportCreditNote, type ImportCreditNoteParams } from './credit-note-request.mapper.js';
import { compareCreditNote } from './document-comparison.js';
import { creditNoteFingerprint } from './fingerprint.js';
import { toImportInvoice } from './invoice-request.mapper.js';
import { fromMinorUnits } from './minor-units.js';

const timeZone = 'America/New_York';
const target = { id: 'CN-1', customerId: 'BAY001', invoiceId: '100001', amountDue: 10_000, timeZone, reason: 'Other' };

function computedTotal(params: ImportCreditNoteParams): number {
  const sum = (rows: ImportCreditNoteParams['discounts']) =>
    (rows ?? []).reduce((total, { amount }) => total + Number(amount), 0);
  return sum(params.line_items) - sum(params.discounts) + sum(params.taxes) + (params.round_off_amount ?? 0);
}

describe('credit note as an import', () => {
  it('given lines, discounts, taxes and rounding, then all of it is said in smallest units', () => {
    const note = aCreditNote()
      .withLine({ amount: '50', discount: '5', taxes: [{ name: 'VAT', rate: '15', amount: '6.75' }] })
      .withDiscount({ description: 'Trade', amount: '1' })
      .withRounding('-0.25')
      .build();
    const params = toImportCreditNote(note, target);
    const date = Date.parse('2026-01-20T05:00:00Z') / 1000;
    expect(params).toEqual({
      id: 'CN-1',
      customer_id: 'BAY001',
      reference_invoice_id: '100001',
      type: 'adjustment',
      status: 'adjusted',
      allocations: [{ invoice_id: '100001', allocated_amount: 5_050, allocated_at: date }],
      create_reason_code: 'Other',
      currency_code: 'USD',
      date,
      total: 5_050,
      round_off_amount: -25,
      line_items: [
        {
          id: expect.stringMatching(/^li_[0-9a-f]{24}$/) as unknown,
          description: 'Item 1',
          entity_type: 'adhoc',
          amount: 5_000,
          tax1_name: 'VAT',
          tax1_amount: 675,
        },
      ],
      discounts: [
        {
          entity_type: 'item_level_discount',
          line_item_id: params.line_items[0]?.['id'],
          description: 'Item 1',
          amount: 500,
        },
        { entity_type: 'document_level_discount', description: 'Trade', amount: 100 },
      ],
      taxes: [{ name: 'VAT', rate: 15, amount: 675 }],
    });
  });

  it.each([
    [10_000, 'adjustment', 'adjusted', 1],
    [9_999, 'refundable', 'refund_due', undefined],
    [0, 'refundable', 'refund_due', undefined],
  ])('given an invoice that owes %i of 10000, then it is %s, %s', (amountDue, type, status, allocations) => {
    const params = toImportCreditNote(aCreditNote().build(), { ...target, amountDue });
    expect([params.type, params.status, params.allocations?.length]).toEqual([type, status, allocations]);
  });

  it('given the invoice and the note of one number, then their lines have different ids', () => {
    const note = toImportCreditNote(aCreditNote().build(), { ...target, id: '100001' });
    const invoice = toImportInvoice(anInvoice().build(), { ...target, id: '100001', accepts: {} });
    expect(note.line_items[0]?.['id']).not.toBe(invoice.line_items[0]?.['id']);
  });

  it('given any parts, then the import adds up as the document does', () => {
    const minor = fc.integer({ min: 1, max: 10_000_000 });
    const line = fc.record({ amount: minor, discount: fc.nat(100), tax: fc.nat(1000) });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        fc.record({ rounding: fc.integer({ min: -99, max: 99 }), discount: fc.nat(50), tax: fc.nat(1000), due: minor }),
        (lines, currency, { rounding, discount, tax, due }) => {
          const money = (value: number) => fromMinorUnits(value, currency).replace(/^-(0(\.0+)?)$/, '$1');
          const builder = aCreditNote().with({ currency }).withRounding(money(rounding));
          builder
            .withDiscount({ description: 'D', amount: money(discount) })
            .withTax({ name: 'T', amount: money(tax) });
          for (const each of lines) {
            const taxes = [{ name: 'T', amount: money(each.tax) }];
            builder.withLine({ amount: money(each.amount), discount: money(each.discount), taxes });
          }
          const note = builder.build();
          fc.pre(!note.totals.total.startsWith('-'));
          const params = toImportCreditNote(note, { ...target, amountDue: due });
          expect(computedTotal(params)).toBe(params.total);
          expect(fromMinorUnits(params.total, currency)).toBe(money(params.total));
          const allocated = (params.allocations ?? []).reduce((sum, row) => sum + Number(row['allocated_amount']), 0);
          expect(allocated).toBe(params.total <= due ? params.total : 0);
        },
      ),
    );
  });

  it.each([
    ['NEGATIVE_TOTAL', aCreditNote().withLine({ amount: '-1' }).build()],
    ['NO_LINES', { ...aCreditNote().build(), lines: [] }],
    ['ROUNDING_TOO_LARGE', aCreditNote().withRounding('1').build()],
    ['AMOUNT_DOES_NOT_FIT', aCreditNote().withLine({ amount: '1.005' }).build()],
    ['TOTALS_DISAGREE', { ...aCreditNote().build(), taxes: [{ name: 'VAT', amount: '0.01' }] }],
  ])('given what an import cannot say, then it is refused as %s', (code, note) => {
    expect(() => toImportCreditNote(note, target)).toThrow(expect.objectContaining({ code }));
  });
});

describe('one credit note and another', () => {
  const ours = toImportCreditNote(aCreditNote().build(), target);
  const theirs = {
    ...ours,
    type: 'refundable',
    status: 'refunded',
    allocations: [],
    date: ours.date + 3_600,
  } as unknown as ChargebeeCreditNote;

  it('given another type, status and use of the same note, then it is no other note', () => {
    expect(compareCreditNote(ours, theirs, timeZone)).toEqual({});
    expect(creditNoteFingerprint(toImportCreditNote(aCreditNote().build(), { ...target, amountDue: 0 }))).toBe(
      creditNoteFingerprint(ours),
    );
  });

  const changes: readonly [string, object][] = [
    ['customer_id', { customer_id: 'BAY002' }],
    ['reference_invoice_id', { reference_invoice_id: '100002' }],
    ['currency_code', { currency_code: 'EUR' }],
    ['date', { date: ours.date + 86_400 }],
    ['total', { total: 9_999 }],
    ['lines', { line_items: [{ amount: 5_000 }, { amount: 5_000 }] }],
    ['discounts', { discounts: [{ amount: 1 }] }],
    ['taxes', { taxes: [{ amount: 1 }] }],
    ['rounding', { round_off_amount: 1 }],
  ];
  it.each(changes)('given another %s, then both values are told', (field, change) => {
    expect(Object.keys(compareCreditNote(ours, { ...theirs, ...change }, timeZone))).toEqual([field]);
  });
});
