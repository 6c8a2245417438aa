import { describe, expect, it } from '@jest/globals';
import { Payment } from '@ledgerbridge/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { context, header, payment, settings, summary } from '../builders.fixture.js';
import type { PaymentMappingSettings } from '../mapping-settings.js';
import { mapPayment, paymentKey, paymentSourceId, type PaymentContext } from './payment.mapper.js';

function map(row = payment(), over: Partial<PaymentContext> = {}): Payment {
  const state = mapPayment(row, { ...context(), document: undefined, ...over });
  expect(validateSync(plainToInstance(Payment, state))).toEqual([]);
  return state;
}
const reading = (payments: Partial<PaymentMappingSettings>) => {
  const plain = settings();
  return { settings: { ...plain, payments: { ...plain.payments, ...payments } } };
};

const posted = (currency: string, ...summaries: string[]) => ({
  header: header({ PostCurrency: currency }),
  summaries: summaries.map((Currency) => summary({ Currency })),
});

describe('payment mapper', () => {
  it('given a payment, when mapped, then it is complete', () => {
    expect(map()).toEqual({
      number: '000000042',
      kind: 'payment',
      customerId: 'BAY001',
      status: 'succeeded',
      currency: 'ZAR',
      amount: '1150.00',
      paidOn: '2026-11-10',
      reference: 'EFT 4711',
      allocations: [{ documentType: 'invoice', documentId: 'BAY001~000000000100001~I', amount: '1150.00' }],
    });
  });

  it('given its key, then the source id is the document and the entry, trimmed, type upper-cased', () => {
    const row = payment({ Customer: 'BAY001  ', DocumentType: 'd', EntryNumber: ' 12 ' });
    expect(paymentSourceId(paymentKey(row))).toBe('BAY001~000000000100001~D~12');
    expect(() => paymentKey(payment({ EntryNumber: null }))).toThrow('EntryNumber: KEY_BLANK (null)');
  });

  it('given no payment number, when mapped, then the reference is the number; given neither, then the source id', () => {
    expect(map(payment({ PaymentNumber: ' ' })).number).toBe('EFT 4711');
    const nameless = map(payment({ PaymentNumber: null, Reference: '' }));
    expect(nameless.number).toBe('BAY001~000000000100001~I~1');
    expect(nameless).not.toHaveProperty('reference');
  });

  it('given a value of the other sign, when mapped, then it is a reversal, positive', () => {
    const back = { kind: 'reversal', amount: '50.00', allocations: [{ amount: '50.00' }] };
    expect(map(payment({ PostValue: '-50.00' }))).toMatchObject(back);
    expect(map(payment({ PostValue: '-50.00' }))).not.toHaveProperty('reversesPaymentId');
    const negative = reading({ sign: 'negative' });
    expect(map(payment({ PostValue: '-50.00' }), negative)).toMatchObject({ kind: 'payment', amount: '50.00' });
    expect(map(payment({ PostValue: '50.00' }), negative)).toMatchObject(back);
  });

  it('given the value in either column, when mapped, then its currency is the row’s own or the document’s', () => {
    const row = payment({ TrnValue: '100.00', PostValue: '1850.00' });
    expect(map(row, { document: posted('$') })).toMatchObject({ amount: '1850.00', currency: 'ZAR' });
    const byDocument = { ...reading({ value: 'TrnValue' }), document: posted('$') };
    expect(map(row, byDocument)).toMatchObject({ amount: '100.00', currency: 'USD' });
  });

  it('given no currency, then the header’s, the summary’s, the company’s own, in this order; without a document, rejected', () => {
    const blank = payment({ PostCurrency: '  ' });
    const local = settings({ localCurrency: 'ZAR' });
    expect(map(blank, { settings: local, document: posted('$', 'EUR') }).currency).toBe('USD');
    expect(map(blank, { settings: local, document: posted('  ', ' ', 'EUR') }).currency).toBe('EUR');
    expect(map(blank, { settings: local, document: posted('  ', ' ') }).currency).toBe('ZAR');
    expect(() => map(blank, { document: posted('  ') })).toThrow('PostCurrency: CURRENCY_UNKNOWN');
    expect(() => map(blank, { settings: local })).toThrow('PostCurrency: CURRENCY_UNKNOWN');
  });

  it('given no date, a date far ahead or no value, when mapped, then each is rejected by its own rule', () => {
    expect(() => map(payment({ JournalDate: null }))).toThrow('JournalDate: DATE_MISSING (null)');
    expect(() => map(payment({ JournalDate: '2080-03-01' }))).toThrow('JournalDate: DATE_OUT_OF_RANGE');
    expect(() => map(payment({ PostValue: null }))).toThrow('PostValue: AMOUNT_MISSING (null)');
  });
});
