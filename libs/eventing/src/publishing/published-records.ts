import { Injectable } from '@nestjs/common';
import type { RecordRef, RecordType } from '@ledgerbridge/contracts';
import type { EntityManager } from 'typeorm';
import type { Published } from './decide-publication.js';
import type { Lifecycle } from './lifecycle.js';

/** A row to write back: what is published of a record, and who saw it last. */
export interface SeenRecord {
  readonly record: RecordRef;
  readonly published: Published;
  /** An event was just appended for it. */
  readonly isPublication: boolean;
  readonly causationId: string;
  readonly seenAtMs: number;
}

interface Row {
  connection: string;
  type: RecordType;
  source_id: string;
  digest: string | null;
  sequence: string | null;
  source_version_ms: string | null;
  lifecycle: Lifecycle | null;
}

const KEYS = `unnest($1::text[], $2::text[], $3::text[]) AS key (connection, type, source_id)`;

// Both statements take the keys in one order, so that two publishers of the same records queue instead of deadlocking.
const INSERT_MISSING = `
  INSERT INTO published_records (connection, type, source_id)
  SELECT connection, type, source_id FROM ${KEYS} ORDER BY connection COLLATE "C", type COLLATE "C", source_id COLLATE "C"
  ON CONFLICT DO NOTHING`;

const LOCK = `
  SELECT r.connection, r.type, r.source_id, r.digest, r.sequence, r.source_version_ms, r.lifecycle
    FROM published_records r JOIN ${KEYS} USING (connection, type, source_id)
   ORDER BY r.connection COLLATE "C", r.type COLLATE "C", r.source_id COLLATE "C"
     FOR UPDATE OF r`;

const VERSIONS = `
  SELECT r.connection, r.type, r.source_id, r.source_version_ms
    FROM published_records r JOIN ${KEYS} USING (connection, type, source_id)
   WHERE r.source_version_ms IS NOT NULL`;

const WRITE = `
  UPDATE published_records r
     SET digest = seen.digest, sequence = seen.sequence, source_version_ms = seen.source_version_ms,
         lifecycle = seen.lifecycle, last_causation_id = seen.causation_id,
         last_seen_at = GREATEST(r.last_seen_at, to_timestamp(seen.seen_at_ms / 1000.0)),
         published_at = CASE WHEN seen.is_publication THEN clock_timestamp() ELSE r.published_at END
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[],
                $9::bigint[], $10::boolean[])
         AS seen (connection, type, source_id, digest, sequence, source_version_ms, lifecycle, causation_id,
                  seen_at_ms, is_publication)
   WHERE (r.connection, r.type, r.source_id) = (seen.connection, seen.type, seen.source_id)`;

/** The table of what was last published, one row a record. */
@Injectable()
export class PublishedRecords {
  /** Locks the rows of these records until the end of `tx`, new rows included; what is published of each, by key. */
  async lock(tx: EntityManager, records: readonly RecordRef[]): Promise<Map<string, Published>> {
    const keys = columnsOf(records);
    await tx.query(INSERT_MISSING, keys);
    const rows: Row[] = await tx.query(LOCK, keys);
    const published = new Map<string, Published>();
    for (const row of rows) {
      if (row.digest === null || row.sequence === null || row.lifecycle === null) continue;
      published.set(recordId({ connection: row.connection, type: row.type, sourceId: row.source_id }), {
        digest: row.digest,
        sequence: row.sequence,
        lifecycle: row.lifecycle,
        ...(row.source_version_ms === null ? {} : { sourceVersionMs: Number(row.source_version_ms) }),
      });
    }
    return published;
  }

  /** The source versions (ms) of what is published of these records, by `recordId`; without a lock, so perhaps older. */
  async versions(database: Pick<EntityManager, 'query'>, records: readonly RecordRef[]): Promise<Map<string, number>> {
    if (records.length === 0) return new Map();
    const rows: Row[] = await database.query(VERSIONS, columnsOf(records));
    return new Map(
      rows.map((row) => [
        recordId({ connection: row.connection, type: row.type, sourceId: row.source_id }),
        Number(row.source_version_ms),
      ]),
    );
  }

  async write(tx: EntityManager, seen: readonly SeenRecord[]): Promise<void> {
    await tx.query(WRITE, [
      ...columnsOf(seen.map((row) => row.record)),
      seen.map((row) => row.published.digest),
      seen.map((row) => row.published.sequence),
      seen.map((row) => (row.published.sourceVersionMs === undefined ? null : wholeMs(row.published.sourceVersionMs))),
      seen.map((row) => row.published.lifecycle),
      seen.map((row) => row.causationId),
      seen.map((row) => wholeMs(row.seenAtMs)),
      seen.map((row) => row.isPublication),
    ]);
  }

  /**
   * Records of one connection and type, deletions apart, that nothing has seen since `sinceMs` (by the clock of their
   * observations): after a full scan that began then, those are absent from it.
   */
  async countUnseenSince(
    tx: EntityManager,
    scan: { connection: string; type: RecordType; sinceMs: number },
  ): Promise<number> {
    const [row] = await tx.query<{ absent: number }[]>(
      `SELECT count(*)::int AS absent FROM published_records
        WHERE connection = $1 AND type = $2 AND lifecycle <> 'deleted' AND last_seen_at < to_timestamp($3::float8 / 1000)`,
      [scan.connection, scan.type, wholeMs(scan.sinceMs)],
    );
    return row?.absent ?? 0;
  }
}

/** A map key for a record. */
export function recordId(record: RecordRef): string {
  return `${record.connection}\u0000${record.type}\u0000${record.sourceId}`;
}

function columnsOf(records: readonly RecordRef[]): [string[], string[], string[]] {
  return [
    records.map((record) => record.connection),
    records.map((record) => record.type),
    records.map((record) => record.sourceId),
  ];
}

function wholeMs(value: number): number {
  return Math.trunc(value);
}
