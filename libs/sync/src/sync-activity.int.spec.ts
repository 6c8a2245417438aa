import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { HeldConnection } from '@ledgerbridge/connections';
import {
  DeadLetters,
  messagingEntities,
  messagingMigrations,
  Outbox,
  PublishedRecords,
  RecordPublisher,
} from '@ledgerbridge/eventing';
import { createLogger, KnownSecrets, openDatabase, schemaDrift } from '@ledgerbridge/service';
import { createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { syncEntities, syncMigrations } from './database/sync-database.js';
import { RejectionStore } from './rejections/rejection-store.js';
import { CursorStore } from './runs/cursor-store.js';
import { RunReader } from './runs/run-reader.js';
import { RunStore } from './runs/run-store.js';
import { StreamRunner } from './stream-runner.js';
import { SyncActivity } from './sync-activity.js';
import { SyncMetrics } from './sync-metrics.js';
import type { SyncContext, SyncPage, SyncSource } from './sync-source.js';

const CONNECTION = 'acme';
const SERVICE = { service: 'spec' };
const NOTHING: SyncPage = { observations: [], rejected: [], deferred: 0, carriedLater: 0, totals: {} };
const NOT_THE_DATE = [
  ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const),
  ...(['nextTick', 'queueMicrotask', 'hrtime', 'performance'] as const),
];
const REJECTION = { type: 'customer', sourceId: 'BAD', field: 'Name', shape: 'null', rule: 'R', digest: 'd1' } as const;

const customer = (sourceId: string, name: string): SyncPage['observations'][number] => ({
  record: { connection: CONNECTION, type: 'customer', sourceId },
  state: { number: sourceId, status: 'active', name, emails: [], taxExempt: false },
  observedAtMs: Date.now(),
});

/** Runs what the spec says. */
class FakeSource implements SyncSource<object> {
  cron = '0 0 1 1 *';
  settings = 'one';
  running = 0;
  mostRunning = 0;
  contexts: SyncContext<object>[] = [];
  script: (context: SyncContext<object>) => Promise<void> = async () => undefined;

  streams = () => ['a', 'b'];
  schedule = () => ({ cron: this.cron, timeZone: 'UTC' });
  fingerprint = () => this.settings;

  async run(context: SyncContext<object>): Promise<void> {
    this.contexts.push(context);
    this.mostRunning = Math.max(this.mostRunning, ++this.running);
    try {
      await this.script(context);
    } finally {
      this.running -= 1;
    }
  }
}

