import { until } from '@ledgerbridge/testing';
import type { BridgeApi } from './bridge-api.js';
import { SYSPRO } from './connections-file.js';

export interface RunView {
  readonly runId: string;
  readonly state: 'requested' | 'running' | 'completed' | 'failed';
  readonly counts: Readonly<
    Record<
      'rows' | 'created' | 'changed' | 'unchanged' | 'stale' | 'rejected' | 'deferred' | 'carriedLater' | 'absent',
      number
    >
  >;
  readonly totals: Readonly<Record<string, string>>;
  readonly error?: string;
  readonly message?: string;
}

const RUN_WITHIN_MS = 120_000;

/**
 * One sync run of everything SYSPRO has, whatever was read before; resolves when it has completed.
 * @throws Error with the run's own words when it failed.
 */
export async function syncEverything(ingest: BridgeApi): Promise<RunView> {
  const { runId } = await ingest.post<{ runId: string }>(`/v1/connections/${SYSPRO}/sync`, { from: '2000-01-01' });
  const run = await until(
    async () => {
      const view = await ingest.get<RunView>(`/v1/sync-runs/${runId}`);
      return (view.state === 'completed' || view.state === 'failed') && view;
    },
    { timeoutMs: RUN_WITHIN_MS, what: `sync run ${runId} to end` },
  );
  if (run.state === 'failed') throw new Error(`sync run ${runId} failed: ${run.error ?? ''} ${run.message ?? ''}`);
  return run;
}
