import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { ReceiptSource } from '../database/webhook-receipt.entity.js';
import type { ResourceHint } from './resource-hint.js';

/** What a webhook says of its event: the id, and hints about the rest. */
export interface WebhookEvent {
  readonly connection: string;
  readonly id: string;
  readonly eventType?: string;
  readonly occurredAt?: Date;
  readonly resources?: readonly ResourceHint[];
}

/** An event as the site's own list of events tells it. */
export interface ListedEvent {
  readonly id: string;
  readonly eventType: string;
  readonly occurredAt: Date;
  /** What its content carries of ours; absent: the processor asks for the event. */
  readonly resources?: readonly ResourceHint[];
}

const INSERT = `
  INSERT INTO webhook_receipts (connection, event_id, source, event_type, occurred_at, resources)
  SELECT connection, event_id, $6, event_type, occurred_at, resources
    FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[])
         AS told (connection, event_id, event_type, occurred_at, resources)
   ORDER BY connection, event_id
  ON CONFLICT DO NOTHING
  RETURNING connection, event_id`;

const MISSING = `
  SELECT event_id FROM unnest($2::text[]) AS asked (event_id)
   WHERE NOT EXISTS (
     SELECT FROM webhook_receipts r WHERE r.connection = $1 AND r.event_id = asked.event_id)`;

/** The table of events we were told of, as those see it who tell. */
@Injectable()
export class WebhookReceipts {
  constructor(private readonly database: DataSource) {}

  /**
   * Keeps what webhooks told, durably once this resolves. In the order given: true for an event not known before, false
   * for a duplicate, which changes nothing.
   */
  async receive(events: readonly WebhookEvent[]): Promise<boolean[]> {
    const news = new Set(await insert(this.database.manager, events, 'webhook'));
    return events.map((event) => news.delete(keyOf(event.connection, event.id)));
  }

  /** Those of the ids that are not known here at all, in no order. */
  async missing(tx: EntityManager, connection: string, eventIds: readonly string[]): Promise<string[]> {
    if (eventIds.length === 0) return [];
    const rows: { event_id: string }[] = await tx.query(MISSING, [connection, eventIds]);
    return rows.map((row) => row.event_id);
  }

  /** Puts events that no webhook told of in line; those known by now stay as they are. */
  async insertListed(tx: EntityManager, connection: string, events: readonly ListedEvent[]): Promise<void> {
    await insert(
      tx,
      events.map((event) => ({ ...event, connection })),
      'listed',
    );
  }
}

async function insert(tx: EntityManager, events: readonly WebhookEvent[], source: ReceiptSource): Promise<string[]> {
  if (events.length === 0) return [];
  const rows: { connection: string; event_id: string }[] = await tx.query(INSERT, [
    events.map(({ connection }) => connection),
    events.map(({ id }) => id),
    events.map(({ eventType }) => eventType ?? null),
    events.map(({ occurredAt }) => occurredAt ?? null),
    events.map(({ resources }) => (resources === undefined ? null : JSON.stringify(resources))),
    source,
  ]);
  return rows.map((row) => keyOf(row.connection, row.event_id));
}

function keyOf(connection: string, eventId: string): string {
  return `${connection}/${eventId}`;
}
