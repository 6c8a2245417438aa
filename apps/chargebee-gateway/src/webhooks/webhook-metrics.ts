import { Inject, Injectable } from '@nestjs/common';
import { METRICS_REGISTRY } from '@ledgerbridge/service';
import { Counter, Gauge, type Registry } from 'prom-client';
import { DataSource } from 'typeorm';

export type ReceivedOutcome =
  'accepted' | 'duplicate' | 'unauthorized' | 'address-refused' | 'too-large' | 'malformed' | 'unavailable';

const PENDING = `
  SELECT connection, count(*)::float8 AS value FROM webhook_receipts WHERE state = 'pending' GROUP BY connection`;

const OLDEST = `
  SELECT connection, EXTRACT(EPOCH FROM clock_timestamp() - min(received_at))::float8 AS value
    FROM webhook_receipts WHERE state = 'pending' GROUP BY connection`;

/** What webhooks tell Prometheus. */
@Injectable()
export class WebhookMetrics {
  private readonly requests: Counter<'connection' | 'outcome'>;

  constructor(@Inject(METRICS_REGISTRY) registry: Registry, database: DataSource) {
    this.requests = new Counter({
      name: 'ledgerbridge_webhooks_received_total',
      help: 'Webhook requests by connection and what became of them; unknown: no such connection.',
      labelNames: ['connection', 'outcome'],
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
