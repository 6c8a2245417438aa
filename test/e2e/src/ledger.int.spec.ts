import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BillingDesk,
  CHARGEBEE,
  CREDENTIALS,
  deliveries,
  GP,
  ONCE_A_YEAR,
  publishedEvents,
  SiteApi,
  startSimulators,
  sync,
  waitForLedgerRest,
  WEBHOOK_USER,
  writeConnectionsFile,
  type GpDocument,
  type RunningSimulators,
  type ServiceName,
} from '@ledgerbridge/sandbox';
import { until } from '@ledgerbridge/testing';
import { Bridge } from './bridge.js';
import { repository } from './repository.js';

const SERVICES: readonly ServiceName[] = ['audit', 'chargebee-gateway', 'gp-writer'];
const BUYER = 'Grünwald & Söhne 漢字';
const TOO_LARGE = JSON.stringify({ id: 'ev_large', padding: 'x'.repeat(5 * 1024 * 1024) });

let bridge: Bridge;
let simulators: RunningSimulators;
let desk: BillingDesk;

beforeAll(async () => {
  bridge = await Bridge.prepare();
  const { workDir } = bridge;
  simulators = await startSimulators({
    repository,
    workDir,
    dataDir: undefined,
    seed: { customers: 20, invoices: 30 },
  });
  const connectionsFile = join(workDir, 'connections.json');
  await writeConnectionsFile(connectionsFile, simulators, { pollCron: ONCE_A_YEAR });
  await bridge.start(SERVICES, { CONNECTIONS_FILE: connectionsFile });
  const url = `${bridge.process('chargebee-gateway').url}/v1/webhooks/chargebee/${CHARGEBEE}`;
  await simulators.chargebee.ensureWebhook({ url, username: WEBHOOK_USER, password: CREDENTIALS.webhookPassword });
  desk = new BillingDesk(new SiteApi(simulators.chargebeeUrl, CREDENTIALS.chargebeeKey));
}, 120_000);

afterAll(async () => {
  await bridge?.end();
  await Promise.all((simulators?.processes ?? []).map((process) => process.stop()));
}, 60_000);

/** A webhook as anybody on the network may send it. */
async function knock(
  body: string,
  password: string,
  connection = CHARGEBEE,
): Promise<{ status: number; type: string }> {
  const credentials = Buffer.from(`${WEBHOOK_USER}:${password}`).toString('base64');
  const response = await fetch(`${bridge.process('chargebee-gateway').url}/v1/webhooks/chargebee/${connection}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${credentials}` },
    body,
  });
  await response.arrayBuffer();
  return { status: response.status, type: response.headers.get('content-type') ?? '' };
}

async function received(outcome: string): Promise<number> {
  const metrics = await (await fetch(`${bridge.process('chargebee-gateway').url}/metrics`)).text();
  const line = new RegExp(`^ledgerbridge_webhooks_received_total\\{[^}]*outcome="${outcome}"[^}]*\\} (\\d+)$`, 'gm');
  return [...metrics.matchAll(line)].reduce((sum, [, count]) => sum + Number(count), 0);
}

function rest(): Promise<void> {
  const { audit, 'chargebee-gateway': gateway, 'gp-writer': writer } = bridge.api;
  return waitForLedgerRest({ audit, gateway, writer, simulators });
}

const told = ({ kind, currency, amount, state, voided }: GpDocument) => ({ kind, currency, amount, state, voided });

