import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@ledgerbridge/eventing';
import { SERVICE_CONFIG, type ServiceConfig } from '@ledgerbridge/service';
import { DataSource, type EntityManager } from 'typeorm';
import { SyncRunRow, type SyncTrigger } from '../database/sync-run.entity.js';
import { syncRunMessage } from './run-events.js';
import { NO_COUNTS, type RunTally } from './run-tally.js';
import { changedRows } from './sql-rows.js';

export interface SyncRequest {
  readonly connection: string;
  readonly streams: readonly string[];
  readonly trigger: SyncTrigger;
  readonly from?: string;
  readonly to?: string;
}

export interface RunEnd {
  readonly error?: string;
  readonly message?: string;
}

/** Names a row that this epoch runs; every write checks it, so that a stale holder changes nothing. */
export interface RunningStream {
  readonly runId: string;
  readonly stream: string;
  readonly epoch: string;
}

const INSERT = `
  INSERT INTO sync_runs (run_id, stream, position, connection, state, trigger, requested_from, requested_to, counts)
  SELECT $1, stream, position - 1, $2, 'requested', $3, $4, $5, $6::jsonb
    FROM unnest($7::text[]) WITH ORDINALITY AS s (stream, position)
  RETURNING run_id, stream`;

const SAME_REQUEST = `
  SELECT run_id FROM sync_runs
   WHERE connection = $1 AND requested_from IS NOT DISTINCT FROM $2 AND requested_to IS NOT DISTINCT FROM $3
   GROUP BY run_id
  HAVING bool_and(state = 'requested') AND array_agg(stream ORDER BY position) = $4::text[]
   LIMIT 1`;

const CLOSE_RUNNING = `
  UPDATE sync_runs SET state = 'failed', finished_at = clock_timestamp(), error = 'INTERRUPTED',
         message = 'the process that ran it ended, or lost the connection''s lease'
   WHERE connection = $1 AND state = 'running' RETURNING run_id, stream`;

const CLOSE_FOLLOWING = `
  UPDATE sync_runs AS following SET state = 'failed', finished_at = clock_timestamp(), error = 'INTERRUPTED',
         message = 'the run was cut off before it came to this stream'
   WHERE connection = $1 AND state = 'requested'
     AND EXISTS (SELECT FROM sync_runs AS cut WHERE cut.run_id = following.run_id AND cut.error = 'INTERRUPTED')
  RETURNING run_id, stream`;

interface ClosedStream {
  readonly run_id: string;
  readonly stream: string;
}

const OWN = `run_id = $1 AND stream = $2 AND epoch = $3 AND state = 'running'`;

