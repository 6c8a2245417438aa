import { describe, expect, it } from '@jest/globals';
import { doubledCreates, doubledPayments, idWritten } from './doubled.js';
import { wholeLog } from './whole-log.js';

const payment = (id: string, reference: string, ...invoices: string[]) => ({
  ...{ id, reference_number: reference },
  linked_invoices: invoices.map((invoice) => ({ invoice_id: invoice })),
});
const write = (operation: string, path: string, params: Record<string, string>, more: object = {}) => ({
  ...{ sequence: 1, at: '', method: 'POST', path: `/api/v2${path}`, operation, status: 200 },
  ...{ body: new URLSearchParams(params).toString(), ...more },
});
const paid = (reference: string, amount: string) =>
  write('record_payment', '/invoices/I1/record_payment', {
    'transaction[amount]': amount,
    'transaction[reference_number]': reference,
  });

describe('what a site has twice', () => {
  it('given one reference in two payments of an invoice, also beside another invoice, then it is told', () => {
    const payments = [payment('t1', 'R [P1]', 'I1'), payment('t2', 'R [P1]', 'I2', 'I1')];
    expect(doubledPayments(payments)).toEqual(['payment R [P1] on I1']);
  });

  it('given one reference on two invoices, or none at all, then nothing is told', () => {
    const payments = [
      payment('t1', 'R', 'I1'),
      payment('t2', 'R', 'I2'),
      payment('t3', '', 'I1'),
      payment('t4', '', 'I1'),
    ];
    expect(doubledPayments(payments)).toEqual([]);
  });

  it.each([
    ['customer', '/customers', 'create_customer'],
    ['invoice', '/invoices/import_invoice', 'import_invoice'],
    ['credit note', '/credit_notes/import_credit_note', 'import_credit_note'],
  ])('given a %s created twice with other contents, then it is told', (_kind, path, operation) => {
    const log = [write(operation, path, { id: 'X', total: '1' }), write(operation, path, { id: 'X', total: '2' })];
    expect(doubledCreates(log)).toEqual([`${operation} /api/v2${path} X`]);
  });

  it('given a payment recorded twice with other amounts, then it is told', () => {
    expect(doubledCreates([paid('R [P1]', '1'), paid('R [P1]', '2'), paid('R [P2]', '1')])).toHaveLength(1);
  });

  it('given an answer replayed by its key, or a create refused, then nothing is told', () => {
    const create = (more: object) => write('create_customer', '/customers', { id: 'X' }, more);
    expect(doubledCreates([create({}), create({ replayed: true }), create({ status: 400 })])).toEqual([]);
  });

  it('given writes to things that exist, then their ids are those of the path', () => {
    expect(idWritten(write('update_customer', '/customers/A%2F1', { company: 'B' }))).toBe('A/1');
    expect(idWritten(paid('R [P1]', '1'))).toBe('P1');
  });
});

describe('the request log of a site', () => {
  it('given its beginning is missing, then it cannot be judged', () => {
    const later = { ...paid('R [P1]', '1'), sequence: 5 };
    expect(() => wholeLog([later])).toThrow('1 to 4');
    expect(wholeLog([later], 4)).toHaveLength(1);
  });
});
