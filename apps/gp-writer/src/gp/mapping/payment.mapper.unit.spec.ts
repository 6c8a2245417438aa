import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { aPayment } from '@ledgerbridge/testing';
import { ALL_ACCOUNTS, aFrame, aMapping } from './documents.fixture.spec.js';
import { toCashReceipt, toPaymentUndone, toRefundMemo, toRefundUndone } from './payment.mapper.js';

const provided = aFrame({ distributions: 'provided' });
const accounts = { accounts: ALL_ACCOUNTS };

describe('payment for GP', () => {
  const payment = aPayment().with({ amount: '25', method: 'card', gateway: 'stripe', currency: 'USD' }).build();
  const frame = aFrame({ sourceId: 'txn_AzZlzhT8aF1ABCDEFGH', number: 'CBPTXN.1', batchId: 'CBR20260115' });

  it('given an empty mapping, then a check without checkbook, with the source id as far as it fits', () => {
    expect(toCashReceipt(payment, frame, aMapping())).toEqual({
      kind: 'cash-receipt',
      number: 'CBPTXN.1',
      customerId: 'CBACME',
      date: '2026-01-15',
      glPostingDate: '2026-01-15',
      currency: 'USD',
      batchId: 'CBR20260115',
      description: 'txn_AzZlzhT8aF1ABCDEFGH',
      amount: '25.00',
      method: 'check',
      reference: 'txn_AzZlzhT8aF1ABCDE',
    });
  });

  it('given rules, then the first that fits is taken, without regard to case', () => {
    const receipts = {
      rules: [
        { method: 'card', currency: 'EUR', type: 'card', cardType: 'Euro' },
        { method: 'CARD', gateway: 'Stripe', type: 'card', cardType: 'Visa', checkbook: 'UPTOWN TRUST' },
        { method: 'cash', type: 'cash', cardType: 'unused' },
      ],
      default: { type: 'check', checkbook: 'MAIN' },
    };
    const map = (changes: object) => toCashReceipt({ ...payment, ...changes }, frame, aMapping({ receipts }));
    expect(map({})).toMatchObject({ method: 'card', cardTypeId: 'Visa', checkbookId: 'UPTOWN TRUST' });
    expect(map({ method: 'cash' })).toMatchObject({ method: 'cash' });
    expect(map({ method: 'cash' })).not.toHaveProperty('cardTypeId');
    expect(map({ method: 'bank_transfer' })).toMatchObject({ method: 'check', checkbookId: 'MAIN' });
  });

  it('given a refund, a payment that is undone, and a refund that is undone, then memos of the whole amount', () => {
    const mapping = aMapping(accounts);
    const memos = [toRefundMemo, toPaymentUndone, toRefundUndone].map((map) => map(payment, provided, mapping));
    expect(memos.map(({ kind, salesAmount, tax, description }) => [kind, salesAmount, tax, description])).toEqual([
      ['debit-memo', '25.00', '0.00', 'Refund 1001'],
      ['debit-memo', '25.00', '0.00', 'Void of 1001'],
      ['credit-memo', '25.00', '0.00', 'Void of 1001'],
    ]);
    expect(memos.map(({ distributions }) => distributions?.[0])).toEqual([
      { role: 'receivable', account: 'AR', debit: '25.00', credit: '0.00' },
      { role: 'receivable', account: 'AR', debit: '25.00', credit: '0.00' },
      { role: 'receivable', account: 'AR', debit: '0.00', credit: '25.00' },
    ]);
    expect(toRefundMemo(payment, frame, mapping)).not.toHaveProperty('distributions');
  });

  it('given fractions of the smallest unit, then it is refused by name', () => {
    expect(() => toCashReceipt({ ...payment, amount: '0.005' }, frame, aMapping())).toThrow(
      expect.objectContaining({ code: 'AMOUNT_DOES_NOT_FIT' }),
    );
  });
});
