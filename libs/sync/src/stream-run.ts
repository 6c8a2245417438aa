import { addTallies, EMPTY_TALLY, NO_COUNTS, type RunTally } from './runs/run-tally.js';
import type { RecordType } from '@ledgerbridge/contracts';
import type { Connection, HeldConnection } from '@ledgerbridge/connections';
import type { PublishedRecords, RecordPublisher } from '@ledgerbridge/eventing';
import type { DataSource } from 'typeorm';
import type { SyncRunRow } from './database/sync-run.entity.js';
import { recordsOf, tallyPage } from './page-tally.js';
import type { RejectionStore } from './rejections/rejection-store.js';
import type { Cursor, CursorKey, CursorStore } from './runs/cursor-store.js';
import type { RunningStream, RunStore } from './runs/run-store.js';
import { SyncError } from './sync.errors.js';
import type { SyncMetrics } from './sync-metrics.js';
import type { SyncContext, SyncPage } from './sync-source.js';

/** What a stream run works with. */
export interface StreamRunTools {
  readonly dataSource: DataSource;
  readonly runs: RunStore;
  readonly cursors: CursorStore;
  readonly rejections: RejectionStore;
  readonly publisher: RecordPublisher;
  readonly published: PublishedRecords;
  readonly metrics: SyncMetrics;
}

export interface StreamRunOptions<S extends object> {
  readonly row: SyncRunRow;
  readonly startedAt: Date;
  readonly held: HeldConnection<S>;
  readonly cursorKey: CursorKey;
  readonly loaded: Cursor;
}

/** One stream of one run while it runs: the context its source works in. */
export class StreamRun<S extends object> implements SyncContext<S> {
  readonly runId: string;
  readonly stream: string;
  readonly held: HeldConnection<S>;
  readonly connection: Connection<S>;
  readonly startedAt: Date;
  readonly signal: AbortSignal;
  readonly requested: { readonly from?: string; readonly to?: string };
  readonly cursor?: Date;
  readonly resumeAt?: unknown;
  private readonly own: RunningStream;
  /** By this process's clock, which stamps the observations too. */
  private readonly beganMs = Date.now();
  private tally: RunTally = EMPTY_TALLY;

  constructor(
    private readonly tools: StreamRunTools,
    private readonly options: StreamRunOptions<S>,
  ) {
    const { row, loaded } = options;
    this.runId = row.runId;
    this.stream = row.stream;
    this.held = options.held;
    this.connection = options.held.connection;
    this.startedAt = options.startedAt;
    this.signal = options.held.signal;
    this.requested = { from: row.requestedFrom ?? undefined, to: row.requestedTo ?? undefined };
    this.own = { runId: row.runId, stream: row.stream, epoch: options.held.lease.epoch };
    this.cursor = loaded.completedStart;
    if (this.isFirstLoad) this.resumeAt = loaded.resume?.position;
  }

  window(from?: string, to?: string): Promise<void> {
    return this.tools.runs.window(this.own, from, to);
  }

  async commit(page: SyncPage): Promise<void> {
    const { dataSource, publisher, rejections, metrics } = this.tools;
    const observations = page.observations.map((seen) => ({ ...seen, causationId: this.runId }));
    const counted = await dataSource.transaction(async (tx) => {
      const outcomes = observations.length === 0 ? [] : await publisher.publish(tx, observations);
      const run = { connection: this.connection.id, runId: this.runId };
      await rejections.record(tx, run, page.rejected);
      await rejections.clear(tx, recordsOf(page));
      await page.also?.(tx);
      if (page.resumeAt !== undefined && this.isFirstLoad) {
        await this.tools.cursors.keepPosition(tx, this.options.cursorKey, this.readSince, page.resumeAt);
      }
      const added = tallyPage(page, outcomes);
      const sum = addTallies(this.tally, added);
      await this.progress(tx, sum);
      return { added, sum };
    });
    this.tally = counted.sum;
    metrics.page(this.connection.id, this.stream, counted.added.counts);
  }

  async countAbsent(type: RecordType): Promise<void> {
    await this.tools.dataSource.transaction(async (tx) => {
      const scan = { connection: this.connection.id, type, sinceMs: this.beganMs };
      const absent = await this.tools.published.countUnseenSince(tx, scan);
      const sum = addTallies(this.tally, { ...EMPTY_TALLY, counts: { ...NO_COUNTS, absent } });
      await this.progress(tx, sum);
      this.tally = sum;
    });
  }

  /** Ends the run well and, unless it read only what a person asked for, moves the cursor to its start. */
  async complete(): Promise<void> {
    await this.tools.dataSource.transaction(async (tx) => {
      if (!(await this.tools.runs.end(tx, this.own))) throw takenOver();
      if (!this.isPartial) await this.tools.cursors.complete(tx, this.options.cursorKey, this.readSince);
    });
  }

  /** Ends the run badly; quietly nothing when somebody else has closed it. */
  async fail(error: string, message: string): Promise<void> {
    await this.tools.dataSource.transaction((tx) => this.tools.runs.end(tx, this.own, { error, message }));
  }

  private async progress(tx: Parameters<RunStore['progress']>[0], tally: RunTally): Promise<void> {
    if (!(await this.tools.runs.progress(tx, this.own, tally))) throw takenOver();
  }

  private get isPartial(): boolean {
    return this.requested.from !== undefined || this.requested.to !== undefined;
  }

  private get isFirstLoad(): boolean {
    return this.options.loaded.completedStart === undefined && !this.isPartial;
  }

  /** A first load taken up again has read its earlier pages since the interrupted run began. */
  private get readSince(): Date {
    return (this.isFirstLoad && this.options.loaded.resume?.startedAt) || this.startedAt;
  }
}

function takenOver(): SyncError {
  return new SyncError('RUN_TAKEN_OVER', 'the run was closed by another holder of the connection');
}
