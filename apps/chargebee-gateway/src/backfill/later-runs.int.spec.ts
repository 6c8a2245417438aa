import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Resource } from '../chargebee/reading/fields.js';
import {
  aSiteCreditNote,
  aSiteCustomer,
  aSiteInvoice,
  aTransaction,
} from '../chargebee/reading/resources.fixture.spec.js';
import { BackfillRig } from './backfill-rig.fixture.spec.js';

const OVERLAP_SECONDS = 30 * 60;

describe('later readings of a site', () => {
  let rig: BackfillRig;
  /** The first second that the next run must see, whatever it reads. */
  let since: number;
  let number = 0;
  let id: string;

  beforeAll(async () => {
    rig = await BackfillRig.start();
  });
  afterAll(() => rig?.close());
  beforeEach(async () => {
    id = `X-${(number += 1)}`;
    const cursors = await rig.query<{ at: Date }[]>('SELECT max(completed_start) AS at FROM sync_cursors');
    since = Math.floor((cursors[0]?.at ?? new Date(NaN)).getTime() / 1000) - OVERLAP_SECONDS;
  });

  const versioned = (updatedAt: number, changes: Resource = {}): Resource => ({
    id,
    date: updatedAt,
    created_at: updatedAt,
    updated_at: updatedAt,
    resource_version: updatedAt * 1000,
    ...changes,
  });

  it('given an invoice of long ago that changed, then the change is told, and once', async () => {
    const now = Math.floor(Date.now() / 1000);
    rig.put('invoice', aSiteInvoice(versioned(now, { date: now - 400 * 86_400 })));
    expect(await rig.sync()).toMatchObject({ state: 'completed', counts: { created: 1 } });
    rig.put('invoice', aSiteInvoice(versioned(now + 1, { status: 'paid', amount_due: 0 })));
    expect(await rig.sync()).toMatchObject({ counts: { changed: 1 } });
    expect(await rig.sync()).toMatchObject({ counts: { changed: 0, created: 0 } });
    const told = (await rig.told('invoice')).filter(({ sourceId }) => sourceId === id);
    expect(told.map(({ change }) => change)).toEqual(['issued', 'updated']);
  });

  it('given a change in the very second a run begins to look from, then it is told', async () => {
    const invoices = await completedStart(rig, 'invoices');
    const second = Math.floor(invoices.getTime() / 1000) - OVERLAP_SECONDS;
    rig.put('invoice', aSiteInvoice(versioned(second, { date: second - 86_400 })));
    await rig.sync({ streams: ['invoices'] });
    expect((await rig.told('invoice')).map(({ sourceId }) => sourceId)).toContain(id);
  });

  it('given a change before it, then only the lists of a whole reading show it', async () => {
    rig.put('invoice', aSiteInvoice(versioned(since - 60, { date: since - 86_400 })));
    await rig.sync();
    expect((await rig.told('invoice')).map(({ sourceId }) => sourceId)).not.toContain(id);
  });

  it.each([
    ['customer', 'customer', aSiteCustomer],
    ['invoice', 'invoice', aSiteInvoice],
    ['transaction', 'payment', aTransaction],
    ['credit_note', 'credit-note', aSiteCreditNote],
  ] as const)('given a %s without updated_at, then it is not lost', async (kind, type, build) => {
    rig.put(kind, build(versioned(since, { updated_at: undefined, resource_version: undefined })));
    await rig.sync();
    expect((await rig.told(type)).map(({ sourceId }) => sourceId)).toContain(id);
  });

  it('given a deletion, then it is told once', async () => {
    const now = Math.floor(Date.now() / 1000);
    rig.put('transaction', aTransaction(versioned(now)));
    await rig.sync();
    rig.put('transaction', aTransaction(versioned(now + 1, { deleted: true })));
    await rig.sync();
    await rig.sync();
    const told = (await rig.told('payment')).filter(({ sourceId }) => sourceId === id);
    expect(told.map(({ change }) => change)).toEqual(['succeeded', 'deleted']);
  });

  it('given a payment that settles, then it is told when it has an outcome', async () => {
    const now = Math.floor(Date.now() / 1000);
    rig.put('transaction', aTransaction(versioned(now, { status: 'in_progress' })));
    const before = await rig.sync({ streams: ['transactions'] });
    expect(before.counts.carriedLater).toBeGreaterThan(0);
    expect((await rig.told('payment')).map(({ sourceId }) => sourceId)).not.toContain(id);
    rig.put('transaction', aTransaction(versioned(now + 1, { status: 'failure' })));
    await rig.sync();
    expect((await rig.told('payment')).at(-1)).toMatchObject({ sourceId: id, change: 'failed' });
  });

  it('given days a person asks for, then what was created or changed in them is read and the cursor stays', async () => {
    const march = Date.UTC(2025, 2, 10, 12) / 1000;
    rig.put('invoice', aSiteInvoice(versioned(march - 30 * 86_400, { date: march })));
    const cursor = await completedStart(rig, 'invoices');
    const run = await rig.sync({ streams: ['invoices'], from: '2025-03-10', to: '2025-03-10' });
    expect(run).toMatchObject({ state: 'completed', counts: { rows: 1, created: 1 } });
    expect(run.streams[0]).toMatchObject({ windowFrom: '2025-03-10', windowTo: '2025-03-10' });
    expect(await completedStart(rig, 'invoices')).toEqual(cursor);
  });

  it('given a row that moves to the end while pages are read, then none is skipped', async () => {
    const now = Math.floor(Date.now() / 1000);
    const prefix = `${id}-`;
    for (let n = 0; n < 150; n += 1) {
      rig.put('customer', aSiteCustomer(versioned(now - 300 + n, { id: `${prefix}${n}` })));
    }
    rig.gateway.simulator.controls.fault({ operation: 'list_customers', fault: 'slow', delayMs: 400, times: 1 });
    const running = rig.sync({ streams: ['customers'] });
    rig.put('customer', aSiteCustomer(versioned(now, { id: `${prefix}0`, company: 'Moved Inc.' })));
    expect(await running).toMatchObject({ state: 'completed' });
    const told = (await rig.told('customer')).filter(({ sourceId }) => sourceId.startsWith(prefix));
    expect(new Set(told.map(({ sourceId }) => sourceId)).size).toBe(150);
    const moved = told.filter(({ sourceId }) => sourceId === `${prefix}0`);
    expect(moved.at(-1)?.state['name']).toBe('Moved Inc.');
  });
});

async function completedStart(rig: BackfillRig, stream: string): Promise<Date> {
  const rows = await rig.query<{ completed_start: Date }[]>(
    'SELECT completed_start FROM sync_cursors WHERE stream = $1',
    [stream],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`${stream} was never read`);
  return row.completed_start;
}
