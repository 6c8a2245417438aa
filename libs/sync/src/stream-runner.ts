import { Inject, Injectable } from '@nestjs/common';
import type { HeldConnection } from '@ledgerbridge/connections';
import { PublishedRecords, RecordPublisher } from '@ledgerbridge/eventing';
import { LOGGER, type Logger } from '@ledgerbridge/service';
import { DataSource } from 'typeorm';
import type { SyncRunRow } from './database/sync-run.entity.js';
import { describeFailure } from './describe-failure.js';
import { RejectionStore } from './rejections/rejection-store.js';
import { CursorStore } from './runs/cursor-store.js';
import { RunStore } from './runs/run-store.js';
import { StreamRun, type StreamRunTools } from './stream-run.js';
import { SyncMetrics } from './sync-metrics.js';
import { SYNC_SOURCE, type SyncSource } from './sync-source.js';

/** Runs one requested stream from start to its told end. */
@Injectable()
export class StreamRunner {
  private readonly tools: StreamRunTools;

  constructor(
    dataSource: DataSource,
    private readonly runs: RunStore,
    private readonly cursors: CursorStore,
    rejections: RejectionStore,
    publisher: RecordPublisher,
    published: PublishedRecords,
    private readonly metrics: SyncMetrics,
    @Inject(SYNC_SOURCE) private readonly source: SyncSource<object>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.tools = { dataSource, runs, cursors, rejections, publisher, published, metrics };
  }

  /** Never throws for what goes wrong inside the run: that is its outcome. Throws when Postgres cannot be reached. */
  async run(requested: SyncRunRow, held: HeldConnection<object>): Promise<void> {
    const { connection, lease } = held;
    const { runId, stream } = requested;
    const row = await this.runs.start({ runId, stream, epoch: lease.epoch });
    if (row?.startedAt == null) return;
    const cursorKey = { connection: connection.id, stream, fingerprint: this.source.fingerprint(connection, stream) };
    const loaded = await this.cursors.load(cursorKey);
    const run = new StreamRun(this.tools, { row, startedAt: row.startedAt, held, cursorKey, loaded });
    await this.toTheEnd(run);
  }

  private async toTheEnd(run: StreamRun<object>): Promise<void> {
    const beganAt = performance.now();
    const log = this.logger.child({ connection: run.connection.id, stream: run.stream, runId: run.runId });
    log.info('sync run started');
    let outcome: 'completed' | 'failed' = 'completed';
    try {
      await this.source.run(run);
      await run.complete();
      log.info({ ms: Math.round(performance.now() - beganAt) }, 'sync run completed');
    } catch (error) {
      outcome = 'failed';
      const failure = describeFailure(error, run.signal);
      log.warn({ err: error, code: failure.error }, 'sync run failed');
      await run.fail(failure.error, failure.message);
    }
    this.metrics.ended(run.connection.id, run.stream, outcome, (performance.now() - beganAt) / 1000);
  }
}
