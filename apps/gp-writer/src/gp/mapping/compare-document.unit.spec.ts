import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { anInvoice, aPayment } from '@ledgerbridge/testing';
import type { FoundDocument } from '../gp-gateway.port.js';
import { compareDocument } from './compare-document.js';
import { aFrame, aMapping } from './documents.fixture.spec.js';
import { toCashReceipt } from './payment.mapper.js';
import { toInvoice } from './sales-document.mapper.js';

const ours = toInvoice(anInvoice().withLine({ amount: '100', discount: '10' }).build(), aFrame(), aMapping());
const found: FoundDocument = {
  number: 'CBI1001',
  customerId: 'CBACME',
  date: '2026-01-15',
  currency: 'USD',
  amount: '90',
  description: 'Invoice 1001',
  isVoided: false,
};

describe('document found under our number', () => {
  it.each<[string, Partial<FoundDocument>]>([
    ['as it was sent', {}],
    ['padded, in other cases', { number: 'cbi1001   ', customerId: 'cbacme   ', description: 'INVOICE 1001  ' }],
    ['with a time of day', { date: '2026-01-15T00:00:00' }],
    ['with five digits', { amount: '90.00000' }],
    ['in another batch, posted later, voided', { batchId: 'GPCBS1', glPostingDate: '2026-02-01', isVoided: true }],
    ['without multicurrency', { currency: ' ' }],
  ])('given it %s, then it is ours', (_what, changes) => {
    expect(compareDocument(ours, { ...found, ...changes })).toEqual({});
  });

  it('given a list that leaves the description out, then it is ours', () => {
    const { description: _description, ...listed } = found;
    expect(compareDocument(ours, listed)).toEqual({});
  });

  it.each<[string, Partial<FoundDocument>, string]>([
    ['customerId', { customerId: 'OTHER' }, 'CBACME'],
    ['date', { date: '2026-01-16' }, '2026-01-15'],
    ['currency', { currency: 'EUR' }, 'USD'],
    ['amount', { amount: '90.01' }, '90'],
    ['description', { description: 'Invoice 1002' }, 'Invoice 1001'],
  ])('given another %s, then it is a collision with both values', (fact, changes, our) => {
    const theirs = Object.values(changes)[0];
    expect(compareDocument(ours, { ...found, ...changes })).toEqual({ [fact]: { ours: our, theirs } });
  });

  it.each([
    ['Łódź 1', '?ód? 1', true],
    ['Łódź 1', '?odz 1', true],
    ['שלום 7', '???? 7', true],
    ['😀 shop', '?? SHOP', true],
    ['שלום 7', '???? 8', false],
    ['Łódź 1', 'Lublin 1', false],
  ])('given %s, kept as %s by a code page, then ours is %s', (description, theirs, isOurs) => {
    const differences = compareDocument({ ...ours, description }, { ...found, description: theirs });
    expect(Object.keys(differences)).toEqual(isOurs ? [] : ['description']);
  });

  it('given a receipt, then its amount counts', () => {
    const receipt = toCashReceipt(aPayment().with({ amount: '5' }).build(), aFrame(), aMapping());
    const there = { ...found, amount: '5.00', description: 'Payment 1001', currency: receipt.currency };
    expect(compareDocument(receipt, there)).toEqual({});
    expect(compareDocument(receipt, { ...there, amount: 'none' })).toHaveProperty('amount');
  });
});
