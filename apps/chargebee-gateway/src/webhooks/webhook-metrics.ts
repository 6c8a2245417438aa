import { Inject, Injectable } from '@nestjs/common';
import { METRICS_REGISTRY } from '@ledgerbridge/service';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import type { DoneReason, MissingReason } from './receipt-outcome.js';

export type ReceivedOutcome =
  'accepted' | 'duplicate' | 'unauthorized' | 'address-refused' | 'too-large' | 'malformed' | 'unavailable';

const BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600];

const PENDING = `
  SELECT connection, count(*)::float8 AS value FROM webhook_receipts WHERE state = 'pending' GROUP BY connection`;

const OLDEST = `
  SELECT connection, EXTRACT(EPOCH FROM clock_timestamp() - min(received_at))::float8 AS value
    FROM webhook_receipts WHERE state = 'pending' GROUP BY connection`;

/** What webhooks tell Prometheus. */
@Injectable()
export class WebhookMetrics {
  private readonly requests: Counter<'connection' | 'outcome'>;
  private readonly ends: Histogram<'connection' | 'outcome'>;

  constructor(@Inject(METRICS_REGISTRY) registry: Registry, database: DataSource) {
    this.requests = new Counter({
      name: 'ledgerbridge_webhooks_received_total',
      help: 'Webhook requests by connection and what became of them; unknown: no such connection.',
      labelNames: ['connection', 'outcome'],
      registers: [registry],
    });
    this.ends = new Histogram({
      name: 'ledgerbridge_webhooks_settled_seconds',
      help: 'From receiving an event to the end of its work, by what became of it.',
      labelNames: ['connection', 'outcome'],
      buckets: BUCKETS_SECONDS,
      registers: [registry],
    });
    const byConnection = (name: string, help: string, sql: string): void =>
      registry.registerMetric(gaugeOf(database, name, help, sql));
    byConnection('ledgerbridge_webhooks_pending', 'Webhook receipts that are not settled.', PENDING);
    byConnection('ledgerbridge_webhooks_oldest_pending_seconds', 'Age of the oldest of them.', OLDEST);
  }

  /** @param connection undefined for one we do not know: its name is anybody's choice */
  received(connection: string | undefined, outcome: ReceivedOutcome): void {
    this.requests.inc({ connection: connection ?? 'unknown', outcome });
  }

  settled(connection: string, outcome: DoneReason | MissingReason, seconds: number): void {
    this.ends.observe({ connection, outcome }, seconds);
  }
}

/** From the table, when asked for, so every replica tells it. */
function gaugeOf(database: DataSource, name: string, help: string, sql: string): Gauge<'connection'> {
  return new Gauge({
    name,
    help,
    labelNames: ['connection'],
    registers: [],
    async collect() {
      const rows: { connection: string; value: number }[] = await database.query(sql);
      this.reset();
      for (const { connection, value } of rows) this.set({ connection }, value);
    },
  });
}
