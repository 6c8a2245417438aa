import { Inject, Injectable } from '@nestjs/common';
import type { SyncRunCounts } from '@ledgerbridge/contracts';
import { METRICS_REGISTRY } from '@ledgerbridge/service';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const COUNTED = ['created', 'changed', 'unchanged', 'stale', 'rejected', 'deferred', 'carriedLater'] as const;

/** What polling tells Prometheus; an age is known only to the process that holds the connection. */
@Injectable()
export class SyncMetrics {
  private readonly seconds: Histogram<'connection' | 'stream' | 'outcome'>;
  private readonly rows: Counter<'connection' | 'stream' | 'outcome'>;
  private readonly completedAt = new Map<string, { connection: string; stream: string; atMs: number }>();

  constructor(@Inject(METRICS_REGISTRY) registry: Registry) {
    this.seconds = new Histogram({
      name: 'ledgerbridge_sync_run_seconds',
      help: 'Duration of sync runs by connection, stream and outcome.',
      labelNames: ['connection', 'stream', 'outcome'],
      buckets: [0.5, 1, 5, 15, 60, 300, 900, 3600, 14_400],
      registers: [registry],
    });
    this.rows = new Counter({
      name: 'ledgerbridge_sync_rows_total',
      help: 'Source rows read by connection, stream and what became of them.',
      labelNames: ['connection', 'stream', 'outcome'],
      registers: [registry],
    });
    this.registerAge(registry);
  }

  ended(connection: string, stream: string, outcome: 'completed' | 'failed', seconds: number): void {
    this.seconds.observe({ connection, stream, outcome }, seconds);
    if (outcome === 'completed') this.lastCompleted(connection, stream, new Date());
  }

  lastCompleted(connection: string, stream: string, at: Date): void {
    this.completedAt.set(`${connection}/${stream}`, { connection, stream, atMs: at.getTime() });
  }

  page(connection: string, stream: string, counts: SyncRunCounts): void {
    for (const outcome of COUNTED) {
      if (counts[outcome] > 0) this.rows.inc({ connection, stream, outcome }, counts[outcome]);
    }
  }

  /** The connection is no longer held here: its ages would only grow. */
  forget(connection: string): void {
    for (const [key, value] of this.completedAt) if (value.connection === connection) this.completedAt.delete(key);
  }

  private registerAge(registry: Registry): void {
    const { completedAt } = this;
    new Gauge({
      name: 'ledgerbridge_sync_last_completed_age_seconds',
      help: 'Seconds since the last completed run of a stream.',
      labelNames: ['connection', 'stream'],
      registers: [registry],
      collect() {
        this.reset();
        for (const { connection, stream, atMs } of completedAt.values()) {
          this.set({ connection, stream }, (Date.now() - atMs) / 1000);
        }
      },
    });
  }
}
