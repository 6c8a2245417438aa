import { describe, expect, it } from '@jest/globals';
import type { Trap } from '../processes/simulator-controls.js';
import { account } from './account.js';
import type { DeliveryFact, PublishedEvent } from './bridge-facts.js';
import { STREAMS, type Facts, type SiteObjects } from './facts.js';

const NOTHING_PUBLISHED = { created: 0, changed: 0, unchanged: 0, stale: 0, absent: 0 };
const COUNTS = { ...NOTHING_PUBLISHED, rows: 0, rejected: 0, deferred: 0, carriedLater: 0 };
const document = (invoice: string, type: string, value: string) => ({
  ...{ Customer: 'C1  ', Invoice: invoice, DocumentType: type, PostCurrency: '$  ', CurrencyValue: value },
});
const payment = (invoice: string, type: string, entry: string, value: string) => ({
  ...{
    Customer: 'C1  ',
    Invoice: invoice,
    DocumentType: type,
    EntryNumber: entry,
    PostCurrency: '$',
    PostValue: value,
  },
});

const streams = (over: Partial<Record<string, Partial<typeof COUNTS>>> = {}) => {
  const counts: Partial<Record<string, Partial<typeof COUNTS>>> = {
    'credit-notes': { carriedLater: 1 },
    payments: { carriedLater: 1 },
    ...over,
  };
  return Object.values(STREAMS).map((stream) => ({ stream, counts: { ...COUNTS, ...counts[stream] } }));
};
const runOf = (over?: Parameters<typeof streams>[0]): Facts['lastRun'] => ({
  ...{ runId: 'r', state: 'completed', counts: COUNTS, streams: streams(over) },
});

const EVENTS: readonly PublishedEvent[] = [
  { eventId: 'a', type: 'customer', sourceId: 'C1', sequence: '1' },
  { eventId: 'b', type: 'invoice', sourceId: 'C1~1~I', sequence: '1', currency: 'USD', amount: '100.10' },
  { eventId: 'c', type: 'credit-note', sourceId: 'C1~2~C', sequence: '1', currency: 'USD', amount: '5.00' },
  { eventId: 'd', type: 'payment', sourceId: 'C1~1~I~1', sequence: '1', currency: 'USD', amount: '50.00' },
];
const delivery = ({ eventId, type, sourceId }: PublishedEvent, state = 'delivered', reason?: string): DeliveryFact => ({
  ...{ id: eventId, eventId, record: { type, sourceId }, state },
  ...(reason === undefined ? {} : { reason }),
});
const objects = (count: number, total?: string): SiteObjects => ({
  count,
  totals: total === undefined ? {} : { USD: total },
});
const SITE: Facts['chargebee'] = {
  customer: objects(1),
  invoice: objects(1, '100.10'),
  'credit-note': objects(1, '5.00'),
  payment: objects(1, '50.00'),
};
const carried: Trap = { entity: 'ArInvoice', key: 'C1~_CRD1~C', trap: 't', outcome: 'carried-later', note: '' };

/** One customer, one invoice, one credit note, one payment, all delivered; an unapplied payment and an application left out. */
function facts(changes: Partial<Facts> = {}): Facts {
  return {
    source: {
      customers: [{ Customer: 'C1' }],
      documents: [document('1', 'i', '100.10'), document('2', 'C', '-5.00'), document('_CRD1', 'C', '-7.00')],
      payments: [payment('1', 'I', '1', '50.00'), payment('2', 'C', '1', '-5.00')],
    },
    traps: [carried],
    lastRun: runOf(),
    events: EVENTS,
    rejected: new Set(),
    deliveries: EVENTS.map((event) => delivery(event)),
    chargebee: SITE,
    auditVerified: true,
    ...changes,
  };
}

/** The delivery of one event ended so, and Chargebee has nothing of it. */
function ending(eventId: string, state: string, reason?: string): Partial<Facts> {
  const type = EVENTS.find((event) => event.eventId === eventId)?.type ?? '';
  return {
    deliveries: EVENTS.map((event) => (event.eventId === eventId ? delivery(event, state, reason) : delivery(event))),
    chargebee: { ...SITE, [type]: objects(0) },
  };
}
const meant = (entity: Trap['entity'], key: string, to: Trap['delivery'], reason?: string): Partial<Facts> => ({
  traps: [
    carried,
    {
      ...{ entity, key, trap: 't', outcome: 'published', note: '' },
      ...(to && { delivery: to }),
      ...(reason === undefined ? {} : { reason }),
    },
  ],
});

