import { afterEach, describe, expect, it } from '@jest/globals';
import { aCustomer, anInvoice, until } from '@ledgerbridge/testing';
import { GatewayRig, TARGET, type ShownDelivery } from '../testing/gateway-rig.fixture.spec.js';

const customers = (count: number) =>
  Array.from({ length: count }, (_, index) => aCustomer().withNumber(`C${index}`).event());

describe('a Chargebee connection that is stopped', () => {
  let rig: GatewayRig;
  afterEach(() => rig.close());

  const listed = async (state: string) =>
    (await rig.get<{ items: ShownDelivery[] }>(`/v1/deliveries?connection=${TARGET}&state=${state}&limit=200`)).items;
  /** Writes; the site is read all the same. */
  const refused = () =>
    rig.simulator.controls.requests().filter(({ method, status }) => method === 'POST' && (status ?? 0) >= 400).length;

  async function stopped(): Promise<ShownDelivery> {
    const [failed] = await until(async () => {
      const [failures, atWork] = [await listed('failed'), await listed('writing')];
      return failures.length > 0 && atWork.length === 0 && failures;
    });
    return failed as ShownDelivery;
  }

  it('given a wrong key, then one failure speaks for all, a restart tries nothing again, and a new key lets all go on', async () => {
    const patient = { concurrency: { writes: 8 }, timeouts: { requestSeconds: 30, settleSeconds: 0 } };
    rig = await GatewayRig.start({ byApi: true, connection: { ...patient, apiKey: 'not_the_key' } });
    const events = customers(30);
    await rig.publish(...events);
    const failed = await stopped();
    expect(failed).toMatchObject({
      failureClass: 'configuration',
      reason: 'api_authentication_failed',
      details: { scope: 'connection', httpStatus: 401 },
    });
    const tried = refused();
    expect(tried).toBeLessThanOrEqual(8);

    await rig.restart();
    const later = aCustomer().withNumber('LATER').event();
    await rig.publish(later);
    await until(async () => (await rig.find(later))?.state === 'pending');
    expect(await listed('failed')).toHaveLength(1);
    expect(refused()).toBe(tried);
    const metrics = await (await fetch(`${await rig.app.getUrl()}/metrics`)).text();
    expect(metrics).toMatch(new RegExp(`^ledgerbridge_connections_stopped\\{connection="${TARGET}".*\\} 1$`, 'm'));

    await rig.putConnection({ apiKey: 'test_simulator_full_access' });
    const settled = await rig.delivered([...events, later]);
    expect(new Set(settled.map(({ attempt }) => attempt))).toEqual(new Set([1]));
    expect(refused()).toBe(tried);
  });

  it('given an operation the site does not offer, then it stops the connection until a person retries the one failure', async () => {
    rig = await GatewayRig.start();
    await rig.deliver(aCustomer().event());
    rig.simulator.controls.set({ disabledOperations: ['import_invoice'] });
    const invoices = Array.from({ length: 20 }, (_, index) =>
      anInvoice()
        .withNumber(String(400_000 + index))
        .event(),
    );
    await rig.publish(...invoices);
    const failed = await stopped();
    expect(failed).toMatchObject({ reason: 'configuration_incompatible', details: { scope: 'connection' } });
    expect(await listed('failed')).toHaveLength(1);
    rig.simulator.controls.set({ disabledOperations: [] });
    await rig.get(`/v1/deliveries/${failed.id}/retry`, { method: 'POST' });
    await rig.delivered(invoices);
  });

  it('given a read for a decision that the site refuses to everybody, then that stops it too', async () => {
    rig = await GatewayRig.start();
    await rig.deliver(aCustomer().event());
    const invoice = anInvoice().withNumber('500001');
    await rig.deliver(invoice.event({ version: 1 }));
    rig.simulator.controls.set({ siteDisabled: true });
    const changed = invoice.withLine({ amount: '75.50' }).event({ version: 2, change: 'updated' });
    await rig.publish(changed);
    expect(await stopped()).toMatchObject({ eventId: changed.id, reason: 'request_blocked', attempt: 0 });
    rig.simulator.controls.set({ siteDisabled: false });
    const [failed] = await listed('failed');
    await rig.get(`/v1/deliveries/${failed?.id}/retry`, { method: 'POST' });
    expect(
      await until(async () => (await listed('failed')).find(({ reason }) => reason === 'TARGET_IMMUTABLE')),
    ).toBeDefined();
  });
});
