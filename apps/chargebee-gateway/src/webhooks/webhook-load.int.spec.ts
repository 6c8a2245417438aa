import { afterEach, describe, expect, it } from '@jest/globals';
import { ConnectionHolder } from '@ledgerbridge/connections';
import { aCustomer, until } from '@ledgerbridge/testing';
import { TARGET, type RigOptions } from '../testing/gateway-rig.fixture.spec.js';
import { WebhookRig } from './webhook-rig.fixture.spec.js';

describe('webhooks in number, and a site that cannot be read', () => {
  let rig: WebhookRig;
  afterEach(() => rig.close());

  const start = async (options: RigOptions = {}) => (rig = await WebhookRig.start(options));
  const changes = async (id: string, count: number) => {
    const events = [await rig.byHand('/customers', { id, company: 'Name 0' })];
    for (let n = 1; n < count; n += 1) events.push(await rig.byHand(`/customers/${id}`, { company: `Name ${n}` }));
    return events;
  };
  const answered = (after: number) => {
    const good = rig.reads(after).filter(({ status }) => status === 200);
    return Object.groupBy(good, ({ operation }) => operation ?? '');
  };

  it('given many events of few records, when they wait, then they cost a page of events and one fetch a record', async () => {
    await start();
    const events = [...(await changes('A', 30)), ...(await changes('B', 15))];
    rig.site.set({ siteDisabled: true });
    for (const event of events) await rig.post(event);
    await until(() => rig.reads().some(({ status }) => status === 403));
    const before = rig.lastRequest;
    rig.site.set({ siteDisabled: false });
    const receipts = await Promise.all(events.map(({ id }) => rig.settled(id)));
    const { list_events: pages, retrieve_customer: fetches, ...others } = answered(before);
    expect(pages).toHaveLength(1);
    expect(fetches).toHaveLength(2);
    expect(others).toEqual({});
    expect(receipts.filter(({ attempts }) => attempts > 0)).toEqual([]);
    expect(await rig.published()).toHaveLength(2);
    expect(await rig.published('A')).toMatchObject([{ state: { name: 'Name 29' } }]);
    expect(await rig.published('B')).toMatchObject([{ state: { name: 'Name 14' } }]);
  });

  it('given events the list does not have among many, then each is asked for by itself before anything is concluded', async () => {
    await start();
    const events = await changes('A', 25);
    rig.site.set({ siteDisabled: true });
    for (const event of events) await rig.post(event);
    await rig.post({ id: 'ev_nowhere' });
    await until(() => rig.reads().some(({ status }) => status === 403));
    rig.site.set({ siteDisabled: false });
    await Promise.all(events.map(({ id }) => rig.settled(id)));
    expect(await rig.tried('ev_nowhere')).toMatchObject({ reason: 'unknown-event' });
    rig.advance(11 * 60_000);
    expect(await rig.settled('ev_nowhere')).toMatchObject({ state: 'discarded' });
    expect(rig.reads().filter(({ path }) => path.endsWith('/events/ev_nowhere'))).toHaveLength(1);
  });

  it('given a site that is away, then the service stays ready, and all is told when the site is back', async () => {
    await start();
    const events = await changes('A', 3);
    rig.site.fault({ operation: '*', fault: '503' });
    for (const event of events) await rig.post(event);
    await until(() => rig.reads().some(({ status }) => status === 503));
    const ready = await fetch(`${await rig.gateway.app.getUrl()}/health/ready`);
    expect(ready.status).toBe(200);
    rig.site.clearFaults();
    for (const { id } of events) await rig.settled(id);
    expect((await rig.published('A')).at(-1)).toMatchObject({ state: { name: 'Name 2' } });
  });

  it('given a restart while receipts wait, then none is lost', async () => {
    await start();
    const events = await changes('A', 3);
    rig.site.set({ siteDisabled: true });
    for (const event of events) await rig.post(event);
    await rig.gateway.restart();
    rig.site.set({ siteDisabled: false });
    for (const { id } of events) expect(await rig.settled(id)).toMatchObject({ state: 'done' });
    expect(await rig.published('A')).toHaveLength(1);
  });

  it('given two replicas, when webhooks come in at the one that does not hold the site, then the other works on them, once', async () => {
    await start();
    const replica = await rig.gateway.replica();
    try {
      const holders = [rig.gateway.app, replica].filter((app) => app.get(ConnectionHolder).isHeldHere(TARGET));
      expect(holders).toHaveLength(1);
      const idle = holders[0] === replica ? rig.gateway.app : replica;
      const events = await changes('A', 3);
      for (const event of events) await rig.post(event, idle);
      for (const event of events) await rig.post(event, rig.gateway.app);
      for (const { id } of events) expect(await rig.settled(id)).toMatchObject({ state: 'done' });
      expect((await rig.published('A')).at(-1)).toMatchObject({ state: { name: 'Name 2' } });
      const told = (await rig.published('A')).map(({ id }) => id);
      expect(new Set(told).size).toBe(told.length);
    } finally {
      await replica.close();
    }
  });

  it('given calls doubled and shuffled while we write and others change, then what is told at the end is what the site holds', async () => {
    await start();
    const url = `${await rig.gateway.app.getUrl()}/v1/webhooks/chargebee/${TARGET}`;
    rig.site.webhooks.add({ url, username: 'hook', password: 's3cret' });
    rig.site.set({ webhookDuplicate: 0.3, webhookShuffle: 0.5, webhookShuffleMs: 300, webhookConcurrency: 4 });
    const customers = ['X1', 'X2', 'X3'].map((id) => aCustomer().withNumber(id).event());
    const delivered = await rig.gateway.deliver(...customers);
    const ids = delivered.map(({ targetId }) => targetId ?? '');
    for (const id of ids) await rig.byHand(`/customers/${id}`, { company: `By hand ${id}` });
    for (const event of rig.site.objects('event')) {
      await until(() => rig.receipt(event.id).catch(() => undefined));
      expect(await rig.settled(event.id)).toMatchObject({ state: 'done' });
    }
    for (const id of ids) {
      expect((await rig.published(id)).at(-1)).toMatchObject({ state: { name: `By hand ${id}`, origin: {} } });
    }
  });
});
