import { describe, expect, it } from '@jest/globals';
import type { ValueObject } from '../schema/value.js';
import type { Switches } from '../switches.js';
import { invoiceValue, money, receiptValue } from '../testing/requests.js';
import { codesOf, ruleContext } from '../testing/rule-context.js';
import { acceptDocument } from './accept-document.js';
import { acceptReceipt } from './accept-receipt.js';

describe('accepting a cash receipt', () => {
  it.each<[string[], string, ValueObject, Partial<Switches>]>([
    [[], 'a plain receipt', {}, {}],
    [['9004'], 'an amount of zero', { Amount: money('0') }, {}],
    [['9001'], 'no amount', { Amount: null }, {}],
    [['221'], 'an unknown customer', { CustomerKey: { Id: 'NOBODY' } }, {}],
    [['9020'], 'an unknown checkbook', { BankAccountKey: { Id: 'NONE' } }, {}],
    [[], 'a checkbook in another case', { BankAccountKey: { Id: 'uptown trust ' } }, {}],
    [['9021'], 'an unknown card type', { PaymentCardTypeKey: { Id: 'NONE' } }, {}],
    [[], 'a card payment without its type', { Type: 'Payment Card' }, {}],
    [['9001'], 'a card payment without its type', { Type: 'Payment Card' }, { cardTypeRequired: true }],
    [['9002'], 'a check number of 21', { CheckCardNumber: 'c'.repeat(21) }, {}],
    [['9030'], 'a closed period', {}, { closedThrough: '2026-03-31' }],
  ])('%j: %s', (expected, _name, overrides, switches) => {
    expect(codesOf(() => acceptReceipt(receiptValue(overrides), ruleContext(switches)))).toEqual(expected);
  });

  it('goes to the first checkbook when none is named', () => {
    const stored = acceptReceipt(receiptValue({ BankAccountKey: null, Type: null }), ruleContext());
    expect(stored).toMatchObject({
      batch: { source: 'RM_Cash', id: 'CBP20260331' },
      value: { BankAccountKey: { Id: 'UPTOWN TRUST' }, Type: 'Check' },
    });
  });

  it('keeps whole yen', () => {
    const yen = { CurrencyKey: { ISOCode: 'JPY' }, Amount: money('1500', 'JPY', 0) };
    expect(acceptReceipt(receiptValue(yen), ruleContext())).toMatchObject({ currency: 'JPY', amount: '1500' });
  });

  it.each<[Switches['otherOriginBatch'], string[]]>([
    ['refuse', ['9041']],
    ['accept', []],
  ])('a batch of sales for cash: %s', (otherOriginBatch, expected) => {
    const context = ruleContext({ otherOriginBatch });
    context.company.apply({ kind: 'document', value: acceptDocument('invoice', invoiceValue(), context) });
    const receipt = receiptValue({ BatchKey: { Id: 'CB20260331' } });
    expect(codesOf(() => acceptReceipt(receipt, context))).toEqual(expected);
  });
});
