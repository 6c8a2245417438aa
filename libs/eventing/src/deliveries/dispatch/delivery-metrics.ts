import { Inject, Injectable } from '@nestjs/common';
import { METRICS_REGISTRY } from '@ledgerbridge/service';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import { OPEN_STATES } from '../states/delivery-transitions.js';
import type { CircuitState } from './circuit.js';

const BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600];
const CIRCUIT_LEVEL: Record<CircuitState, number> = { closed: 0, 'half-open': 1, open: 2 };

const COUNT_OPEN = `
  SELECT target_connection AS connection, state, count(*)::int AS count FROM deliveries
   WHERE state IN (${OPEN_STATES.map((state) => `'${state}'`).join(', ')}) GROUP BY 1, 2`;

const STOPPED = `
  SELECT DISTINCT target_connection AS connection FROM deliveries
   WHERE state = 'failed' AND failure_scope = 'connection'`;

@Injectable()
export class DeliveryMetrics {
  private readonly outcomes: Counter<'connection' | 'type' | 'state'>;
  private readonly attempts: Counter<'connection'>;
  private readonly seconds: Histogram<'connection' | 'type'>;
  private readonly circuit: Gauge<'connection'>;

  constructor(@Inject(METRICS_REGISTRY) registry: Registry, database: DataSource) {
    const registers = [registry];
    this.outcomes = new Counter({
      name: 'ledgerbridge_delivery_outcomes_total',
      help: 'Deliveries taken in hand, by the state they were left in',
      labelNames: ['connection', 'type', 'state'],
      registers,
    });
    this.attempts = new Counter({
      name: 'ledgerbridge_delivery_attempts_total',
      help: 'Attempts to write that counted',
      labelNames: ['connection'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'ledgerbridge_delivery_seconds',
      help: 'From landed to delivered',
      labelNames: ['connection', 'type'],
      buckets: BUCKETS_SECONDS,
      registers,
    });
    this.circuit = new Gauge({
      name: 'ledgerbridge_delivery_circuit',
      help: '0 closed, 1 half-open, 2 open: the target is down',
      labelNames: ['connection'],
      registers,
    });
    registry.registerMetric(openDeliveries(database));
    registry.registerMetric(stoppedConnections(database));
  }

  /** What a delivery was left as, after being in hand. */
  left(before: DeliveryEntity, after: DeliveryEntity | undefined): void {
    if (after === undefined) return;
    const { targetConnection: connection, type, state } = after;
    this.outcomes.inc({ connection, type, state });
    if (after.attempt > before.attempt) this.attempts.inc({ connection }, after.attempt - before.attempt);
    if (state === 'delivered') {
      this.seconds.observe({ connection, type }, (after.updatedAt.getTime() - after.createdAt.getTime()) / 1_000);
    }
  }

  circuitIs(connection: string, state: CircuitState): void {
    this.circuit.set({ connection }, CIRCUIT_LEVEL[state]);
  }

  noCircuit(connection: string): void {
    this.circuit.remove({ connection });
  }
}

/** Counted when asked for; only what is still to happen, which an index holds. */
function openDeliveries(database: DataSource): Gauge<'connection' | 'state'> {
  return new Gauge({
    name: 'ledgerbridge_deliveries_open',
    help: 'Deliveries that are not at rest, by state',
    labelNames: ['connection', 'state'],
    registers: [],
    async collect() {
      const rows: { connection: string; state: string; count: number }[] = await database.query(COUNT_OPEN);
      this.reset();
      for (const { connection, state, count } of rows) this.set({ connection, state }, count);
    },
  });
}

/** By what is on record, so every replica tells it, not only the holder. */
function stoppedConnections(database: DataSource): Gauge<'connection'> {
  return new Gauge({
    name: 'ledgerbridge_connections_stopped',
    help: '1 for each connection nothing is written to because a failure that concerns all of it stands',
    labelNames: ['connection'],
    registers: [],
    async collect() {
      const rows: { connection: string }[] = await database.query(STOPPED);
      this.reset();
      for (const { connection } of rows) this.set({ connection }, 1);
    },
  });
}
