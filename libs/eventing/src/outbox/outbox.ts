import { Injectable } from '@nestjs/common';
import type { EncodedMessage } from '@ledgerbridge/contracts';
import type { EntityManager } from 'typeorm';
import { EventingError } from '../eventing.errors.js';

/** Kafka's default `max.message.bytes` is 1,048,588 for a record batch; the rest is room for its framing. */
export const MAX_MESSAGE_BYTES = 1_000_000;

/** Rows of one statement: parameters stay well below what a Postgres message may hold. */
const ROWS_PER_STATEMENT = 1_000;

/** Postgres channel on which a commit with new rows is told; one per schema, since all schemas share a database. */
export const OUTBOX_CHANNEL_SQL = `'outbox:' || current_schema()`;

const INSERT = `
  INSERT INTO outbox (topic, key, event_id, headers, value)
  SELECT topic, key, event_id, headers::jsonb, value
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[])
         WITH ORDINALITY AS message (topic, key, event_id, headers, value, position)
   ORDER BY position`;

/** Messages on their way to Kafka, written in the transaction whose outcome they tell. */
@Injectable()
export class Outbox {
  /**
   * Topics without prefix. Messages of one key are published in the order they were appended, provided the caller
   * holds a lock that keeps a second writer of that key waiting until its commit.
   * @throws EventingError EVENT_TOO_LARGE, before anything is written.
   */
  async append(tx: EntityManager, messages: readonly EncodedMessage[]): Promise<void> {
    if (messages.length === 0) return;
    for (const message of messages) assertFits(message);
    for (let from = 0; from < messages.length; from += ROWS_PER_STATEMENT) {
      const rows = messages.slice(from, from + ROWS_PER_STATEMENT);
      await tx.query(INSERT, [
        rows.map((row) => row.topic),
        rows.map((row) => row.key),
        rows.map((row) => row.headers['ce_id'] ?? ''),
        rows.map((row) => JSON.stringify(row.headers)),
        rows.map((row) => row.value),
      ]);
    }
    await tx.query(`SELECT pg_notify(${OUTBOX_CHANNEL_SQL}, '')`);
  }
}

/** Bytes a message takes on the topic, framing apart. */
export function messageBytes(message: EncodedMessage): number {
  let bytes = message.value.byteLength + Buffer.byteLength(message.key);
  for (const [name, value] of Object.entries(message.headers)) bytes += name.length + Buffer.byteLength(value) + 4;
  return bytes;
}

function assertFits(message: EncodedMessage): void {
  const bytes = messageBytes(message);
  if (bytes <= MAX_MESSAGE_BYTES) return;
  throw new EventingError('EVENT_TOO_LARGE', `a message of ${message.topic} has ${bytes} bytes`, {
    retryable: false,
    details: { topic: message.topic, key: message.key, bytes, limit: MAX_MESSAGE_BYTES },
  });
}
