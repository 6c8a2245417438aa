import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ConnectionRegistry, type Connection } from '@ledgerbridge/connections';
import { ReadinessChecks, type ReadinessAnswer } from '@ledgerbridge/service';
import { RunStore } from './runs/run-store.js';
import { isDue } from './schedule/schedule.js';
import { SYNC_SOURCE, type SyncSource } from './sync-source.js';

/** Time for a lease to change hands, and for whoever gets it to look. */
const GRACE_MS = 300_000;

/**
 * Readiness of polling: is anybody there who begins what is due? A run under way may take as long as the outside system
 * makes it, and one that failed is an outcome: neither is late.
 */
@Injectable()
export class SyncReadiness implements OnModuleInit {
  /** Since when a connection has been seen due with nothing running, by `performance.now()`. */
  private readonly dueSince = new Map<string, number>();

  constructor(
    private readonly connections: ConnectionRegistry<object>,
    private readonly runs: RunStore,
    @Inject(SYNC_SOURCE) private readonly source: SyncSource<object>,
    private readonly checks: ReadinessChecks,
  ) {}

  onModuleInit(): void {
    this.checks.add('sync', () => this.answer());
  }

  async answer(graceMs = GRACE_MS): Promise<ReadinessAnswer> {
    const connections = this.connections.list();
    const waits = await Promise.all(connections.map((connection) => this.waitMs(connection)));
    const late = connections.flatMap(({ id }, index) => {
      const ms = waits[index] ?? 0;
      return ms > graceMs ? [`${id} for ${Math.round(ms / 1000)} s`] : [];
    });
    return late.length === 0
      ? { ok: true }
      : { ok: false, detail: `a run is due and nobody begins it: ${late.join(', ')}` };
  }

  private async waitMs(connection: Connection<object>): Promise<number> {
    const { id } = connection;
    const { isRunning, isRequested } = await this.runs.open(id);
    const isWaiting = !isRunning && (isRequested || (await this.isDue(connection)));
    if (!isWaiting) {
      this.dueSince.delete(id);
      return 0;
    }
    const since = this.dueSince.get(id) ?? performance.now();
    this.dueSince.set(id, since);
    return performance.now() - since;
  }

  private async isDue(connection: Connection<object>): Promise<boolean> {
    const { lastAt, now } = await this.runs.scheduled(connection.id);
    return isDue(this.source.schedule(connection), lastAt, now);
  }
}