/** The table of sync runs. Each change of state is told on `bridge.sync-runs.v1` in the same transaction. */
@Injectable()
export class RunStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    @Inject(SERVICE_CONFIG) private readonly config: Pick<ServiceConfig, 'service'>,
  ) {}

  /** Asks for a run and answers its id; the same request still waiting for its turn is answered again. */
  async request(request: SyncRequest): Promise<string> {
    const { connection, streams, trigger, from = null, to = null } = request;
    return this.dataSource.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('sync:' || $1, 0))`, [connection]);
      const same: { run_id: string }[] = await tx.query(SAME_REQUEST, [connection, from, to, [...streams]]);
      if (same[0] !== undefined) return same[0].run_id;
      const runId = randomUUID();
      await changedRows(tx, INSERT, [runId, connection, trigger, from, to, JSON.stringify(NO_COUNTS), [...streams]]);
      await this.tell(tx, runId);
      return runId;
    });
  }

  /** The stream whose turn it is. */
  async nextRequested(connection: string): Promise<SyncRunRow | undefined> {
    const rows = await this.dataSource.manager.find(SyncRunRow, {
      where: { connection, state: 'requested' },
      order: { requestedAt: 'ASC', runId: 'ASC', position: 'ASC' },
      take: 1,
    });
    return rows[0];
  }

  /** Is a run under way, and does one wait for its turn? */
  async open(connection: string): Promise<{ readonly isRunning: boolean; readonly isRequested: boolean }> {
    const rows: { running: boolean; requested: boolean }[] = await this.dataSource.query(
      `SELECT EXISTS (SELECT FROM sync_runs WHERE connection = $1 AND state = 'running') AS running,
              EXISTS (SELECT FROM sync_runs WHERE connection = $1 AND state = 'requested') AS requested`,
      [connection],
    );
    return { isRunning: rows[0]?.running ?? false, isRequested: rows[0]?.requested ?? false };
  }

  /** When the last scheduled run was asked for, and what time it is now, both by the database's clock. */
  async scheduled(connection: string): Promise<{ readonly lastAt?: Date; readonly now: Date }> {
    const rows: { last_at: Date | null; now: Date }[] = await this.dataSource.query(
      `SELECT clock_timestamp() AS now, (
         SELECT requested_at FROM sync_runs WHERE connection = $1 AND trigger = 'schedule'
          ORDER BY requested_at DESC LIMIT 1) AS last_at`,
      [connection],
    );
    const [row] = rows;
    return { now: row?.now ?? new Date(), ...(row?.last_at == null ? {} : { lastAt: row.last_at }) };
  }

  /** Streams whose last scheduled run was cut off: by a shutdown, a changed connection, a lost lease or a crash. */
  async cutOff(connection: string): Promise<readonly string[]> {
    const rows: { stream: string }[] = await this.dataSource.query(
      `SELECT stream FROM (
         SELECT DISTINCT ON (stream) stream, state, error FROM sync_runs
          WHERE connection = $1 AND trigger = 'schedule' ORDER BY stream, requested_at DESC, run_id DESC) AS last
        WHERE state = 'failed' AND error = 'INTERRUPTED'`,
      [connection],
    );
    return rows.map((row) => row.stream);
  }

  /** `requested` → `running` by the database's clock; undefined when it is no longer requested. */
  async start(run: RunningStream): Promise<SyncRunRow | undefined> {
    return this.dataSource.transaction(async (tx) => {
      const started = await changedRows(
        tx,
        `UPDATE sync_runs SET state = 'running', started_at = clock_timestamp(), epoch = $3
          WHERE run_id = $1 AND stream = $2 AND state = 'requested' RETURNING run_id`,
        [run.runId, run.stream, run.epoch],
      );
      if (started.length === 0) return undefined;
      return (await this.tell(tx, run.runId, run.stream))[0];
    });
  }

  /** False when the run is no longer ours: roll `tx` back. */
  async progress(tx: EntityManager, run: RunningStream, tally: RunTally): Promise<boolean> {
    const rows = await changedRows(
      tx,
      `UPDATE sync_runs SET counts = $4::jsonb, totals = $5::jsonb, rejected = $6::jsonb WHERE ${OWN} RETURNING run_id`,
      [...ownKey(run), JSON.stringify(tally.counts), JSON.stringify(tally.totals), JSON.stringify(tally.rejected)],
    );
    return rows.length === 1;
  }

  async window(run: RunningStream, from: string | undefined, to: string | undefined): Promise<void> {
    await changedRows(
      this.dataSource.manager,
      `UPDATE sync_runs SET window_from = $4, window_to = $5 WHERE ${OWN} RETURNING run_id`,
      [...ownKey(run), from ?? null, to ?? null],
    );
  }

  /** `running` → `completed`, or `failed` when an error is given. False when the run is no longer ours. */
  async end(tx: EntityManager, run: RunningStream, { error, message }: RunEnd = {}): Promise<boolean> {
    const rows = await changedRows(
      tx,
      `UPDATE sync_runs SET state = $4, finished_at = clock_timestamp(), error = $5, message = $6
        WHERE ${OWN} RETURNING run_id`,
      [...ownKey(run), error === undefined ? 'completed' : 'failed', error ?? null, message ?? null],
    );
    if (rows.length === 0) return false;
    await this.tell(tx, run.runId, run.stream);
    return true;
  }

  /**
   * Closes what a holder that died, or lost the lease, left running; from then on it can keep no page. Called before
   * the new holder reads anything, so what a late holder read can never overwrite what a newer one published. What
   * a run that was cut off has not come to is closed with it: streams are read in their order, or not at all.
   */
  async closeInterrupted(connection: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const closed = await changedRows<ClosedStream>(tx, CLOSE_RUNNING, [connection]);
      closed.push(...(await changedRows<ClosedStream>(tx, CLOSE_FOLLOWING, [connection])));
      for (const row of closed) await this.tell(tx, row.run_id, row.stream);
    });
  }

  private async tell(tx: EntityManager, runId: string, stream?: string): Promise<SyncRunRow[]> {
    const where = stream === undefined ? { runId } : { runId, stream };
    const rows = await tx.find(SyncRunRow, { where, order: { position: 'ASC' } });
    await this.outbox.append(
      tx,
      rows.map((row) => syncRunMessage(this.config.service, row)),
    );
    return rows;
  }
}

function ownKey(run: RunningStream): [string, string, string] {
  return [run.runId, run.stream, run.epoch];
}