describe('the account of a story', () => {
  it('given every side agrees, then it is in order, type by type, and names what was left out', () => {
    const { ok, problems, rows, byType, money } = account(facts());
    expect({ ok, problems }).toEqual({ ok: true, problems: [] });
    expect(rows).toEqual({ source: 6, published: 4, rejected: 0, carriedLater: 2, deferred: 0 });
    expect(byType['credit-note']).toEqual({
      rows: { source: 2, published: 1, rejected: 0, carriedLater: 1, deferred: 0 },
      events: 1,
      deliveries: { delivered: 1 },
    });
    expect(JSON.parse(JSON.stringify(money['credit-note']))).toEqual({
      source: { USD: '12.00' },
      canonical: { USD: '5.00' },
      chargebee: { USD: '5.00' },
      notPublished: [{ record: 'credit-note/C1~_CRD1~C', currency: 'USD', amount: '7.00', reason: 'carried later' }],
      notDelivered: [],
    });
    expect(money.payment.notPublished).toEqual([
      { record: 'payment/C1~2~C~1', currency: 'USD', amount: '-5.00', reason: 'carried later' },
    ]);
  });

  it.each<[string, Partial<Facts>, RegExp]>([
    [
      'an invoice Chargebee has for another amount',
      { chargebee: { ...SITE, invoice: objects(1, '100.11') } },
      /^invoice: canonical less .* differ by USD -0.01$/,
    ],
    [
      'a credit note Chargebee has for another amount',
      { chargebee: { ...SITE, 'credit-note': objects(1, '6.00') } },
      /^credit-note: canonical less .* differ by USD -1.00$/,
    ],
    [
      'a payment Chargebee has twice',
      { chargebee: { ...SITE, payment: objects(2, '100.00') } },
      /^payment: 1 delivered, 2 in Chargebee; payment: canonical/,
    ],
    [
      'an event of another amount than its row',
      { events: EVENTS.map((event) => (event.eventId === 'd' ? { ...event, amount: '51.00' } : event)) },
      /^payment: source less .* differ by USD -1.00;/,
    ],
    [
      'a payment row nobody accounts for',
      { source: { ...facts().source, payments: [...facts().source.payments, payment('1', 'I', '2', '1.00')] } },
      /^payment: 3 source rows, but 1 published \+ 0 rejected \+ 1 carried later \+ 0 deferred; neither .*C1~1~I~2$/,
    ],
    [
      'a row counted with another type',
      { lastRun: runOf({ payments: {}, invoices: { carriedLater: 1 } }) },
      /^invoice: 1 source rows, but 1 published .*; payment: 2 source rows/,
    ],
    ['rows still deferred', { lastRun: runOf({ invoices: { deferred: 1 } }) }, /invoice: 1 rows are still deferred/],
    ['an event without a delivery', { deliveries: facts().deliveries.slice(0, 3) }, /payment: 1 events, 0 deliveries/],
    ['a delivery at work', ending('b', 'retrying'), /deliveries are at work: invoice\/C1~1~I retrying/],
    [
      'a delivery that failed',
      ending('d', 'failed', 'TOO_MUCH'),
      /does not mean them to end so: payment\/C1~1~I~1 failed TOO_MUCH$/,
    ],
    ['a skip nobody meant', ending('b', 'skipped'), /does not mean them to end so: invoice\/C1~1~I skipped/],
    [
      'a failure for another reason than the seed’s',
      { ...ending('c', 'failed', 'OTHER'), ...meant('ArInvoice', 'C1~2~C', 'failed', 'CREDITED_INVOICE_UNKNOWN') },
      /end so: credit-note\/C1~2~C failed OTHER$/,
    ],
    [
      'a delivery that was to wait and did not',
      meant('ArInvoicePay', 'C1~1~I~1', 'waiting'),
      /the seed means payment\/C1~1~I~1 to end waiting, it is delivered/,
    ],
    ['a broken chain', { auditVerified: false }, /audit chain/],
  ])('given %s, then it is not in order and says so', (_, changes, problem) => {
    const { ok, problems } = account(facts(changes));
    expect(ok).toBe(false);
    expect(problems.join('; ')).toMatch(problem);
  });

  it.each<[string, string, Trap['entity'], string]>([
    ['waiting', 'b', 'ArInvoice', 'C1~1~I'],
    ['skipped', 'b', 'ArInvoice', 'C1~1~I'],
    ['failed', 'c', 'ArInvoice', 'C1~2~C'],
    ['failed', 'd', 'ArInvoicePay', 'C1~1~I~1'],
  ])(
    'given a delivery %s (%s) that the seed means to be, then it is in order and named',
    (state, eventId, entity, key) => {
      const to = state as Trap['delivery'];
      const { ok, problems, money, leftUndone } = account(
        facts({ ...ending(eventId, state, 'because'), ...meant(entity, key, to, 'because') }),
      );
      expect({ ok, problems }).toEqual({ ok: true, problems: [] });
      const { type, sourceId, amount } = EVENTS.find((event) => event.eventId === eventId) ?? EVENTS[0] ?? {};
      const left = Object.values(money).flatMap(({ notDelivered }) => notDelivered);
      const record = `${type}/${sourceId}`;
      expect(left).toEqual([{ record, currency: 'USD', amount, reason: `${state}: because` }]);
      expect(leftUndone).toEqual(state === 'skipped' ? [] : [{ record, state, reason: 'because' }]);
    },
  );

  it('given a rejected row, then it counts as rejected with its type', () => {
    const source = { ...facts().source, payments: [...facts().source.payments, payment('1', 'I', '2', '1.00')] };
    const { problems, byType, money } = account(facts({ source, rejected: new Set(['acme/payment/C1~1~I~2']) }));
    expect(problems).toEqual([]);
    expect(byType.payment.rows.rejected).toBe(1);
    expect(money.payment.notPublished).toContainEqual(
      expect.objectContaining({ record: 'payment/C1~1~I~2', reason: 'rejected' }),
    );
  });

  it('given two versions of a record, then only the newer one counts', () => {
    const older = { ...EVENTS[1], eventId: 'z', sequence: '0', amount: '7.00' } as PublishedEvent;
    const events = [older, ...EVENTS];
    const deliveries = [delivery(older, 'superseded'), ...facts().deliveries];
    expect(account(facts({ events, deliveries })).problems).toEqual([]);
  });
});