describe('sync activity', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let source: FakeSource;
  let runs: RunStore;
  let registry: Registry;
  const started: { stop: AbortController; ended: Promise<void> }[] = [];
  let epoch = 0;

  const activity = (): SyncActivity => {
    const outbox = new Outbox();
    const published = new PublishedRecords();
    const cursors = new CursorStore(dataSource);
    registry = new Registry();
    const metrics = new SyncMetrics(registry);
    const logger = createLogger({ service: 'spec', level: 'silent', secrets: new KnownSecrets() });
    runs = new RunStore(dataSource, outbox, SERVICE);
    const rejections = new RejectionStore(new DeadLetters(SERVICE, outbox));
    const publisher = new RecordPublisher(published, outbox);
    const runner = new StreamRunner(
      dataSource,
      runs,
      cursors,
      rejections,
      publisher,
      published,
      metrics,
      source,
      logger,
    );
    return new SyncActivity(runs, cursors, runner, metrics, source);
  };
  const hold = () => {
    const stop = new AbortController();
    const held: HeldConnection<object> = {
      connection: { id: CONNECTION, settings: {}, version: 1, source: 'api' },
      lease: { name: 'l', epoch: String(++epoch), signal: stop.signal, remainingMs: () => 60_000 },
      signal: stop.signal,
    };
    const entry = { stop, ended: activity().run(held) };
    started.push(entry);
    return entry;
  };
  const get = (runId: string) => new RunReader(dataSource).get(runId);
  const ended = (runId: string) =>
    until(async () => {
      const run = await get(runId);
      return run?.state === 'completed' || run?.state === 'failed' ? run : undefined;
    });
  const demand = async (streams = ['a'], from?: string) =>
    ended(await runs.request({ connection: CONNECTION, streams, trigger: 'demand', ...(from && { from }) }));
  const latest = () =>
    until(async () => (await new RunReader(dataSource).list({ connection: CONNECTION, limit: 1 })).items[0]);
  const count = async (topic: string): Promise<number> => {
    const rows: { n: number }[] = await dataSource.query('SELECT count(*)::int AS n FROM outbox WHERE topic = $1', [
      topic,
    ]);
    return rows[0]?.n ?? 0;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await openDatabase(
      {
        url: database.url,
        schema: 'spec',
        migrate: true,
        entities: [...messagingEntities, ...syncEntities],
        migrations: [...messagingMigrations, ...syncMigrations],
      },
      createLogger({ service: 'spec', level: 'silent', secrets: new KnownSecrets() }),
    );
  });

  beforeEach(async () => {
    for (const { stop, ended: end } of started.splice(0)) {
      stop.abort();
      await end;
    }
    await dataSource.query('TRUNCATE sync_runs, sync_cursors, sync_rejections, outbox, published_records');
    source = new FakeSource();
  });

  afterAll(async () => {
    for (const { stop, ended: end } of started) {
      stop.abort();
      await end;
    }
    await dataSource.destroy();
    await database.close();
  });

  it('given the migrations, then they make what the entities describe', async () => {
    expect(await schemaDrift(dataSource)).toEqual([]);
  });

  it('given a connection never polled, when held, then it is polled at once, its streams one after the other', async () => {
    source.script = async (context) => {
      await context.window('2026-01-01', '2026-01-02');
      await context.commit({ ...NOTHING, observations: [customer(context.stream, 'n')], totals: { EUR: '1.5' } });
    };
    hold();
    const { runId } = await latest();
    const run = await ended(runId);
    expect(run).toMatchObject({ trigger: 'schedule', counts: { rows: 2, created: 2 }, totals: { EUR: '3' } });
    expect(run.streams[0]).toMatchObject({ stream: 'a', windowFrom: '2026-01-01', windowTo: '2026-01-02' });
    expect(source.mostRunning).toBe(1);
    const metrics = await registry.metrics();
    expect(metrics).toContain('ledgerbridge_sync_rows_total{connection="acme",stream="a",outcome="created"} 1');
    expect(metrics).toMatch(/ledgerbridge_sync_last_completed_age_seconds\{connection="acme",stream="b"\} \d/);
  });

  it('given the same request twice before its turn, then it is one run; other days are another', async () => {
    hold();
    await ended((await latest()).runId);
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    source.script = () => gate;
    const request = { connection: CONNECTION, streams: ['a'], trigger: 'demand' as const };
    const first = await runs.request(request);
    await until(async () => (await get(first))?.state === 'running');
    const [second, again] = [await runs.request(request), await runs.request(request)];
    const other = await runs.request({ ...request, from: '2026-01-01' });
    expect(again).toBe(second);
    expect(new Set([first, second, other]).size).toBe(3);
    release();
    await Promise.all([first, second, other].map(ended));
    expect(source.mostRunning).toBe(1);
  });

  it('given runs that complete, fail or read only some days, then only the complete ones move the cursor', async () => {
    hold();
    await ended((await latest()).runId);
    const completed = await demand();
    source.script = async () => {
      throw new Error('secret inside');
    };
    expect(await demand()).toMatchObject({
      state: 'failed',
      error: 'INTERNAL',
      message: expect.not.stringContaining('secret'),
    });
    source.script = async () => undefined;
    await demand(['a'], '2026-01-01');
    await demand();
    const cursor = source.contexts.at(-1)?.cursor?.toISOString();
    expect(cursor).toBe(completed.startedAt);
  });

  it('given other settings than the cursor was reached with, then there is no cursor', async () => {
    hold();
    await ended((await latest()).runId);
    source.settings = 'two';
    await demand();
    expect(source.contexts.at(-1)?.cursor).toBeUndefined();
    await demand();
    expect(source.contexts.at(-1)?.cursor).toBeInstanceOf(Date);
  });

  it('given a first load that stops midway, then the next goes on there and the cursor is when it first began', async () => {
    source.script = async (context) => {
      if (context.stream === 'b') return;
      await context.commit({ ...NOTHING, resumeAt: ['K'] });
      if (context.resumeAt === undefined) throw new Error('stop');
    };
    hold();
    const first = await ended((await latest()).runId);
    await demand();
    expect(source.contexts.at(-1)?.resumeAt).toEqual(['K']);
    await demand();
    expect(source.contexts.at(-1)?.resumeAt).toBeUndefined();
    expect(source.contexts.at(-1)?.cursor?.toISOString()).toBe(first.streams[0]?.startedAt);
  });

  it('given a bad row, then it is dead-lettered when new and when changed, and again after it was good', async () => {
    hold();
    await ended((await latest()).runId);
    const see = async (page: Partial<SyncPage>, expected: number) => {
      source.script = (context) => context.commit({ ...NOTHING, ...page });
      const run = await demand();
      expect(await count('bridge.dead-letters.v1')).toBe(expected);
      return run;
    };
    expect(await see({ rejected: [REJECTION] }, 1)).toMatchObject({ counts: { rows: 1, rejected: 1 } });
    await see({ rejected: [REJECTION] }, 1);
    await see({ rejected: [{ ...REJECTION, digest: 'd2' }] }, 2);
    await see({ observations: [customer('BAD', 'good')] }, 2);
    await see({ rejected: [{ ...REJECTION, digest: 'd2' }] }, 3);
  });

  it('given a page that fails, then nothing of it is kept', async () => {
    hold();
    await ended((await latest()).runId);
    source.script = (context) =>
      context.commit({
        ...NOTHING,
        observations: [customer('X', 'n')],
        also: async () => {
          throw new Error('no');
        },
      });
    expect(await demand()).toMatchObject({ state: 'failed', counts: { rows: 0 } });
    expect(await count('billing.customers.v1')).toBe(0);
  });

  it('given a holder that lost its lease in a page, when another took over, then the page is not kept and the poll is made up for', async () => {
    let late: Promise<unknown> = Promise.resolve();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    source.script = async (context) => {
      if (source.contexts.length > 1) return;
      await gate;
      late = context.commit({ ...NOTHING, observations: [customer('STALE', 'old')] });
      await late;
    };
    hold();
    const stuck = await until(async () => {
      const run = await latest();
      return run.state === 'running' && run;
    });
    hold();
    expect(await until(async () => (await get(stuck.runId))?.streams[0]?.error)).toBe('INTERRUPTED');
    release();
    await until(async () => source.running === 0);
    await expect(late).rejects.toMatchObject({ code: 'RUN_TAKEN_OVER' });
    expect(await count('billing.customers.v1')).toBe(0);
    await until(async () => source.contexts.filter(({ stream }) => stream === 'a').length >= 2);
  });

  it('given a scheduled poll cut off by a shutdown or a changed connection, when held again, then it is made up for at once', async () => {
    let begun = (): void => undefined;
    const running = new Promise<void>((resolve) => (begun = resolve));
    source.script = async ({ stream, signal }) => {
      if (stream !== 'b' || source.contexts.length > 2) return;
      begun();
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stop'))));
    };
    const first = hold();
    const { runId } = await latest();
    await running;
    first.stop.abort();
    await first.ended;
    expect((await get(runId))?.streams.map(({ error }) => error)).toEqual([undefined, 'INTERRUPTED']);
    hold();
    const again = await until(async () => {
      const run = await latest();
      return run.runId !== runId && run.state === 'completed' && run;
    });
    expect(again).toMatchObject({ trigger: 'schedule', streams: [{ stream: 'b' }] });
    await demand();
    expect(source.contexts.map(({ stream }) => stream)).toEqual(['a', 'b', 'b', 'a']);
  });

  it('given a process clock years ahead, then what is due goes by the database, as the times of the runs do', async () => {
    jest.useFakeTimers({ now: Date.now() + 3 * 366 * 86_400_000, advanceTimers: false, doNotFake: NOT_THE_DATE });
    try {
      hold();
      await ended((await latest()).runId);
      await demand();
      await demand();
      expect(source.contexts.map(({ stream }) => stream)).toEqual(['a', 'b', 'a', 'a']);
    } finally {
      jest.useRealTimers();
    }
  });

  it('given many runs, when listed, then newest first and page by page', async () => {
    hold();
    await ended((await latest()).runId);
    for (const day of ['01', '02', '03']) await demand(['a'], `2026-01-${day}`);
    const reader = new RunReader(dataSource);
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
