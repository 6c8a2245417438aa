import { describe, expect, it } from '@jest/globals';
import { textAt, type ValueObject } from '../schema/value.js';
import type { Switches } from '../switches.js';
import { invoiceValue, money } from '../testing/requests.js';
import { codesOf, ruleContext } from '../testing/rule-context.js';
import { acceptDocument, type ReceivablesKind } from './accept-document.js';

const FROZEN = {
  customers: [
    { id: 'aaronfit0001', name: 'Aaron', isActive: true },
    { id: 'INACTIVE', name: 'Gone', isActive: false },
    { id: 'HOLD', name: 'Held', isOnHold: true },
  ],
};

const codes = (overrides: ValueObject, switches: Partial<Switches> = {}): string[] =>
  codesOf(() => acceptDocument('invoice', invoiceValue(overrides), ruleContext(switches, FROZEN)));

/** An invoice without the member. */
function without(member: string): ValueObject {
  const { [member]: _removed, ...rest } = invoiceValue();
  return rest;
}

const detail = (amount: string, id = 'TAX'): ValueObject => ({
  Taxes: { ReceivablesTax: [{ TaxAmount: money(amount), Key: { TaxDetailKey: { Id: id } } }] },
});
const line = (debit: string, credit: string, account = '000-1200-00'): ValueObject => ({
  DistributionTypeKey: { Id: '3' },
  GLAccountKey: { Id: account, IsEncrypted: 'false' },
  DebitAmount: money(debit),
  CreditAmount: money(credit),
});
const lines = (...all: ValueObject[]): ValueObject => ({ Distributions: { ReceivablesDistribution: all } });

