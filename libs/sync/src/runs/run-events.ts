import { randomUUID } from 'node:crypto';
import { encodeOperation, syncRunKey, type EncodedMessage, type SyncRun } from '@ledgerbridge/contracts';
import type { SyncRunRow } from '../database/sync-run.entity.js';

/** One stream of a run as the contract tells it; before it starts, `startedAt` is when it was asked for. */
export function toSyncRun(row: SyncRunRow): SyncRun {
  return {
    runId: row.runId,
    connection: row.connection,
    stream: row.stream,
    state: row.state,
    trigger: row.trigger,
    ...(row.windowFrom === null ? {} : { windowFrom: row.windowFrom }),
    ...(row.windowTo === null ? {} : { windowTo: row.windowTo }),
    startedAt: (row.startedAt ?? row.requestedAt).toISOString(),
    ...(row.finishedAt === null ? {} : { finishedAt: row.finishedAt.toISOString() }),
    counts: row.counts,
    totals: row.totals,
    rejected: row.rejected,
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.message === null ? {} : { message: row.message }),
  };
}

/** The message on `bridge.sync-runs.v1` that tells the state a run has just taken. */
export function syncRunMessage(service: string, row: SyncRunRow): EncodedMessage {
  return encodeOperation('syncRuns', {
    id: randomUUID(),
    service,
    key: syncRunKey(row.connection, row.runId),
    time: new Date().toISOString(),
    data: toSyncRun(row),
  });
}
