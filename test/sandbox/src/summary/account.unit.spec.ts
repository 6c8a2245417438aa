import { describe, expect, it } from '@jest/globals';
import { account } from './account.js';
import type { Facts } from './facts.js';

const COUNTS = {
  rows: 3,
  created: 0,
  changed: 0,
  unchanged: 0,
  stale: 0,
  rejected: 0,
  deferred: 0,
  carriedLater: 1,
  absent: 0,
};
const row = (invoice: string, type: string, value: string) => ({
  Customer: 'C1  ',
  Invoice: invoice,
  DocumentType: type,
  PostCurrency: '$  ',
  CurrencyValue: value,
});

/** One customer, one invoice delivered, one credit note carried later. */
function facts(changes: Partial<Facts> = {}): Facts {
  return {
    customers: [{ Customer: 'C1' }],
    invoices: [row('1', 'i', '100.10'), row('2', 'C', '-5.00')],
    traps: [],
    lastRun: { runId: 'r', state: 'completed', counts: COUNTS, totals: {} },
    events: [
      { eventId: 'a', type: 'customer', sourceId: 'C1', sequence: '1' },
      { eventId: 'b', type: 'invoice', sourceId: 'C1~1~I', sequence: '1', currency: 'USD', total: '100.10' },
    ],
    rejected: new Set(),
    deliveries: [
      { id: '1', eventId: 'a', record: { type: 'customer', sourceId: 'C1' }, state: 'delivered' },
      { id: '2', eventId: 'b', record: { type: 'invoice', sourceId: 'C1~1~I' }, state: 'delivered' },
    ],
    chargebee: { customers: 1, invoices: 1, totals: { USD: '100.10' } },
    auditVerified: true,
    ...changes,
  };
}

const invoiceIn = (state: string): Partial<Facts> => ({
  deliveries: [
    { id: '1', eventId: 'a', record: { type: 'customer', sourceId: 'C1' }, state: 'delivered' },
    { id: '2', eventId: 'b', record: { type: 'invoice', sourceId: 'C1~1~I' }, state, reason: 'because' },
  ],
  chargebee: { customers: 1, invoices: 0, totals: {} },
});
const meant = (delivery: 'waiting' | 'skipped'): Partial<Facts> => ({
  traps: [{ entity: 'ArInvoice', key: 'C1~1~I', trap: 't', outcome: 'published', delivery, note: '' }],
});

describe('the account of a story', () => {
  it('given every side agrees, then it is in order and names what was left out', () => {
    const { ok, problems, rows, money } = account(facts());
    expect({ ok, problems }).toEqual({ ok: true, problems: [] });
    expect(rows).toEqual({ source: 3, published: 2, rejected: 0, carriedLater: 1, deferred: 0 });
    expect(money.notPublished).toEqual([
      { record: 'invoice/C1~2~C', currency: 'USD', amount: '-5.00', reason: 'carried later' },
    ]);
  });

  it.each<[string, Partial<Facts>, RegExp]>([
    [
      'an invoice Chargebee has for another amount',
      { chargebee: { customers: 1, invoices: 1, totals: { USD: '100.11' } } },
      /Chargebee totals/,
    ],
    [
      'an invoice Chargebee has twice',
      { chargebee: { customers: 1, invoices: 2, totals: { USD: '200.20' } } },
      /2 in Chargebee/,
    ],
    [
      'a source row nobody accounts for',
      { invoices: [...facts().invoices, row('3', 'I', '1.00')] },
      /source rows do not add up/,
    ],
    ['an event without a delivery', { deliveries: facts().deliveries.slice(0, 1) }, /2 events, 1 deliveries/],
    ['a delivery at work', invoiceIn('retrying'), /deliveries are in retrying/],
    ['a delivery that failed', invoiceIn('failed'), /not delivered though/],
    ['a skip nobody meant', invoiceIn('skipped'), /skipped though/],
    ['a broken chain', { auditVerified: false }, /audit chain/],
  ])('given %s, then it is not in order and says so', (_, changes, problem) => {
    const { ok, problems } = account(facts(changes));
    expect(ok).toBe(false);
    expect(problems.join('; ')).toMatch(problem);
  });

  it.each(['waiting', 'skipped'] as const)(
    'given a delivery %s that the seed means to be, then it is in order',
    (state) => {
      const { ok, problems, money } = account(facts({ ...invoiceIn(state), ...meant(state) }));
      expect({ ok, problems }).toEqual({ ok: true, problems: [] });
      expect(money.notDelivered).toMatchObject([
        { record: 'invoice/C1~1~I', amount: '100.10', reason: `${state}: because` },
      ]);
    },
  );

  it('given two versions of a record, then only the newer one counts', () => {
    const older = { eventId: 'z', type: 'invoice', sourceId: 'C1~1~I', sequence: '0', currency: 'USD', total: '7.00' };
    const superseded = { id: '3', eventId: 'z', record: { type: 'invoice', sourceId: 'C1~1~I' }, state: 'superseded' };
    const both = facts({ events: [older, ...facts().events], deliveries: [superseded, ...facts().deliveries] });
    expect(account(both).problems).toEqual([]);
  });
});
