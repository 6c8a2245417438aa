import type { RejectedRow, SyncRun, SyncRunCounts, SyncRunState } from '@ledgerbridge/contracts';
import type { SyncRunRow, SyncTrigger } from '../database/sync-run.entity.js';
import { toSyncRun } from './run-events.js';
import { addTallies, EMPTY_TALLY } from './run-tally.js';

/** A run as the API shows it: the sum of its streams, and each stream. */
export interface RunSummary {
  readonly runId: string;
  readonly connection: string;
  readonly state: SyncRunState;
  readonly trigger: SyncTrigger;
  readonly requestedAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly counts: SyncRunCounts;
  readonly totals: Readonly<Record<string, string>>;
  readonly rejected: readonly RejectedRow[];
  /** Of the first stream that failed. */
  readonly error?: string;
  readonly message?: string;
  readonly streams: readonly SyncRun[];
}

/**
 * The rows of one run, in their order, as one. It is `requested` until a stream starts, then `running` until all
 * have ended, then `failed` when any failed, else `completed`.
 */
export function summariseRun(rows: readonly [SyncRunRow, ...SyncRunRow[]]): RunSummary {
  const [first] = rows;
  const tally = rows.reduce((sum, row) => addTallies(sum, row), EMPTY_TALLY);
  const state = stateOf(rows.map((row) => row.state));
  const started = rows.find((row) => row.startedAt !== null)?.startedAt;
  const finished = rows.map((row) => row.finishedAt?.getTime() ?? 0);
  const failed = rows.find((row) => row.error !== null);
  return {
    runId: first.runId,
    connection: first.connection,
    state,
    trigger: first.trigger,
    requestedAt: first.requestedAt.toISOString(),
    ...(started == null ? {} : { startedAt: started.toISOString() }),
    ...(state === 'completed' || state === 'failed'
      ? { finishedAt: new Date(Math.max(...finished)).toISOString() }
      : {}),
    counts: tally.counts,
    totals: tally.totals,
    rejected: tally.rejected,
    ...(failed?.error == null ? {} : { error: failed.error }),
    ...(failed?.message == null ? {} : { message: failed.message }),
    streams: rows.map(toSyncRun),
  };
}

function stateOf(states: readonly SyncRunState[]): SyncRunState {
  if (states.every((state) => state === 'requested')) return 'requested';
  if (states.some((state) => state === 'requested' || state === 'running')) return 'running';
  return states.includes('failed') ? 'failed' : 'completed';
}