describe('from a Chargebee webhook to a document in Dynamics GP', () => {
  it('given webhooks of somebody else, when they come, then each is 401 as a problem and nothing is kept', async () => {
    const event = JSON.stringify({ id: 'ev_forged', event_type: 'invoice_generated' });
    const refused = { status: 401, type: expect.stringContaining('application/problem+json') };
    expect(await knock(event, 'not-the-password')).toEqual(refused);
    expect(await knock(event, CREDENTIALS.webhookPassword, 'no-such-connection')).toEqual(refused);
    expect(await knock(TOO_LARGE, 'not-the-password')).toEqual(refused);
    expect(await received('unauthorized')).toBe(3);
    expect(await received('accepted')).toBe(0);
  }, 30_000);

  it('given a body of 5 MB, when it comes, then it is 413 and the service goes on', async () => {
    expect((await knock(TOO_LARGE, CREDENTIALS.webhookPassword)).status).toBe(413);
    expect((await fetch(`${bridge.process('chargebee-gateway').url}/health/ready`)).status).toBe(200);
    expect(await received('too-large')).toBe(1);
  }, 30_000);

  it('given a customer, an invoice and its payment at the site, when the webhooks have come, then GP has each once, unposted, with its amount', async () => {
    await desk.customer({ id: 'buyer-1', company: BUYER, email: 'buyer@example.com', preferred_currency_code: 'USD' });
    const invoice = await desk.invoice('buyer-1', 'USD', [
      { amount: 10_000, description: 'Consulting' },
      { amount: 2_345, description: 'Travel' },
    ]);
    await desk.pay(invoice.id, 'check');
    await rest();

    const documents = await simulators.gp.documents();
    const whole = { currency: 'USD', amount: '123.45', state: 'Work', voided: false };
    expect(documents.map(told).toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual([
      { kind: 'cash-receipt', ...whole },
      { kind: 'invoice', ...whole },
    ]);
    const customers = await simulators.gp.customers();
    expect(new Set(documents.map(({ customerId }) => customerId))).toEqual(new Set([customers.at(-1)?.id]));
    const { schemaViolations, validationFaults } = await simulators.gp.summary();
    expect([schemaViolations.count, validationFaults]).toEqual([0, {}]);
  }, 90_000);

  it('given what was delivered, when asked, then the trail has the records, and each delivery names what it became in GP', async () => {
    const types = (await publishedEvents(bridge.api.audit, CHARGEBEE)).map(({ type }) => type);
    expect(new Set(types)).toEqual(new Set(['customer', 'invoice', 'payment']));
    const settled = await deliveries(bridge.api['gp-writer'], GP);
    expect(
      settled.map(({ state }) => state).filter((state) => !/^(delivered|unchanged|superseded)$/.test(state)),
    ).toEqual([]);
    expect(new Set(settled.map(({ record }) => record.type))).toEqual(new Set(types));
  }, 30_000);

  it('given every webhook once more, out of order, and a backfill, when all is at rest, then GP is as it was and nothing had been missed', async () => {
    const before = await simulators.gp.documents();
    await simulators.chargebee.replayWebhooks({ shuffle: true });
    await rest();
    const run = await sync(bridge.api['chargebee-gateway'], CHARGEBEE);
    await rest();

    expect(await received('duplicate')).toBeGreaterThan(0);
    expect(run.counts).toMatchObject({ created: 0, changed: 0, rejected: 0 });
    expect(await simulators.gp.documents()).toEqual(before);
  }, 90_000);

  it('given a writer killed with invoices under way, when it is started again, then each is in GP once', async () => {
    const before = (await simulators.gp.documents()).length;
    const amounts = Array.from({ length: 6 }, (_, number) => 1_000 + number);
    await simulators.gp.fault({ operation: 'CreateReceivablesInvoice', fault: 'slow', delayMs: 2_000 });
    for (const amount of amounts) await desk.invoice('buyer-1', 'USD', [{ amount, description: 'More' }]);
    const isUnderWay = async () => (await simulators.gp.faults()).some(({ used }) => used > 0);
    await until(isUnderWay, { what: 'an invoice on its way into GP' });
    await bridge.process('gp-writer').kill();
    const atTheKill = (await simulators.gp.documents()).length;
    await simulators.gp.clearFaults();
    await bridge.start(['gp-writer'], { CONNECTIONS_FILE: join(bridge.workDir, 'connections.json') });
    await rest();

    expect(atTheKill).toBeLessThan(before + amounts.length);
    const written = (await simulators.gp.documents()).slice(before);
    expect(written.map(({ amount }) => amount).toSorted()).toEqual(
      amounts.map((amount) => (amount / 100).toFixed(2)).toSorted(),
    );
  }, 120_000);
});
