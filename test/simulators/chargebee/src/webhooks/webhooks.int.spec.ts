import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startChargebeeSimulator, type ChargebeeSimulator } from '../simulator.js';
import { DEFAULT_SWITCHES } from '../site/switches.js';
import { ApiClient, importFields } from '../testing/api-client.js';
import { settledWebhooks } from '../testing/settled-webhooks.js';
import { WebhookReceiver } from '../testing/webhook-receiver.js';

const CREATED = [
  'customer_created',
  'invoice_generated',
  'transaction_created',
  'payment_succeeded',
  'invoice_updated',
];

describe('webhooks', () => {
  let receiver: WebhookReceiver;
  let simulator: ChargebeeSimulator;
  let api: ApiClient;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    simulator = await startChargebeeSimulator({ switches: { requestsPerMinute: null } });
    api = new ApiClient(simulator);
  });
  afterAll(async () => {
    await simulator.close();
    receiver.close();
  });
  beforeEach(() => {
    simulator.controls.set({ ...DEFAULT_SWITCHES, requestsPerMinute: null });
    simulator.controls.reset();
    simulator.controls.webhooks.add({ url: receiver.url, username: 'hook', password: 'pässword' });
  });
  afterEach(() => receiver.clear());

  async function fiveEvents(): Promise<void> {
    await api.post('/customers', { id: 'C-1' });
    await api.post('/invoices/import_invoice', importFields());
    await api.post('/invoices/INV-1/record_payment', { 'transaction[payment_method]': 'check' });
  }

  it('bring every event, in order, with Basic auth and as it stands', async () => {
    await fiveEvents();
    await settledWebhooks(simulator);
    expect(receiver.types).toEqual(CREATED);
    const [call] = receiver.calls;
    expect(call).toMatchObject({ webhook_status: 'scheduled', content: { customer: { id: 'C-1' } } });
    expect(call?.headers['user-agent']).toContain('ChargeBee');
    expect(call?.headers.authorization).toBe(`Basic ${Buffer.from('hook:pässword').toString('base64')}`);
    const { body } = await api.get(`/events/${call?.id}`);
    expect(body.event).toMatchObject({ webhook_status: 'succeeded', webhooks: [{ webhook_status: 'succeeded' }] });
    expect(simulator.controls.summary().webhooks).toMatchObject({ pending: 0, sent: 5, succeeded: 5, failed: 0 });
  });

  it('bring nothing that the caller asked to keep quiet, nor types an endpoint does not want', async () => {
    const [endpoint] = simulator.controls.webhooks.list();
    simulator.controls.webhooks.remove(endpoint?.id as string);
    simulator.controls.webhooks.add({ url: receiver.url, enabledEvents: ['customer_changed'] });
    await api.post('/customers', { id: 'C-1' });
    await api.post('/customers/C-1', { company: 'Quiet' }, { 'chargebee-event-webhook': 'all-disabled' });
    await api.post('/customers/C-1', { company: 'Loud' });
    await settledWebhooks(simulator);
    expect(receiver.calls).toMatchObject([
      { event_type: 'customer_changed', content: { customer: { company: 'Loud' } } },
    ]);
  });

  it('are tried again after a refusal, at growing distances by the simulated clock', async () => {
    receiver.status = 503;
    await api.post('/customers', { id: 'C-1' });
    await receiver.received(1);
    await statusOf('re_scheduled');
    receiver.status = 200;
    simulator.controls.advanceClock(119_000);
    expect(receiver.calls).toHaveLength(1);
    simulator.controls.advanceClock(1_000);
    await settledWebhooks(simulator);
    expect(receiver.calls.map((call) => call.webhook_status)).toEqual(['scheduled', 're_scheduled']);
    expect(simulator.controls.summary().webhooks).toMatchObject({ sent: 2, refused: 1, succeeded: 1 });
  });

  it('are given up after the first call and seven more', async () => {
    simulator.controls.set({ webhookTimeScale: 0 });
    receiver.status = 500;
    await api.post('/customers', { id: 'C-1' });
    await settledWebhooks(simulator);
    expect(receiver.calls).toHaveLength(8);
    const { body } = await api.get('/events', { 'webhook_status[is]': 'failed' });
    expect(body.list).toMatchObject([
      { event: { event_type: 'customer_created', webhook_failure_reason: 'HTTP 500' } },
    ]);
  });

  it('are lost, doubled and brought out of order as the switches say, the same way for the same seed', async () => {
    simulator.controls.set({ webhookDrop: 0.3, webhookDuplicate: 0.3, webhookShuffle: 0.3, webhookShuffleMs: 50 });
    const run = async () => {
      simulator.controls.webhooks.add({ url: receiver.url });
      for (let index = 0; index < 40; index++) await api.post('/customers', { id: `C-${index}` });
      await settledWebhooks(simulator);
      const ids = receiver.calls.map((call) => call.content.customer?.id as string);
      receiver.clear();
      const counts = simulator.controls.summary().webhooks;
      simulator.controls.reset();
      return { ids, counts };
    };
    simulator.controls.reset();
    const first = await run();
    const second = await run();
    const { counts, ids } = first;
    expect(counts.dropped).toBeGreaterThan(3);
    expect(counts.duplicated).toBeGreaterThan(3);
    expect(counts.heldBack).toBeGreaterThan(3);
    expect(new Set(ids).size).toBe(40 - counts.dropped);
    expect(ids).toHaveLength(40 - counts.dropped + counts.duplicated);
    const order = [...new Set(ids)].map((id) => Number(id.slice(2)));
    expect(order).not.toEqual([...order].sort((a, b) => a - b));
    expect([...second.ids].sort()).toEqual([...ids].sort());
  });

  it('wait while they are paused, and bring everything again on replay', async () => {
    simulator.controls.set({ webhooksPaused: true });
    await fiveEvents();
    expect(simulator.controls.summary().webhooks).toMatchObject({ pending: 5, sent: 0 });
    simulator.controls.set({ webhooksPaused: false });
    await settledWebhooks(simulator);
    expect(simulator.controls.webhooks.replayAll()).toBe(5);
    await settledWebhooks(simulator);
    expect(receiver.types).toEqual([...CREATED, ...CREATED]);
  });

  it('are managed through the API, which keeps the password to itself', async () => {
    const { body } = await api.post('/webhook_endpoints', {
      name: 'bridge',
      url: receiver.url,
      basic_auth_username: 'u',
      basic_auth_password: 'p',
      'enabled_events[0]': 'invoice_generated',
    });
    const id = body.webhook_endpoint?.id as string;
    expect(JSON.stringify(body)).not.toContain('"p"');
    await api.post(`/webhook_endpoints/${id}`, { disabled: 'true' });
    expect((await api.get(`/webhook_endpoints/${id}`)).body.webhook_endpoint).toMatchObject({ disabled: true });
    await api.post(`/webhook_endpoints/${id}/delete`);
    expect((await api.get('/webhook_endpoints')).body.list).toHaveLength(1);
  });

  async function statusOf(status: string): Promise<void> {
    await settledWebhooks(simulator, () => simulator.controls.objects('event')[0]?.webhook_status === status);
  }
});

describe('webhooks with a data folder', () => {
  it('what was still to be called is called after a restart', async () => {
    const receiver = await WebhookReceiver.start();
    const dataDir = mkdtempSync(join(tmpdir(), 'simulator-webhooks-'));
    const first = await startChargebeeSimulator({ dataDir, switches: { webhooksPaused: true } });
    first.controls.webhooks.add({ url: receiver.url });
    await new ApiClient(first).post('/customers', { id: 'C-1' });
    await first.close();
    const second = await startChargebeeSimulator({ dataDir });
    await settledWebhooks(second);
    expect(receiver.types).toEqual(['customer_created']);
    await second.close();
    receiver.close();
    rmSync(dataDir, { recursive: true });
  });
});
