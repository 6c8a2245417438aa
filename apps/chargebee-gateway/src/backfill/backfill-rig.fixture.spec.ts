import type { RecordType } from '@ledgerbridge/contracts';
import { RECORD_TOPICS } from '@ledgerbridge/contracts';
import { RunReader, RunStore, type RunSummary, type SyncRequest } from '@ledgerbridge/sync';
import { until } from '@ledgerbridge/testing';
import type { ChargebeeSimulator } from '@ledgerbridge/simulator-chargebee';
import { DataSource } from 'typeorm';
import type { Resource } from '../chargebee/reading/fields.js';
import type { ResourceKind } from '../chargebee/reading/mapped-resource.js';
import { GatewayRig, TARGET, type RigOptions } from '../testing/gateway-rig.fixture.spec.js';
import { STREAMS } from './streams.js';

/** What was told of a record: its change and its state. */
export interface ToldRecord {
  readonly sourceId: string;
  readonly change: string;
  readonly state: Record<string, unknown>;
}

type SiteObject = Parameters<ChargebeeSimulator['controls']['put']>[1];

/** Puts an object on the site behind its API: no event, no version of the site's own. */
export function put({ controls }: ChargebeeSimulator, kind: ResourceKind | 'event', resource: Resource): void {
  controls.put(kind, resource as SiteObject);
}

/** The service over a site whose objects a spec puts there; what it tells is read from the outbox. */
export class BackfillRig {
  private constructor(readonly gateway: GatewayRig) {}

  static async start(options: RigOptions = {}): Promise<BackfillRig> {
    return new BackfillRig(await GatewayRig.start(options));
  }

  close(): Promise<void> {
    return this.gateway.close();
  }

  put(kind: ResourceKind | 'event', resource: Resource): void {
    put(this.gateway.simulator, kind, resource);
  }

  /** The reading every connection gets when it is first held. */
  async firstRun(): Promise<RunSummary> {
    const { items } = await this.gateway.app.get(RunReader).list({ connection: TARGET, limit: 100 });
    const first = items.at(-1);
    if (first === undefined) throw new Error('nothing was read yet');
    return first;
  }

  /** Asks for a run and waits for its end. */
  async sync(request: Partial<SyncRequest> = {}): Promise<RunSummary> {
    const { app } = this.gateway;
    const asked = { connection: TARGET, streams: STREAMS, trigger: 'demand' as const, ...request };
    const runId = await app.get(RunStore).request(asked);
    return until(
      async () => {
        const run = await app.get(RunReader).get(runId);
        return run?.state === 'completed' || run?.state === 'failed' ? run : undefined;
      },
      { timeoutMs: 40_000, what: `the end of run ${runId}` },
    );
  }

  /** All that was told of records of a type, in order. */
  async told(type: RecordType): Promise<ToldRecord[]> {
    const rows: { headers: Record<string, string>; value: Buffer }[] = await this.query(
      'SELECT headers, value FROM outbox WHERE topic = $1 ORDER BY id',
      [RECORD_TOPICS[type]],
    );
    return rows.map(({ headers, value }) => ({
      sourceId: (headers['ce_subject'] ?? '').slice(type.length + 1),
      change: (headers['ce_type'] ?? '').split('.')[2] ?? '',
      state: JSON.parse(value.toString('utf8')) as Record<string, unknown>,
    }));
  }

  query<T>(sql: string, parameters: unknown[] = []): Promise<T> {
    return this.gateway.app.get(DataSource).query<T>(sql, parameters);
  }

  /** Lists the service asked the site for since a request of the log, as path and query. */
  lists(after = 0): string[] {
    return this.gateway.simulator.controls
      .requests({ after })
      .filter(({ operation }) => operation?.startsWith('list_') === true)
      .map(({ path, query }) => decodeURIComponent(`${path}?${query}`));
  }

  lastRequest(): number {
    return this.gateway.simulator.controls.requests().at(-1)?.sequence ?? 0;
  }
}
