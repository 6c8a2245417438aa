import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { aCreditNote, aCustomer, anInvoice, aPayment } from '@ledgerbridge/testing';
import { toGpCustomer } from './customer.mapper.js';
import { aMapping } from './documents.fixture.spec.js';
import {
  compareFacts,
  customerFingerprint,
  paymentFacts,
  readFingerprint,
  salesFacts,
  writeFingerprint,
} from './fingerprint.js';

describe('fingerprint of a document', () => {
  const invoice = () => anInvoice().with({ purchaseOrder: 'PO-7' }).withLine({ amount: '100', discount: '10' });

  it('given a delivered document, then what was said of it can be read and read back', () => {
    const facts = salesFacts(invoice().build());
    const text = writeFingerprint({ facts, isUndone: false });
    expect(JSON.parse(text)).toEqual({
      customer: 'BAY001',
      date: '2026-01-15',
      currency: 'USD',
      sales: '100',
      freight: '0',
      miscellaneous: '0',
      discount: '10',
      tax: '0',
      rounding: '0',
      total: '90',
      due: '2026-02-14',
      purchaseOrder: 'PO-7',
    });
    expect(readFingerprint(text)).toEqual({ facts, isUndone: false });
    expect(readFingerprint(writeFingerprint({ facts, isUndone: true }))).toEqual({ facts, isUndone: true });
  });

  it.each([undefined, '', 'digest', '[]', '{"total":1}'])('given %j, then there is none', (text) => {
    expect(readFingerprint(text)).toBeUndefined();
  });

  it('given the same document later, then nothing differs but what GP was told', () => {
    const delivered = salesFacts(invoice().build());
    const later = invoice().with({ status: 'paid', balance: '0', billingAddress: { lines: ['elsewhere'] } });
    expect(compareFacts(salesFacts(later.build()), delivered)).toEqual({});
    const amount = invoice().with({ purchaseOrder: 'PO-8' }).withLine({ amount: '1' }).build();
    expect(compareFacts(salesFacts(amount), delivered)).toEqual({
      sales: { ours: '101', theirs: '100' },
      total: { ours: '91', theirs: '90' },
      purchaseOrder: { ours: 'PO-8', theirs: 'PO-7' },
    });
    expect(compareFacts({ ...delivered, total: '90' }, { ...delivered, total: '90' })).toEqual({});
  });

  it('given a fact that another version knows, then it is no difference; one that came later is', () => {
    const { due: _due, ...older } = salesFacts(invoice().build());
    expect(compareFacts(salesFacts(invoice().build()), older)).toEqual({});
    const { purchaseOrder: _number, ...head } = invoice().build();
    expect(compareFacts(salesFacts(invoice().build()), salesFacts(head))).toEqual({
      purchaseOrder: { ours: 'PO-7', theirs: '' },
    });
  });

  it('given credit notes and payments, then theirs are told too, amounts by value', () => {
    const note = (reason: string) => salesFacts(aCreditNote().with({ reason }).withLine().build());
    expect(compareFacts(note('WRITE_OFF'), note('write_off'))).toEqual({});
    expect(compareFacts(note('write_off'), note('other'))).toHaveProperty('reason');
    const payment = (amount: string) => paymentFacts(aPayment().with({ amount }).build());
    expect(compareFacts(payment('5.00'), payment('5'))).toEqual({});
    expect(compareFacts(payment('6'), payment('5'))).toEqual({ amount: { ours: '6', theirs: '5' } });
  });
});

describe('fingerprint of a customer', () => {
  const map = (changes = {}) =>
    customerFingerprint(toGpCustomer(aCustomer().with(changes).build(), 'CBBAY001', aMapping()));

  it('given what GP shows, then it changes with it and tells nobody who it is', () => {
    expect(map()).toBe(map({ paymentTermsDays: 1 }));
    expect(map()).not.toBe(map({ name: 'Bayside Bicycles' }));
    expect(map()).not.toMatch(/bayside/i);
  });

  it('given a value that was left out, then it is named', () => {
    expect(map({ emails: [`${'a'.repeat(250)}@x.example`] })).toContain('email left out: 260 characters');
  });
});
