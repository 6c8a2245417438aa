import { describe, expect, it } from '@jest/globals';
import type { Payment } from '@ledgerbridge/contracts';
import type { Decision, Link } from '@ledgerbridge/eventing';
import { aPayment } from '@ledgerbridge/testing';
import type { Invoice, Transaction } from 'chargebee';
import { aLink, someSurroundings, type SurroundingsParts } from '../testing/surroundings.fixture.spec.js';
import { decidePayment } from './decide-payment.js';

const INVOICE = { id: 'I1', status: 'payment_due', currency_code: 'USD', amount_due: 10_000 } as Partial<Invoice>;
const ALLOCATION = { documentType: 'invoice', documentId: 'BAY001~I1~I', amount: '100' } as const;

function decide(
  changes: Partial<Payment> = {},
  around: SurroundingsParts = {},
  link?: Partial<Link>,
): Promise<Decision> {
  const payment = aPayment().with({ reference: 'EFT 9', allocations: [ALLOCATION], ...changes });
  const event = payment.event({ sourceId: 'BAY001~I1~P~1' });
  const accepts = { recordPayments: true, ...around.accepts };
  const own = link && aLink(event.record, link);
  return decidePayment(event, someSurroundings({ site: { invoice: INVOICE }, ...around, accepts, link: own }));
}

describe('decision on a payment', () => {
  it('given an invoice that owes it, then it is recorded there, looked for before every send', async () => {
    const decision = await decide();
    expect(decision).toMatchObject({
      kind: 'write',
      targetId: 'BAY001~I1~P~1',
      requests: [
        {
          step: 'record-payment',
          readBackFirst: true,
          body: {
            path: '/invoices/BAY001~I1~I/record_payment',
            currency: 'USD',
            params: { transaction: { amount: 10_000, reference_number: 'EFT 9 [BAY001~I1~P~1]' } },
          },
        },
      ],
    });
    expect(JSON.stringify(decision)).toBe(JSON.stringify(await decide()));
  });

  const rules: readonly [string, Partial<Payment>, string][] = [
    ['that failed', { status: 'failed' }, 'not-a-payment'],
    ['made before the start', { paidOn: '2025-12-31' }, 'before-start'],
    ['of nothing', { amount: '0' }, 'zero-total'],
    ['voided before it was sent', { status: 'voided' }, 'void-before-issue'],
    ['deleted before it was sent', { status: 'deleted' }, 'deletion-not-propagated'],
  ];
  it.each(rules)('given one %s, then it is skipped', async (_what, changes, rule) => {
    expect(await decide(changes)).toEqual({ kind: 'skipped', rule });
  });

  const refused: readonly [string, Partial<Payment>, string][] = [
    ['a reversal', { kind: 'reversal' }, 'PAYMENT_KIND_NOT_RECORDED'],
    ['a refund', { kind: 'refund' }, 'PAYMENT_KIND_NOT_RECORDED'],
    ['one of no document', { allocations: [] }, 'PAYMENT_NOT_OF_ONE_INVOICE'],
    ['one of two invoices', { allocations: [ALLOCATION, ALLOCATION] }, 'PAYMENT_NOT_OF_ONE_INVOICE'],
    [
      'one of a credit note',
      { allocations: [{ ...ALLOCATION, documentType: 'credit-note' }] },
      'PAYMENT_NOT_OF_ONE_INVOICE',
    ],
    ['one allocated in part', { allocations: [{ ...ALLOCATION, amount: '99.99' }] }, 'PAYMENT_NOT_OF_ONE_INVOICE'],
    [
      'a negative one',
      { amount: '-100', allocations: [{ ...ALLOCATION, amount: '-100' }] },
      'PAYMENT_NOT_OF_ONE_INVOICE',
    ],
  ];
  it.each(refused)('given %s, then a person is asked', async (_what, changes, code) => {
    expect(await decide(changes)).toMatchObject({ kind: 'failed', failureClass: 'data', code });
  });

  it('given an allocation written with other digits, then it is the same amount', async () => {
    expect(await decide({ allocations: [{ ...ALLOCATION, amount: '100.00' }] })).toMatchObject({ kind: 'write' });
  });

  const paid = { ...INVOICE, status: 'paid', amount_due: 0 } as Partial<Invoice>;
  const made = (amount: number, reference_number?: string, status = 'success') =>
    ({ amount, reference_number, status }) as Partial<Transaction>;
  const outcomes: readonly [string, Partial<Transaction>[], object][] = [
    ['by hand in full', [made(10_000, 'typed in')], { kind: 'skipped', rule: 'driven-by-other-document' }],
    ['by hand in parts', [made(4_000), made(6_000)], { kind: 'skipped', rule: 'driven-by-other-document' }],
    ['by this payment', [made(10_000, 'old text [BAY001~I1~P~1]')], { kind: 'write' }],
    ['by another payment of ours', [made(10_000, '[BAY001~I1~P~2]')], { code: 'PAYMENT_EXCEEDS_DUE' }],
    ['by hand for less', [made(9_999)], { code: 'PAYMENT_EXCEEDS_DUE' }],
    ['in an attempt that failed', [made(10_000, undefined, 'failure')], { code: 'PAYMENT_EXCEEDS_DUE' }],
  ];
  it.each(outcomes)('given an invoice paid %s, then that decides', async (_what, payments, expected) => {
    expect(await decide({}, { site: { invoice: paid, payments } })).toMatchObject(expected);
  });

  it('given a part of what is due is taken by this very payment, then it is found again, not too much', async () => {
    const invoice = { ...INVOICE, amount_due: 3_000 };
    const site = { invoice, payments: [made(10_000, '[BAY001~I1~P~1]')] };
    expect(await decide({}, { site })).toMatchObject({ kind: 'write' });
  });

  it('given an invoice that is gone from the site, then a person is asked', async () => {
    expect(await decide({}, { site: {} })).toMatchObject({ code: 'INVOICE_MISSING' });
  });

  it.each([
    ['an earlier call may have gone through', { confirmed: false, mayExist: true }],
    ['no link tells of a call', undefined],
  ])('given a void while %s, then the site is asked', async (_what, link) => {
    const there = { payments: [made(10_000, '[BAY001~I1~P~1]')] };
    expect(await decide({ status: 'voided' }, { site: there }, link)).toMatchObject({
      code: 'TARGET_IMMUTABLE',
      details: { differences: { status: { ours: 'voided', theirs: 'success' } } },
    });
    expect(await decide({ status: 'voided' }, {}, link)).toEqual({ kind: 'skipped', rule: 'void-before-issue' });
  });

  it('given a recorded payment, when the setting is off by now, then its changes are still told', async () => {
    const accepts = { recordPayments: false };
    expect(await decide({ status: 'voided' }, { accepts }, { fingerprint: 'x/I1' })).toMatchObject({
      code: 'TARGET_IMMUTABLE',
      details: { differences: { id: { theirs: '' } } },
    });
    expect(await decide({}, { accepts })).toEqual({ kind: 'skipped', rule: 'driven-by-other-document' });
  });
});
