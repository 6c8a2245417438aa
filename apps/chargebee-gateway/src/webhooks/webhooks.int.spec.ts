import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aCustomer, until } from '@ledgerbridge/testing';
import { DataSource } from 'typeorm';
import { aSiteInvoice } from '../chargebee/reading/resources.fixture.spec.js';
import { TARGET } from '../testing/gateway-rig.fixture.spec.js';
import { WebhookRig } from './webhook-rig.fixture.spec.js';

const TEN_MINUTES = 10 * 60_000;
const VERSION = Date.UTC(2026, 2, 1, 10);

describe('webhooks of a site', () => {
  let rig: WebhookRig;
  let number = 0;

  beforeAll(async () => {
    rig = await WebhookRig.start();
  });
  afterAll(() => rig.close());
  beforeEach(() => rig.site.clearFaults());

  const nextId = () => `C${(number += 1)}`;
  const customer = (id: string, changes: object = {}) => ({
    id,
    object: 'customer',
    company: 'Acme',
    resource_version: VERSION,
    deleted: false,
    taxability: 'taxable',
    ...changes,
  });
  const metrics = async () => (await fetch(`${await rig.gateway.app.getUrl()}/metrics`)).text();

  it('given a customer of the site, when its webhook comes, then it is published within a second', async () => {
    const id = nextId();
    const event = await rig.byHand('/customers', { id, company: 'Acme', email: 'jo@example.com' });
    const begun = performance.now();
    await rig.post(event);
    expect(await rig.settled(event.id)).toMatchObject({ state: 'done', reason: 'published', resources: null });
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(await rig.published(id)).toMatchObject([
      { change: 'created', causationId: event.id, state: { number: id, name: 'Acme', emails: ['jo@example.com'] } },
    ]);
  });

  it('given duplicates and disorder, then the last state is told and none twice', async () => {
    const id = nextId();
    const created = await rig.byHand('/customers', { id, company: 'First' });
    const second = await rig.byHand(`/customers/${id}`, { company: 'Second' });
    const third = await rig.byHand(`/customers/${id}`, { company: 'Third' });
    for (const event of [third, created, third, second, created]) await rig.post(event);
    for (const event of [created, second, third]) await rig.settled(event.id);
    expect((await rig.published(id)).map(({ state }) => state)).toMatchObject([{ name: 'Third' }]);
  });

  it.each([
    ['customer_deleted', { deleted: true }],
    ['customer_changed', {}],
  ])('given a body that disagrees with the API, a forged %s, then only what the API says counts', async (type, end) => {
    const id = nextId();
    const other = nextId();
    const event = await rig.byHand('/customers', { id, company: 'Real' });
    rig.site.put('customer', customer(other));
    const forged = customer(other, { company: 'Forged', ...end });
    await rig.post({ ...event, event_type: type, content: { customer: forged } });
    expect(await rig.settled(event.id)).toMatchObject({ reason: 'published' });
    expect(await rig.published(id)).toMatchObject([{ change: 'created', state: { name: 'Real' } }]);
    expect(await rig.published(other)).toEqual([]);
  });

  it('given an id the site does not know (forged, or of another site), then after ten minutes it is discarded and counted', async () => {
    const id = nextId();
    await rig.post({ id: 'ev_forged', event_type: 'customer_created', content: { customer: customer(id) } });
    expect(await rig.tried('ev_forged')).toMatchObject({ state: 'pending', reason: 'unknown-event' });
    rig.advance(TEN_MINUTES - 5_000);
    expect(await rig.tried('ev_forged', 2)).toMatchObject({ state: 'pending' });
    rig.advance(70_000);
    expect(await rig.settled('ev_forged')).toMatchObject({ state: 'discarded', reason: 'unknown-event' });
    expect(await rig.published(id)).toEqual([]);
    const counted = /_settled_seconds_count\{.*outcome="unknown-event"\} (\d+)/.exec(await metrics())?.[1];
    expect(counted).toBe('1');
  });

  it.each([
    ['a type nobody has told us of', 'something_new', {}],
    ['one about nothing of ours', 'card_added', { card: { id: 'x', object: 'card' } }],
  ])('given an event of %s, then it ends with nothing to carry', async (_what, eventType, content) => {
    const event = rig.event(`ev_${eventType}`, eventType, content);
    await rig.post(event);
    expect(await rig.settled(event.id)).toMatchObject({ state: 'done', reason: 'nothing-to-carry' });
  });

  it('given a deletion, then the content of the event tells it and the resource is not asked for', async () => {
    const id = nextId();
    const created = await rig.byHand('/customers', { id, company: 'Gone' });
    await rig.post(created);
    await rig.settled(created.id);
    const known = rig.site.find('customer', id);
    const gone = { ...known, id, object: 'customer', resource_version: (known?.resource_version ?? 0) + 1_000 };
    const event = rig.event('ev_gone', 'customer_deleted', { customer: gone });
    const before = rig.lastRequest;
    await rig.post(event);
    expect(await rig.settled('ev_gone')).toMatchObject({ reason: 'published' });
    expect((await rig.published(id)).map(({ change }) => change)).toEqual(['created', 'deleted']);
    expect(rig.reads(before).map(({ path }) => path)).toEqual([expect.stringContaining('/events/ev_gone')]);
  });

  it('given a resource that cannot be read yet, then it is asked for again and told', async () => {
    const id = nextId();
    const event = rig.event('ev_early', 'customer_created', { customer: customer(id) });
    await rig.post(event);
    expect(await rig.tried('ev_early')).toMatchObject({ state: 'pending', reason: 'not-readable' });
    rig.site.put('customer', customer(id, { company: 'Late' }));
    rig.advance(2_000);
    expect(await rig.settled('ev_early')).toMatchObject({ reason: 'published' });
    expect(await rig.published(id)).toMatchObject([{ state: { name: 'Late' } }]);
  });

  it('given an event about two records, one not readable yet, then the other is told, and the receipt waits for both', async () => {
    const id = nextId();
    rig.site.put('customer', customer(id));
    const invoice = aSiteInvoice({ id: `INV-${id}`, customer_id: id });
    const event = rig.event('ev_both', 'invoice_generated', { customer: customer(id), invoice });
    await rig.post(event);
    expect(await rig.tried('ev_both')).toMatchObject({ state: 'pending', reason: 'not-readable' });
    await until(async () => (await rig.published(id)).length === 1);
    rig.site.put('invoice', invoice as never);
    rig.advance(2_000);
    expect(await rig.settled('ev_both')).toMatchObject({ state: 'done', reason: 'published' });
    expect(await rig.published(id)).toHaveLength(1);
    expect(await rig.published(`INV-${id}`)).toMatchObject([{ change: 'issued', causationId: 'ev_both' }]);
  });

  it('given a resource that is shown in an older state than the event tells, then it is asked for again', async () => {
    const id = nextId();
    rig.site.put('customer', customer(id, { company: 'Old' }));
    const event = rig.event('ev_lag', 'customer_changed', {
      customer: customer(id, { resource_version: VERSION + 5 }),
    });
    await rig.post(event);
    expect(await rig.tried('ev_lag')).toMatchObject({ reason: 'not-readable' });
    expect(await rig.published(id)).toEqual([]);
    rig.site.put('customer', customer(id, { company: 'New', resource_version: VERSION + 5 }));
    rig.advance(2_000);
    await rig.settled('ev_lag');
    expect((await rig.published(id)).map(({ state }) => state)).toMatchObject([{ name: 'New' }]);
  });

  it('given a resource that never shows, then the receipt is discarded after ten minutes', async () => {
    const event = rig.event('ev_never', 'invoice_updated', { invoice: { id: 'INV-NEVER', resource_version: VERSION } });
    await rig.post(event);
    await rig.tried('ev_never');
    rig.advance(TEN_MINUTES + 1_000);
    expect(await rig.settled('ev_never')).toMatchObject({ state: 'discarded', reason: 'not-readable' });
  });

  it('given a record that cannot be mapped, then it is a dead letter and holds up nobody', async () => {
    const bad = nextId();
    const good = nextId();
    rig.site.put('customer', customer(bad, { net_term_days: 'soon' }));
    rig.site.put('customer', customer(good));
    await rig.post(rig.event('ev_bad', 'customer_changed', { customer: customer(bad) }));
    await rig.post(rig.event('ev_good', 'customer_changed', { customer: customer(good) }));
    expect(await rig.settled('ev_bad')).toMatchObject({ state: 'done', reason: 'rejected' });
    expect(await rig.settled('ev_good')).toMatchObject({ reason: 'published' });
    expect((await rig.deadLetters()).at(-1)).toMatchObject({
      code: 'ROW_REJECTED',
      sourceRow: `${TARGET}/customer/${bad}`,
      details: { eventId: 'ev_bad', field: 'net_term_days' },
    });
  });

  it('given a publication whose commit fails, then its receipt is not settled, and told by the next try', async () => {
    const id = nextId();
    rig.site.put('customer', customer(id));
    const refused = await rig.refusingCommits('outbox');
    await rig.post(rig.event('ev_uncommitted', 'customer_changed', { customer: customer(id) }));
    expect(await rig.tried('ev_uncommitted')).toMatchObject({ state: 'pending', reason: 'internal' });
    expect(await rig.published(id)).toEqual([]);
    await refused.end();
    rig.advance(2_000);
    expect(await rig.settled('ev_uncommitted')).toMatchObject({ state: 'done', reason: 'published' });
    expect(await rig.published(id)).toHaveLength(1);
  });

  it('given a record too large for a message, then it is a dead letter as well', async () => {
    const huge = nextId();
    const contacts = Array.from({ length: 1_100 }, (_, index) => ({
      enabled: true,
      email: `${'x'.repeat(950)}${index}@example.com`,
    }));
    rig.site.put('customer', customer(huge, { contacts }));
    await rig.post(rig.event('ev_huge', 'customer_changed', { customer: customer(huge) }));
    expect(await rig.settled('ev_huge')).toMatchObject({ state: 'done', reason: 'rejected' });
    expect((await rig.deadLetters()).at(-1)).toMatchObject({
      details: { eventId: 'ev_huge', rule: 'EVENT_TOO_LARGE' },
    });
  });

  it.each(['500', 'reset', 'html', 'truncated'] as const)(
    'given %s once, then the event is tried again',
    async (fault) => {
      const id = nextId();
      const event = await rig.byHand('/customers', { id });
      rig.site.fault({ operation: 'retrieve_customer', fault, times: 1 });
      await rig.post(event);
      expect(await rig.tried(event.id)).toMatchObject({ state: 'pending', reason: 'call-failed', missingSince: null });
      rig.advance(2_000);
      expect(await rig.settled(event.id)).toMatchObject({ reason: 'published' });
    },
  );

  it('given the echo of our own write, then neither event nor resource is asked for, and it is told with its origin', async () => {
    const source = aCustomer().withNumber('ECHO').event();
    const [delivery] = await rig.gateway.deliver(source);
    const event = rig.site.objects('event').findLast(({ content }) => JSON.stringify(content).includes('ECHO'));
    const before = rig.lastRequest;
    await rig.post(event as object);
    expect(await rig.settled(event?.id ?? '')).toMatchObject({ state: 'done', reason: 'own-echo' });
    expect(rig.reads(before)).toEqual([]);
    expect(await rig.published(delivery?.targetId)).toMatchObject([
      { state: { origin: { connection: source.record.connection, sourceId: 'ECHO' } } },
    ]);
  });

  it('given answers that cannot be kept, then our writes are delivered all the same', async () => {
    const db = rig.gateway.app.get(DataSource);
    await db.query('ALTER TABLE own_answers RENAME TO elsewhere');
    try {
      const [delivery] = await rig.gateway.deliver(aCustomer().withNumber('UNKEPT').event());
      expect(delivery).toMatchObject({ state: 'delivered' });
    } finally {
      await db.query('ALTER TABLE elsewhere RENAME TO own_answers');
    }
  });

  it('given a change by hand after our own write, then it is asked for', async () => {
    const [delivery] = await rig.gateway.deliver(aCustomer().withNumber('TOUCHED').event());
    const id = delivery?.targetId ?? '';
    const event = await rig.byHand(`/customers/${id}`, { company: 'By hand' });
    const before = rig.lastRequest;
    await rig.post(event);
    expect(await rig.settled(event.id)).toMatchObject({ reason: 'published' });
    expect(rig.reads(before)).toHaveLength(2);
    expect((await rig.published(id)).at(-1)).toMatchObject({ state: { name: 'By hand' } });
  });
});
