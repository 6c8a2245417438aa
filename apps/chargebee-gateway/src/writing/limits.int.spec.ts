import { afterEach, describe, expect, it } from '@jest/globals';
import { aCustomer, anInvoice, until } from '@ledgerbridge/testing';
import { GatewayRig } from '../testing/gateway-rig.fixture.spec.js';

const invoices = (count: number, customerId?: string) =>
  Array.from({ length: count }, (_, index) =>
    anInvoice()
      .withNumber(`${customerId ?? ''}${600_000 + index}`)
      .with(customerId === undefined ? {} : { customerId })
      .event(),
  );

describe('limits of a Chargebee site', () => {
  let rig: GatewayRig;
  afterEach(() => rig.close());

  const refusals = () => rig.simulator.controls.requests({ status: 429 });

  it('given a lock per customer and many documents of one, then never two writes of it are under way', async () => {
    rig = await GatewayRig.start({ simulator: { switches: { requestsPerMinute: null, latencyMs: 20 } } });
    const other = aCustomer().withNumber('OTHER').event();
    const events = [aCustomer().event(), other, ...invoices(20), ...invoices(5, other.record.sourceId)];
    await rig.publish(...events);
    await rig.delivered(events);
    expect(refusals()).toEqual([]);
  });

  it('given a lock somebody else holds on one customer, then only its document is tried again and others go on at once', async () => {
    rig = await GatewayRig.start();
    const [one, other] = [aCustomer().event(), aCustomer().withNumber('OTHER').event()];
    await rig.deliver(one, other);
    rig.simulator.controls.fault({ operation: 'import_invoice', fault: 'lock-timeout', times: 1 });
    const [locked, ...rest] = [...invoices(1), ...invoices(5, 'OTHER')];
    if (locked !== undefined) await rig.publish(locked);
    await until(() => refusals().length === 1);
    await rig.publish(...rest);
    const settled = await rig.delivered(rest);
    expect(settled.map(({ attempt }) => attempt)).toEqual(rest.map(() => 1));
    expect(await rig.settled(locked as NonNullable<typeof locked>, ['delivered'])).toMatchObject({ attempt: 2 });
  });

  it('given ceilings for reads and writes under way, then they are kept and nothing is refused', async () => {
    rig = await GatewayRig.start({
      connection: { concurrency: { reads: 1, writes: 3 } },
      simulator: {
        switches: { requestsPerMinute: null, maxConcurrentGets: 1, maxConcurrentPosts: 3, latencyMs: 10 },
      },
    });
    const events = Array.from({ length: 30 }, (_, index) => aCustomer().withNumber(`C${index}`).event());
    rig.simulator.controls.fault({ operation: 'create_customer', fault: 'html', every: 3 });
    await rig.publish(...events);
    await rig.delivered(events);
    expect(refusals()).toEqual([]);
  });

  it('given more work than the limit has room for, then the pace is kept and the site refuses nothing', async () => {
    const requestsPerMinute = 1_200;
    rig = await GatewayRig.start({
      connection: { requestsPerMinute },
      simulator: { switches: { requestsPerMinute } },
    });
    const events = Array.from({ length: 80 }, (_, index) => aCustomer().withNumber(`C${index}`).event());
    await rig.publish(...events);
    await rig.delivered(events);
    expect(refusals()).toEqual([]);
    const times = rig.simulator.controls.requests().map(({ at }) => Date.parse(at));
    const perMinute = ((times.length - 1) * 60_000) / ((times.at(-1) ?? 0) - (times[0] ?? 0));
    expect(perMinute).toBeLessThanOrEqual(requestsPerMinute);
  });

  it('given a shutdown in a long pause, then the service ends at once and what waited runs again without doubt', async () => {
    rig = await GatewayRig.start({ connection: { timeouts: { requestSeconds: 60, settleSeconds: 60 } } });
    const events = Array.from({ length: 12 }, (_, index) => aCustomer().withNumber(`C${index}`).event());
    rig.simulator.controls.fault({ operation: 'POST', fault: '429', retryAfter: '600', times: 1 });
    await rig.publish(...events);
    await until(async () => {
      const found = await Promise.all(events.map((event) => rig.find(event)));
      return refusals().length === 1 && found.filter((delivery) => delivery?.state === 'writing').length > 1;
    });
    const begun = performance.now();
    await rig.restart();
    expect(performance.now() - begun).toBeLessThan(8_000);
    const settled = await Promise.all(events.map((event) => rig.find(event)));
    expect(settled.map((delivery) => delivery?.state)).not.toContain('in_doubt');
    expect(settled.map((delivery) => delivery?.state)).not.toContain('writing');
  });
});
