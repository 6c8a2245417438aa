import { Injectable } from '@nestjs/common';
import type { EncodedMessage } from '@ledgerbridge/contracts';
import { DataSource } from 'typeorm';
import type { RefusedMessages } from './refused-messages.js';

/** A message with its place in the outbox. */
export interface OutboxRow extends EncodedMessage {
  readonly id: string;
}

export interface OutboxBacklog {
  readonly unpublished: number;
  readonly oldestAgeSeconds: number;
}

// Always the whole backlog in id order, never "id > the last one seen": ids are given before commit, so a lower one
// may become visible later. The running total keeps a batch of large events small.
const SELECT_BATCH = `
  SELECT id, topic, key, headers, value
    FROM (SELECT id, topic, key, headers, value,
                 sum(octet_length(value)) OVER (ORDER BY id) - octet_length(value) AS bytes_before
            FROM (SELECT id, topic, key, headers, value FROM outbox
                   WHERE published_at IS NULL AND topic <> ALL ($3::text[])
                     AND (topic, key) NOT IN (SELECT * FROM unnest($4::text[], $5::text[]))
                   ORDER BY id LIMIT $1) AS oldest) AS counted
   WHERE bytes_before < $2
   ORDER BY id`;

/** Reading and marking the outbox, for the relay. */
@Injectable()
export class OutboxStore {
  constructor(private readonly database: DataSource) {}

  /** The oldest unpublished rows apart from `except`: at most `rows`, and no more than it takes to reach `bytes`. */
  async oldest(rows: number, bytes: number, except: Pick<RefusedMessages, 'topics' | 'keys'>): Promise<OutboxRow[]> {
    const { topics, keys } = except;
    const apart = [topics, keys.map(({ topic }) => topic), keys.map(({ key }) => key)];
    return this.database.query(SELECT_BATCH, [rows, bytes, ...apart]);
  }

  async markPublished(ids: readonly string[]): Promise<void> {
    await this.database.query(`UPDATE outbox SET published_at = clock_timestamp() WHERE id = ANY($1::bigint[])`, [ids]);
  }

  async backlog(): Promise<OutboxBacklog> {
    const [row] = await this.database.query<{ unpublished: number; age: number }[]>(
      `SELECT count(*)::int AS unpublished,
              coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS age
         FROM outbox WHERE published_at IS NULL`,
    );
    return { unpublished: row?.unpublished ?? 0, oldestAgeSeconds: Math.max(0, row?.age ?? 0) };
  }

  /** Age of the oldest unpublished row in ms, 0 when there is none; however many there are, one is looked at. */
  async oldestAgeMs(): Promise<number> {
    const [row] = await this.database.query<{ age: number }[]>(
      `SELECT 1000 * extract(epoch FROM clock_timestamp() - created_at)::float8 AS age
         FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT 1`,
    );
    return row?.age ?? 0;
  }

  /** Deletes published rows older than that, at most `limit`; how many it deleted. */
  async purge(olderThanDays: number, limit: number): Promise<number> {
    const [, deleted] = await this.database.query<[unknown, number]>(
      `DELETE FROM outbox WHERE id IN (
         SELECT id FROM outbox WHERE published_at < clock_timestamp() - make_interval(days => $1) LIMIT $2)`,
      [olderThanDays, limit],
    );
    return deleted;
  }
}
