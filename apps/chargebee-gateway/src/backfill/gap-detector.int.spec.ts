import { afterEach, describe, expect, it } from '@jest/globals';
import { OPERATION_TOPICS } from '@ledgerbridge/contracts';
import type { Resource } from '../chargebee/reading/fields.js';
import { aSiteInvoice } from '../chargebee/reading/resources.fixture.spec.js';
import { TARGET } from '../testing/gateway-rig.fixture.spec.js';
import { WebhookReceipts } from '../webhooks/webhook-receipts.js';
import { BackfillRig } from './backfill-rig.fixture.spec.js';

const STREAM = { streams: ['events'] };
const webhook = { username: 'hook', password: 'hook-password' };

const anEvent = (id: string, changes: Resource = {}): Resource => ({
  id,
  object: 'event',
  occurred_at: Math.floor(Date.now() / 1000) - 600,
  source: 'admin_console',
  api_version: 'v2',
  event_type: 'invoice_generated',
  webhook_status: 'scheduled',
  content: { invoice: aSiteInvoice() },
  ...changes,
});

describe('events that no webhook told of', () => {
  let rig: BackfillRig;
  afterEach(() => rig?.close());

  it('given the first reading of a site, then events are not listed: lists show all there is', async () => {
    rig = await BackfillRig.start({ connection: { webhook } });
    expect(rig.lists().filter((list) => list.includes('/events'))).toEqual([]);
    expect(await rig.firstRun()).toMatchObject({ state: 'completed' });
  });

  it('given events some of which came by webhook, then the others are counted, told and put in line, once', async () => {
    rig = await BackfillRig.start({ connection: { webhook } });
    for (let n = 0; n < 120; n += 1) rig.put('event', anEvent(`ev_${n}`));
    rig.put('event', anEvent('ev_young', { occurred_at: Math.floor(Date.now() / 1000) }));
    rig.put('event', anEvent('ev_card', { event_type: 'card_added', content: {} }));
    const received = Array.from({ length: 117 }, (_, n) => ({ connection: TARGET, id: `ev_${n}` }));
    await rig.gateway.app.get(WebhookReceipts, { strict: false }).receive(received);

    expect(await rig.sync(STREAM)).toMatchObject({ state: 'completed', counts: { missed: 3, rows: 0 } });
    expect(await listedReceipts()).toEqual(['ev_117', 'ev_118', 'ev_119']);
    expect(await rig.sync(STREAM)).toMatchObject({ state: 'completed', counts: { missed: 0 } });

    const metrics = await (await fetch(`${await rig.gateway.app.getUrl()}/metrics`)).text();
    expect(metrics).toMatch(new RegExp(`^ledgerbridge_webhook_missed_total\\{connection="${TARGET}".*\\} 3$`, 'm'));
    const told: { value: Buffer }[] = await rig.query('SELECT value FROM outbox WHERE topic = $1 ORDER BY id', [
      OPERATION_TOPICS.syncRuns,
    ]);
    const counted = told.map(
      ({ value }) => (JSON.parse(String(value)) as { counts: { missed?: number } }).counts.missed,
    );
    expect(counted).toContain(3);
  });

  it('given a connection without a webhook, then nothing is compared', async () => {
    rig = await BackfillRig.start();
    rig.put('event', anEvent('ev_1'));
    const run = await rig.sync(STREAM);
    expect(run.state).toBe('completed');
    expect(run.counts).not.toHaveProperty('missed');
    expect(await listedReceipts()).toEqual([]);
  });

  async function listedReceipts(): Promise<string[]> {
    const rows: { event_id: string }[] = await rig.query(
      `SELECT event_id FROM webhook_receipts WHERE source = 'listed' ORDER BY event_id`,
    );
    return rows.map((row) => row.event_id);
  }
});
