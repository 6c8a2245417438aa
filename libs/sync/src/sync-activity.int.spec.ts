import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@ledgerbridge/service';
import { until } from '@ledgerbridge/testing';
import { RunReader } from './runs/run-reader.js';
import { customer, NOTHING, SyncRig } from './sync-rig.fixture.spec.js';
import type { SyncPage } from './sync-source.js';

const CONNECTION = 'acme';
const REJECTION = { type: 'customer', sourceId: 'BAD', field: 'Name', shape: 'null', rule: 'R', digest: 'd1' } as const;

describe('sync activity', () => {
  let rig: SyncRig;

  beforeAll(async () => {
    rig = await SyncRig.open();
  });
  beforeEach(() => rig.reset());
  afterAll(() => rig.close());

  it('given the migrations, then they make what the entities describe', async () => {
    expect(await schemaDrift(rig.dataSource)).toEqual([]);
  });

  it('given a connection never polled, when held, then it is polled at once, its streams one after the other', async () => {
    rig.source.script = async (context) => {
      await context.window('2026-01-01', '2026-01-02');
      await context.commit({ ...NOTHING, observations: [customer(context.stream, 'n')], totals: { EUR: '1.5' } });
    };
    rig.hold();
    const { runId } = await rig.latest();
    const run = await rig.ended(runId);
    expect(run).toMatchObject({ trigger: 'schedule', counts: { rows: 2, created: 2 }, totals: { EUR: '3' } });
    expect(run.streams[0]).toMatchObject({ stream: 'a', windowFrom: '2026-01-01', windowTo: '2026-01-02' });
    expect(rig.source.mostRunning).toBe(1);
    const metrics = await rig.registry.metrics();
    expect(metrics).toContain('ledgerbridge_sync_rows_total{connection="acme",stream="a",outcome="created"} 1');
    expect(metrics).toMatch(/ledgerbridge_sync_last_completed_age_seconds\{connection="acme",stream="b"\} \d/);
  });

  it('given the same request twice before its turn, then it is one run; other days are another', async () => {
    rig.hold();
    await rig.ended((await rig.latest()).runId);
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    rig.source.script = () => gate;
    const request = { connection: CONNECTION, streams: ['a'], trigger: 'demand' as const };
    const first = await rig.runs.request(request);
    await until(async () => (await rig.get(first))?.state === 'running');
    const [second, again] = [await rig.runs.request(request), await rig.runs.request(request)];
    const other = await rig.runs.request({ ...request, from: '2026-01-01' });
    expect(again).toBe(second);
    expect(new Set([first, second, other]).size).toBe(3);
    release();
    await Promise.all([first, second, other].map((id) => rig.ended(id)));
    expect(rig.source.mostRunning).toBe(1);
  });

  it('given runs that complete, fail or read only some days, then only the complete ones move the cursor', async () => {
    rig.hold();
    await rig.ended((await rig.latest()).runId);
    const completed = await rig.demand();
    rig.source.script = async () => {
      throw new Error('secret inside');
    };
    expect(await rig.demand()).toMatchObject({
      state: 'failed',
      error: 'INTERNAL',
      message: expect.not.stringContaining('secret'),
    });
    rig.source.script = async () => undefined;
    await rig.demand(['a'], '2026-01-01');
    await rig.demand();
    const cursor = rig.source.contexts.at(-1)?.cursor?.toISOString();
    expect(cursor).toBe(completed.startedAt);
  });

  it('given other settings than the cursor was reached with, then there is no cursor', async () => {
    rig.hold();
    await rig.ended((await rig.latest()).runId);
    rig.source.settings = 'two';
    await rig.demand();
    expect(rig.source.contexts.at(-1)?.cursor).toBeUndefined();
    await rig.demand();
    expect(rig.source.contexts.at(-1)?.cursor).toBeInstanceOf(Date);
  });

  it('given a first load that stops midway, then the next goes on there and the cursor is when it first began', async () => {
    rig.source.script = async (context) => {
      if (context.stream === 'b') return;
      await context.commit({ ...NOTHING, resumeAt: ['K'] });
      if (context.resumeAt === undefined) throw new Error('stop');
    };
    rig.hold();
    const first = await rig.ended((await rig.latest()).runId);
    await rig.demand();
    expect(rig.source.contexts.at(-1)?.resumeAt).toEqual(['K']);
    await rig.demand();
    expect(rig.source.contexts.at(-1)?.resumeAt).toBeUndefined();
    expect(rig.source.contexts.at(-1)?.cursor?.toISOString()).toBe(first.streams[0]?.startedAt);
  });

  it('given a bad row, then it is dead-lettered when new and when changed, and again after it was good', async () => {
    rig.hold();
    await rig.ended((await rig.latest()).runId);
    const see = async (page: Partial<SyncPage>, expected: number) => {
      rig.source.script = (context) => context.commit({ ...NOTHING, ...page });
      const run = await rig.demand();
      expect(await rig.count('bridge.dead-letters.v1')).toBe(expected);
      return run;
    };
    expect(await see({ rejected: [REJECTION] }, 1)).toMatchObject({ counts: { rows: 1, rejected: 1 } });
    await see({ rejected: [REJECTION] }, 1);
    await see({ rejected: [{ ...REJECTION, digest: 'd2' }] }, 2);
    await see({ observations: [customer('BAD', 'good')] }, 2);
    await see({ rejected: [{ ...REJECTION, digest: 'd2' }] }, 3);
  });

  it('given many runs, when listed, then newest first and page by page', async () => {
    rig.hold();
    await rig.ended((await rig.latest()).runId);
    for (const day of ['01', '02', '03']) await rig.demand(['a'], `2026-01-${day}`);
    const reader = new RunReader(rig.dataSource);
    const first = await reader.list({ connection: CONNECTION, limit: 3 });
    const second = await reader.list({ connection: CONNECTION, limit: 3, after: first.next ?? '' });
    expect([...first.items, ...second.items].map(({ trigger }) => trigger)).toEqual([
      'demand',
      'demand',
      'demand',
      'schedule',
    ]);
    expect(second.next).toBeUndefined();
    expect((await reader.list({ connection: 'other', limit: 3 })).items).toEqual([]);
  });
});
