import { Injectable } from '@nestjs/common';
import type { RecordRef } from '@ledgerbridge/contracts';
import { DeadLetters } from '@ledgerbridge/eventing';
import type { EntityManager } from 'typeorm';
import { changedRows } from '../runs/sql-rows.js';
import type { Rejection } from '../sync-source.js';

const UPSERT = `
  INSERT INTO sync_rejections AS known (connection, type, source_id, digest, field, rule)
  SELECT DISTINCT ON (type, source_id) $1, type, source_id, digest, field, rule
    FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS r (type, source_id, digest, field, rule)
   ORDER BY type, source_id
  ON CONFLICT (connection, type, source_id) DO UPDATE
     SET digest = excluded.digest, field = excluded.field, rule = excluded.rule
   WHERE (known.digest, known.rule) IS DISTINCT FROM (excluded.digest, excluded.rule)
  RETURNING type, source_id`;

/** What showed the rows: one of the two is named in the dead letter. */
export interface RejectionCause {
  readonly connection: string;
  readonly runId?: string;
  /** An event of the source, as a webhook tells it. */
  readonly eventId?: string;
}

/** Rows that cannot be mapped: each is dead-lettered when first seen and whenever it changes, not at every poll. */
@Injectable()
export class RejectionStore {
  constructor(private readonly deadLetters: DeadLetters) {}

  async record(
    tx: EntityManager,
    { connection, ...cause }: RejectionCause,
    rejections: readonly Rejection[],
  ): Promise<void> {
    if (rejections.length === 0) return;
    const news = await changedRows<{ type: string; source_id: string }>(tx, UPSERT, [
      connection,
      rejections.map((row) => row.type),
      rejections.map((row) => row.sourceId),
      rejections.map((row) => row.digest),
      rejections.map((row) => row.field),
      rejections.map((row) => row.rule),
    ]);
    const isNew = new Set(news.map((row) => `${row.type}/${row.source_id}`));
    for (const { type, sourceId, field, shape, rule } of rejections) {
      if (!isNew.delete(`${type}/${sourceId}`)) continue;
      await this.deadLetters.append(tx, {
        code: 'ROW_REJECTED',
        message: `${field}: ${rule} (${shape})`,
        details: { field, shape, rule, ...cause },
        sourceRow: `${connection}/${type}/${sourceId}`,
      });
    }
  }

  /** Forgets rejections of rows that map well again, so that going bad the same way later is news. */
  async clear(tx: EntityManager, records: readonly RecordRef[]): Promise<void> {
    if (records.length === 0) return;
    await changedRows(
      tx,
      `DELETE FROM sync_rejections r
        USING unnest($1::text[], $2::text[], $3::text[]) AS good (connection, type, source_id)
        WHERE (r.connection, r.type, r.source_id) = (good.connection, good.type, good.source_id)
        RETURNING r.source_id`,
      [
        records.map((record) => record.connection),
        records.map((record) => record.type),
        records.map((record) => record.sourceId),
      ],
    );
  }
}
