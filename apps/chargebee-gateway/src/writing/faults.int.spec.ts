import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aCustomer, anInvoice, until } from '@ledgerbridge/testing';
import { GatewayRig, TARGET } from '../testing/gateway-rig.fixture.spec.js';

describe('a Chargebee site that misbehaves', () => {
  let rig: GatewayRig;
  let number = 300_000;

  beforeAll(async () => {
    rig = await GatewayRig.start({ connection: { timeouts: { requestSeconds: 1, settleSeconds: 0 } } });
    await rig.deliver(aCustomer().event());
  });
  afterAll(() => rig.close());
  beforeEach(() => rig.simulator.controls.clearFaults());

  const next = () => anInvoice().withNumber(String((number += 1)));
  const imports = (id: string) =>
    rig.simulator.controls
      .requests({ operation: 'import_invoice' })
      .filter(({ body }) => new URLSearchParams(body).get('id') === id);
  const copies = (id: string) => rig.simulator.controls.objects('invoice').filter((invoice) => invoice.id === id);

  it.each(['reset-after-apply', 'hang-after-apply', 'timeout-after-apply', '500-after-apply', 'truncated'] as const)(
    'given %s, then the import is in doubt, found by read-back and never sent again',
    async (fault) => {
      rig.simulator.controls.fault({ operation: 'import_invoice', fault, times: 1 });
      const event = next().event();
      await rig.publish(event);
      await rig.settled(event, ['in_doubt']);
      expect(await rig.settled(event, ['delivered'])).toMatchObject({ state: 'delivered' });
      expect(imports(event.state.number)).toHaveLength(1);
      expect(copies(event.state.number)).toHaveLength(1);
    },
  );

  it.each(['reset', 'html', 'html-200', 'timeout'] as const)(
    'given %s before anything was done, then the same bytes are sent again after looking',
    async (fault) => {
      rig.simulator.controls.fault({ operation: 'import_invoice', fault, times: 1 });
      const event = next().event();
      expect(await rig.deliver(event)).toMatchObject([{ state: 'delivered' }]);
      const [first, second, ...more] = imports(event.state.number);
      expect(more).toEqual([]);
      expect(second?.body).toBe(first?.body);
      expect(second?.headers).toEqual(first?.headers);
      expect(copies(event.state.number)).toHaveLength(1);
    },
  );

  it.each(['500', '503', 'lock-timeout', '429'] as const)(
    'given %s, then the same bytes and headers are sent again until it is there once',
    async (fault) => {
      rig.simulator.controls.fault({ operation: 'import_invoice', fault, times: 2 });
      const event = next().event();
      expect(await rig.deliver(event)).toMatchObject([{ state: 'delivered' }]);
      const sent = imports(event.state.number).map(({ headers, body }) => JSON.stringify([headers, body]));
      expect(sent.length).toBeGreaterThanOrEqual(2);
      expect(new Set(sent).size).toBe(1);
      expect(copies(event.state.number)).toHaveLength(1);
    },
  );

  it('given an import that failed after it was done, when a void follows, then the invoice is found there', async () => {
    rig.simulator.controls.fault({ operation: 'import_invoice', fault: '500-after-apply', times: 1 });
    const invoice = next();
    const issued = invoice.event({ version: 1 });
    await rig.publish(issued);
    await until(() => copies(issued.state.number)[0]);
    const voided = invoice.with({ status: 'voided' }).event({ version: 2, change: 'voided' });
    expect(await rig.deliver(voided)).toMatchObject([
      { state: 'failed', reason: 'TARGET_IMMUTABLE', details: { targetId: issued.state.number } },
    ]);
  });

  it('given 429 with Retry-After, then no call at all is made before that time', async () => {
    rig.simulator.controls.fault({ operation: 'import_invoice', fault: '429', times: 1 });
    const events = [next().event(), next().event()];
    await rig.deliver(...events);
    const calls = rig.simulator.controls.requests();
    const refused = calls.findLastIndex(({ status }) => status === 429);
    const pause = Date.parse(calls[refused + 1]?.at ?? '') - Date.parse(calls[refused]?.at ?? '');
    expect(pause).toBeGreaterThanOrEqual(900);
  });

  it('given our number with our content on the site, when refused as duplicate, then it is delivered', async () => {
    const event = next().event();
    await rig.deliver(event);
    const imported = copies(event.state.number)[0];
    const twin = next();
    rig.simulator.controls.put('invoice', { ...imported, id: twin.build().number } as never);
    expect(await rig.deliver(twin.event())).toMatchObject([{ state: 'delivered' }]);
  });

  it('given our number with other content on the site, when refused as duplicate, then both values are told', async () => {
    const imported = next().event();
    await rig.deliver(imported);
    const other = next().withLine({ amount: '75.50' });
    rig.simulator.controls.put('invoice', { ...copies(imported.state.number)[0], id: other.build().number } as never);
    expect(await rig.deliver(other.event())).toMatchObject([
      {
        state: 'failed',
        failureClass: 'collision',
        reason: 'TARGET_DIFFERS',
        details: { differences: { total: { ours: '75.50', theirs: '100.00' } } },
      },
    ]);
  });

  it('given a site in read-only mode, then the deliveries wait for it and burn no attempt', async () => {
    rig.simulator.controls.set({ siteReadOnly: true });
    const event = next().event();
    await rig.publish(event);
    expect(await rig.settled(event, ['retrying'])).toMatchObject({ reason: 'TARGET_DOWN', attempt: 0 });
    rig.simulator.controls.set({ siteReadOnly: false });
    expect(await rig.settled(event, ['delivered'])).toMatchObject({ attempt: 1 });
  });

  it('given a site without import_invoice, then the failure is one of configuration for the whole connection', async () => {
    rig.simulator.controls.set({ disabledOperations: ['import_invoice'] });
    expect(await rig.deliver(next().event())).toMatchObject([
      {
        state: 'failed',
        failureClass: 'configuration',
        reason: 'configuration_incompatible',
        details: { scope: 'connection', httpStatus: 400 },
      },
    ]);
    const test = await rig.get<{ ok: boolean; checks: { name: string; ok: boolean }[] }>(
      `/v1/connections/${TARGET}/test`,
      { method: 'POST' },
    );
    expect(test.ok).toBe(false);
    expect(test.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['import-invoice']);
    rig.simulator.controls.set({ disabledOperations: [] });
  });
});
