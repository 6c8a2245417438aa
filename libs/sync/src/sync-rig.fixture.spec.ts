import type { HeldConnection } from '@ledgerbridge/connections';
import {
  DeadLetters,
  messagingEntities,
  messagingMigrations,
  Outbox,
  PublishedRecords,
  RecordPublisher,
} from '@ledgerbridge/eventing';
import { createLogger, KnownSecrets, openDatabase } from '@ledgerbridge/service';
import { createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { syncEntities, syncMigrations } from './database/sync-database.js';
import { RejectionStore } from './rejections/rejection-store.js';
import { CursorStore } from './runs/cursor-store.js';
import { RunReader } from './runs/run-reader.js';
import { RunStore } from './runs/run-store.js';
import type { RunSummary } from './runs/run-summary.js';
import { StreamRunner } from './stream-runner.js';
import { SyncActivity } from './sync-activity.js';
import { SyncMetrics } from './sync-metrics.js';
import type { SyncContext, SyncPage, SyncSource } from './sync-source.js';

const CONNECTION = 'acme';
const SERVICE = { service: 'spec' };
const LOGGER = createLogger({ service: 'spec', level: 'silent', secrets: new KnownSecrets() });

export const NOTHING: SyncPage = { observations: [], rejected: [], deferred: 0, carriedLater: 0, totals: {} };

export const customer = (sourceId: string, name: string): SyncPage['observations'][number] => ({
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

interface Holder {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** The activity over a real database and a source that does what the spec says; as many holders as it wants. */
export class SyncRig {
  source = new FakeSource();
  registry = new Registry();
  readonly runs: RunStore;
  readonly reader: RunReader;
  private readonly holders: Holder[] = [];
  private epoch = 0;

  private constructor(
    readonly dataSource: DataSource,
    private readonly database: TestDatabase,
  ) {
    this.runs = new RunStore(dataSource, new Outbox(), SERVICE);
    this.reader = new RunReader(dataSource);
  }

  static async open(): Promise<SyncRig> {
    const database = await createTestDatabase();
    const options = {
      url: database.url,
      schema: 'spec',
      migrate: true,
      entities: [...messagingEntities, ...syncEntities],
      migrations: [...messagingMigrations, ...syncMigrations],
    };
    return new SyncRig(await openDatabase(options, LOGGER), database);
  }

  /** As new. */
  async reset(): Promise<void> {
    await this.letGo();
    await this.dataSource.query('TRUNCATE sync_runs, sync_cursors, sync_rejections, outbox, published_records');
    this.source = new FakeSource();
  }

  async close(): Promise<void> {
    await this.letGo();
    await this.dataSource.destroy();
    await this.database.close();
  }

  /** Another process comes to hold the connection. */
  hold(): Holder {
    const stop = new AbortController();
    const held: HeldConnection<object> = {
      connection: { id: CONNECTION, settings: {}, version: 1, source: 'api' },
      lease: { name: 'l', epoch: String(++this.epoch), signal: stop.signal, remainingMs: () => 60_000 },
      signal: stop.signal,
    };
    const holder = { stop, ended: this.activity().run(held) };
    this.holders.push(holder);
    return holder;
  }

  get(runId: string): Promise<RunSummary | undefined> {
    return this.reader.get(runId);
  }

  ended(runId: string): Promise<RunSummary> {
    return until(async () => {
      const run = await this.get(runId);
      return run?.state === 'completed' || run?.state === 'failed' ? run : undefined;
    });
  }

  async demand(streams = ['a'], from?: string): Promise<RunSummary> {
    const request = { connection: CONNECTION, streams, trigger: 'demand' as const, ...(from && { from }) };
    return this.ended(await this.runs.request(request));
  }

  latest(): Promise<RunSummary> {
    return until(async () => (await this.reader.list({ connection: CONNECTION, limit: 1 })).items[0]);
  }

  /** Messages told on a topic. */
  async count(topic: string): Promise<number> {
    const sql = 'SELECT count(*)::int AS n FROM outbox WHERE topic = $1';
    const rows: { n: number }[] = await this.dataSource.query(sql, [topic]);
    return rows[0]?.n ?? 0;
  }

  async letGo(): Promise<void> {
    for (const { stop, ended } of this.holders.splice(0)) {
      stop.abort();
      await ended;
    }
  }

  private activity(): SyncActivity {
    const { dataSource, source } = this;
    const outbox = new Outbox();
    const published = new PublishedRecords();
    const cursors = new CursorStore(dataSource);
    this.registry = new Registry();
    const metrics = new SyncMetrics(this.registry);
    const rejections = new RejectionStore(new DeadLetters(SERVICE, outbox));
    const publisher = new RecordPublisher(published, outbox);
    const runner = new StreamRunner(
      dataSource,
      this.runs,
      cursors,
      rejections,
      publisher,
      published,
      metrics,
      source,
      LOGGER,
    );
    return new SyncActivity(this.runs, cursors, runner, metrics, source);
  }
}