describe('accepting a receivables document', () => {
  it.each<[string[], string, ValueObject, Partial<Switches>]>([
    [[], 'a plain invoice', {}, {}],
    [['9001'], 'no number', { Key: { Id: ' ' } }, {}],
    [['9002'], 'a number of 18', { Key: { Id: 'N'.repeat(18) } }, {}],
    [[], 'a number of 18 where 20 are allowed', { Key: { Id: 'N'.repeat(18) } }, { documentNumberLength: 20 }],
    [['9007'], 'a type of another operation', { Type: 'Credit Memo' }, {}],
    [['221'], 'an unknown customer', { CustomerKey: { Id: 'NOBODY' } }, {}],
    [['9001'], 'no customer', { CustomerKey: {} }, {}],
    [['9010'], 'an inactive customer', { CustomerKey: { Id: 'INACTIVE' } }, {}],
    [[], 'an inactive customer', { CustomerKey: { Id: 'INACTIVE' } }, { inactiveCustomer: 'accept' }],
    [[], 'a customer on hold', { CustomerKey: { Id: 'HOLD' } }, {}],
    [['9011'], 'a customer on hold', { CustomerKey: { Id: 'HOLD' } }, { onHoldCustomer: 'refuse' }],
    [['483'], 'a currency unknown to GP', { ...currency('XXX'), ...amounts('XXX') }, {}],
    [['483'], 'a currency not enabled', { ...currency('KWD'), ...amounts('KWD') }, {}],
    [['9006', '9006'], 'amounts in another currency', currency('EUR'), {}],
    [
      ['9050'],
      'a foreign currency without tables',
      { ...currency('EUR'), ...amounts('EUR') },
      { exchangeTables: false },
    ],
    [
      [],
      'a foreign currency with its rate',
      { ...currency('EUR'), ...amounts('EUR'), ExchangeRate: '1.1', ExchangeDate: '2026-03-31T00:00:00' },
      { exchangeTables: false },
    ],
    [['9005'], 'more decimals than the currency has', { SalesAmount: money('1.005') }, {}],
    [['9005'], 'more decimals than are announced', { SalesAmount: money('1.05', 'USD', 1) }, {}],
    [['9003', '9003'], 'a negative amount', { SalesAmount: money('-1') }, {}],
    [['9003'], 'a discount above the sales', { TradeDiscountAmount: money('100.01') }, {}],
    [['621'], 'a total that is not the sum', { DocumentAmount: money('100.01') }, {}],
    [
      [],
      'a total that is the sum',
      {
        DocumentAmount: money('108.00'),
        TradeDiscountAmount: money('10'),
        FreightAmount: money('5'),
        MiscellaneousAmount: money('3'),
        TaxAmount: money('10'),
      },
      {},
    ],
    [[], 'tax without details', { TaxAmount: money('7') }, {}],
    [['9063'], 'tax without details', { TaxAmount: money('7') }, { taxDetailsRequired: true }],
    [[], 'tax with its details', { TaxAmount: money('7'), ...detail('7') }, { taxDetailsRequired: true }],
    [['712'], 'details that do not add up', { TaxAmount: money('7'), ...detail('6.99') }, {}],
    [['9062'], 'an unknown tax detail', { TaxAmount: money('7'), ...detail('7', 'NONE') }, {}],
    [['7023'], 'an unknown tax schedule', { TaxScheduleKey: { Id: 'NONE' } }, {}],
    [['9015'], 'unknown payment terms', { PaymentTermsKey: { Id: 'NONE' } }, {}],
    [['9030'], 'a closed period', {}, { closedThrough: '2026-03-31' }],
    [[], 'the day after a closed period', {}, { closedThrough: '2026-03-30' }],
    [
      [],
      'a posting date after the closed period',
      { GeneralLedgerPostingDate: '2026-04-01T00:00:00' },
      { closedThrough: '2026-03-31' },
    ],
    [['9040'], 'a locked batch', {}, { lockedBatches: ['cb20260331'] }],
    [['9002'], 'a batch id too long with its prefix', {}, { batchPrefix: 'WEBSRV' }],
    [['9041'], 'a source that is not its own', { BatchKey: { Id: 'B', Source: 'RM_Cash' } }, {}],
    [['9042'], 'a batch that is not there', {}, { missingBatch: 'refuse' }],
    [['9002'], 'a description of 31', { Description: 'd'.repeat(31) }, {}],
    [[], 'a description of 31', { Description: 'd'.repeat(31) }, { overlongText: 'truncate' }],
    [['9001'], 'no distributions', {}, { distributions: 'provided' }],
    [[], 'distributions that balance', lines(line('100', '0'), line('0', '100')), { distributions: 'provided' }],
    [['9060'], 'distributions that do not', lines(line('100', '0'), line('0', '99')), { distributions: 'provided' }],
    [['9061'], 'distributions of less', lines(line('99', '0'), line('0', '99')), { distributions: 'provided' }],
    [['716'], 'an unknown account', lines(line('100', '0', '999'), line('0', '100')), { distributions: 'provided' }],
    [[], 'an unknown account that GP does not look at', lines(line('100', '0', '999')), {}],
  ])('%j: %s', (expected, _name, overrides, switches) => {
    expect(codes(overrides, switches)).toEqual(expected);
  });

  it('completes the document as GP does', () => {
    const context = ruleContext();
    const value = invoiceValue({
      Key: { Id: 'cb-1  ' },
      CustomerKey: { Id: 'aaronfit0001' },
      Description: 'Zażółć “x” 😀',
      TaxAmount: money('7.5'),
    });
    const stored = acceptDocument('credit-memo', value, context);
    expect(stored).toMatchObject({
      id: 'CB-1',
      customerId: 'AARONFIT0001',
      amount: '107.50',
      batch: { source: 'RM_Sales', id: 'CB20260331' },
      value: {
        Type: 'Credit Memo',
        Description: 'Za?ó?? “x” ??',
        DocumentAmount: { Value: '107.50000' },
        CustomerName: 'Aaron Fitz Electrical',
        GeneralLedgerPostingDate: '2026-03-31T00:00:00',
      },
    });
    expect(context.notes).toEqual([]);
  });

  it('reckons tax by its schedule when none is sent, which shows in the total', () => {
    const context = ruleContext();
    const stored = acceptDocument('invoice', without('TaxAmount'), context);
    expect([stored.amount, context.notes]).toEqual(['107.00', ['tax-calculated']]);
  });

  it('distributes by itself, and counts what it did not look at', () => {
    const context = ruleContext();
    const stored = acceptDocument('invoice', invoiceValue(lines(line('1', '0'))), context);
    const own = stored.value.Distributions as { ReceivablesDistribution: ValueObject[] };
    expect(own.ReceivablesDistribution.map((one) => textAt(one, 'DistributionTypeKey', 'Id'))).toEqual(['3', '9']);
    expect(context.notes).toEqual(['distributions-ignored']);
  });

  it('names a batch itself when none is named, and puts the prefix before one that is', () => {
    const named = (value: ValueObject, switches = {}) =>
      acceptDocument('invoice', value, ruleContext(switches)).batch.id;
    expect(named(without('BatchKey'))).toBe('WS2026033112');
    expect(named(invoiceValue(), { batchPrefix: 'ws-' })).toBe('WS-CB20260331');
  });

  it.each<[ReceivablesKind, Switches['duplicateScope'], string[]]>([
    ['invoice', 'type', ['190']],
    ['credit-memo', 'type', []],
    ['credit-memo', 'receivables', ['190']],
  ])('a number given to an invoice, again for a %s (%s): %j', (kind, duplicateScope, expected) => {
    const context = ruleContext({ duplicateScope });
    context.company.apply({ kind: 'document', value: acceptDocument('invoice', invoiceValue(), context) });
    const again = invoiceValue({ Key: { Id: 'cb000000000000001' } });
    expect(codesOf(() => acceptDocument(kind, again, context))).toEqual(expected);
  });

  it('takes amounts in the functional currency alone when the context says Local', () => {
    const context = { ...ruleContext(), localAmounts: true };
    const foreign = invoiceValue({ ...currency('EUR'), ...amounts('EUR') });
    expect(codesOf(() => acceptDocument('invoice', foreign, context))).toEqual(['9006']);
    expect(codesOf(() => acceptDocument('invoice', invoiceValue(), context))).toEqual([]);
  });
});

function currency(code: string): ValueObject {
  return { CurrencyKey: { ISOCode: code } };
}

function amounts(code: string): ValueObject {
  return { SalesAmount: money('100.00', code), TaxAmount: money('0', code) };
}
