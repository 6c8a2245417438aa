import { until } from '@ledgerbridge/testing';
import type { BridgeApi } from './bridge-api.js';
import { SYSPRO } from './connections-file.js';

export interface StreamView {
  readonly stream: string;
  readonly counts: Readonly<
    Record<
      'rows' | 'created' | 'changed' | 'unchanged' | 'stale' | 'rejected' | 'deferred' | 'carriedLater' | 'absent',
      number
    >
  > & {
    /** Events that no webhook told of; only where a backfill looks for them. */
    readonly missed?: number;
  };
}

export interface RunView extends Pick<StreamView, 'counts'> {
  readonly runId: string;
  readonly state: 'requested' | 'running' | 'completed' | 'failed';
  readonly streams: readonly StreamView[];
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly error?: string;
  readonly message?: string;
}

/** A connection never polled is polled as soon as it is held; then whenever its schedule says. */
export async function firstRun(reader: BridgeApi, connection = SYSPRO): Promise<RunView> {
  return until(
    async () => {
      const { items } = await reader.get<{ items: RunView[] }>(`/v1/sync-runs?connection=${connection}&limit=200`);
      const oldest = items.at(-1);
      return oldest !== undefined && hasEnded(oldest) && oldest;
    },
    { timeoutMs: RUN_WITHIN_MS, what: 'the first sync run to end' },
  ).then(assertCompleted);
}

const RUN_WITHIN_MS = 600_000;

/**
 * One sync run of everything SYSPRO has, whatever was read before; resolves when it has completed.
 * @throws Error with the run's own words when it failed.
 */
export async function syncEverything(ingest: BridgeApi): Promise<RunView> {
  return sync(ingest, SYSPRO, { from: '2000-01-01' });
}

/** One run of what is due; resolves when it has completed. @throws Error with the run's own words when it failed. */
export async function sync(reader: BridgeApi, connection: string, window: { from?: string } = {}): Promise<RunView> {
  const { runId } = await reader.post<{ runId: string }>(`/v1/connections/${connection}/sync`, window);
  const run = await until(
    async () => {
      const view = await reader.get<RunView>(`/v1/sync-runs/${runId}`);
      return hasEnded(view) && view;
    },
    { timeoutMs: RUN_WITHIN_MS, what: `sync run ${runId} to end` },
  );
  return assertCompleted(run);
}

function hasEnded({ state }: RunView): boolean {
  return state === 'completed' || state === 'failed';
}

function assertCompleted(run: RunView): RunView {
  if (run.state === 'failed') throw new Error(`sync run ${run.runId} failed: ${run.error ?? ''} ${run.message ?? ''}`);
  return run;
}
