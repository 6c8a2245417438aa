import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { compareDecimals, type Payment } from '@ledgerbridge/contracts';
import { anInvoice, aPayment } from '@ledgerbridge/testing';
import fc from 'fast-check';
import { RECEIVABLES_KINDS } from '../documents/gp-document.js';
import { toGpAmounts, totalOf } from './amounts.js';
import { distributeMemo, distributeReceipt, distributeSales, distributeWriteOff } from './distributions.js';
import { ALL_ACCOUNTS, aMapping, balanceOf, fittingInvoice, sumOf } from './documents.fixture.spec.js';

const mapping = (plain: object = {}) => aMapping({ accounts: ALL_ACCOUNTS, ...plain });
const distribute = (document: Parameters<typeof distributeSales>[1], settings = mapping()) =>
  distributeSales('invoice', document, toGpAmounts(document, settings), settings);

describe('distributions', () => {
  const accounts = {
    ...ALL_ACCOUNTS,
    item: {
      rules: [
        { itemCode: 'seats', account: 'SEATS' },
        { itemCode: 'basic-*', currency: 'EUR', account: 'BASIC-EUR' },
        { itemCode: 'basic-*', account: 'BASIC' },
        { kind: 'adhoc', account: 'ADHOC' },
      ],
      default: 'SALES',
    },
    tax: { rules: [{ name: 'vat', account: 'VAT' }], default: 'TAX' },
    receivable: { rules: [{ currency: 'EUR', account: 'AR-EUR' }], default: 'AR' },
  };
  const invoice = anInvoice()
    .withLine({ itemCode: 'seats', amount: '60', discount: '10', taxes: [{ name: 'VAT', amount: '5' }] })
    .withLine({ itemCode: 'seats', amount: '40' })
    .withLine({ itemCode: 'basic-USD', amount: '20' })
    .withLine({ kind: 'adhoc', itemCode: 'x', amount: '-3' })
    .withLine({ itemCode: 'y', amount: '0' })
    .withLine({ kind: 'freight', amount: '7' })
    .withLine({ kind: 'miscellaneous', amount: '2' })
    .withTax({ name: 'Levy', amount: '1' })
    .withRounding('0.02')
    .build();

  it('given an invoice, then one row an account, the receivable against all others', () => {
    expect(distribute(invoice, mapping({ accounts }))).toEqual([
      { role: 'receivable', account: 'AR', debit: '122.02', credit: '0.00' },
      { role: 'discount', account: 'DISCOUNT', debit: '10.00', credit: '0.00' },
      { role: 'sales', account: 'SEATS', debit: '0.00', credit: '100.00' },
      { role: 'sales', account: 'BASIC', debit: '0.00', credit: '20.00' },
      { role: 'sales', account: 'ADHOC', debit: '3.00', credit: '0.00' },
      { role: 'sales', account: 'SALES', debit: '0.00', credit: '0.02' },
      { role: 'freight', account: 'FREIGHT', debit: '0.00', credit: '7.00' },
      { role: 'miscellaneous', account: 'MISC', debit: '0.00', credit: '2.00' },
      { role: 'tax', account: 'VAT', debit: '0.00', credit: '5.00' },
      { role: 'tax', account: 'TAX', debit: '0.00', credit: '1.00' },
    ]);
  });

  it('given the memo that undoes it, then every row is on the other side', () => {
    const settings = mapping({ accounts });
    const amounts = toGpAmounts(invoice, settings);
    const mirrored = distributeSales('credit-memo', invoice, amounts, settings).map(
      ({ debit, credit, role, ...row }) => ({
        ...row,
        role: role === 'creditMemo' ? 'sales' : role,
        debit: credit,
        credit: debit,
      }),
    );
    expect(mirrored).toEqual(distribute(invoice, settings));
  });

  it('given a folded tax, then it is a sale on the account of the tax', () => {
    const rows = distribute(invoice, mapping({ accounts, tax: 'folded' }));
    expect(rows).toContainEqual({ role: 'sales', account: 'VAT', debit: '0.00', credit: '5.00' });
    expect(rows.some(({ role }) => role === 'tax')).toBe(false);
    const unnamed = distribute(invoice, mapping({ accounts: { ...accounts, tax: {} }, tax: 'folded' }));
    expect(unnamed).toContainEqual({ role: 'sales', account: 'SALES', debit: '0.00', credit: '6.02' });
  });

  it('given any invoice that fits, then debits are credits and no row is negative, in every mode and kind', () => {
    const tax = fc.constantFrom('amount', 'folded', 'details');
    fc.assert(
      fc.property(fittingInvoice, tax, fc.constantFrom(...RECEIVABLES_KINDS), (document, mode, kind) => {
        const settings = mapping({ accounts, tax: mode, taxDetails: { default: 'T' } });
        const amounts = toGpAmounts(document, settings);
        const rows = distributeSales(kind, document, amounts, settings);
        expect(balanceOf(rows)).toBe('0');
        expect(rows.every(({ debit, credit }) => !`${debit}${credit}`.includes('-'))).toBe(true);
        const owed = rows.filter(({ role }) => role === 'receivable');
        expect(compareDecimals(sumOf(owed, kind === 'credit-memo' ? 'credit' : 'debit'), totalOf(amounts))).toBe(0);
      }),
    );
  });

  it('given 500 lines of three items with fractions of a cent, then few rows that come to the sum', () => {
    const builder = anInvoice();
    for (let line = 0; line < 500; line += 1) builder.withLine({ itemCode: `basic-${line % 3}`, amount: '0.125' });
    const rows = distribute(builder.build(), mapping({ accounts: { ...accounts, item: { default: 'A' } } }));
    expect(rows).toEqual([
      { role: 'receivable', account: 'AR', debit: '62.50', credit: '0.00' },
      { role: 'sales', account: 'A', debit: '0.00', credit: '62.50' },
    ]);
    const rules = [0, 1, 2].map((item) => ({ itemCode: `basic-${item}`, account: `A${item}` }));
    const byItem = distribute(builder.build(), mapping({ accounts: { ...accounts, item: { rules } } }));
    expect(byItem.map(({ credit }) => credit)).toEqual(['0.00', '20.87', '20.88', '20.75']);
    expect(balanceOf(byItem)).toBe('0');
  });

  it.each<[string, object]>([
    ['item', { item: {} }],
    ['tax', { tax: {} }],
    ['discount', { discount: {} }],
    ['receivable', { receivable: {} }],
    ['freight', { freight: {} }],
    ['miscellaneous', { miscellaneous: {} }],
  ])('given no account for %s, then the setting is named', (role, missing) => {
    const settings = mapping({ accounts: { ...ALL_ACCOUNTS, ...missing } });
    expect(() => distribute(invoice, settings)).toThrow(
      expect.objectContaining({
        code: 'ACCOUNT_NOT_MAPPED',
        failureClass: 'configuration',
        details: expect.objectContaining({ setting: `mapping.accounts.${role}` }) as unknown,
      }),
    );
  });

  describe('of payments', () => {
    const cash = { rules: [{ method: 'CARD', gateway: 'stripe', account: 'STRIPE' }], default: 'BANK' };
    const settings = mapping({ accounts: { ...ALL_ACCOUNTS, cash } });
    const byCard: Payment = aPayment().with({ method: 'card', gateway: 'Stripe', amount: '5' }).build();

    it('given a receipt, then cash against the receivable; a refund is its mirror', () => {
      expect(distributeReceipt(byCard, '5', settings)).toEqual([
        { role: 'cash', account: 'STRIPE', debit: '5.00', credit: '0.00' },
        { role: 'receivable', account: 'AR', debit: '0.00', credit: '5.00' },
      ]);
      expect(distributeMemo('debit-memo', { ...byCard, gateway: 'other' }, '5', settings)).toEqual([
        { role: 'receivable', account: 'AR', debit: '5.00', credit: '0.00' },
        { role: 'debitMemo', account: 'BANK', debit: '0.00', credit: '5.00' },
      ]);
      expect(distributeMemo('credit-memo', byCard, '5', settings)).toEqual([
        { role: 'receivable', account: 'AR', debit: '0.00', credit: '5.00' },
        { role: 'creditMemo', account: 'STRIPE', debit: '5.00', credit: '0.00' },
      ]);
    });

    it('given a write-off, then its account has the whole', () => {
      expect(distributeWriteOff('credit-memo', '9.5', 'USD', settings)).toEqual([
        { role: 'receivable', account: 'AR', debit: '0.00', credit: '9.50' },
        { role: 'writeOff', account: 'BAD-DEBT', debit: '9.50', credit: '0.00' },
      ]);
    });
  });
});
