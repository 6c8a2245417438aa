import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { chainHash, GENESIS, type RawHeader } from '../events/hash-chain.js';
import { judgePartition, type PartitionVerdict, type VerifiedRows } from './partition-verdict.js';

interface StoredRow {
  offset: string;
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers: [string, string][];
  hash: Buffer;
}

interface Partition {
  topic: string;
  partition: number;
  consumed_to: string | null;
}

/** Rows of one read, and bytes after which it is cut: large messages must not fill the memory. */
const PAGE_ROWS = 2_000;
const PAGE_BYTES = 8_000_000;

/** Recomputes every chain from its first row. Reads one snapshot, so that consumption going on does not look like a fault. */
@Injectable()
export class ChainVerifier {
  constructor(private readonly dataSource: DataSource) {}

  async verify(): Promise<{ ok: boolean; partitions: PartitionVerdict[] }> {
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      const partitions: PartitionVerdict[] = [];
      for (const { topic, partition, consumed_to } of await listPartitions(tx)) {
        const rows = await walk(tx, topic, partition);
        partitions.push(judgePartition(topic, partition, rows, consumed_to === null ? undefined : BigInt(consumed_to)));
      }
      return { ok: partitions.every((verdict) => verdict.ok), partitions };
    });
  }
}

async function listPartitions(tx: EntityManager): Promise<Partition[]> {
  return tx.query(`
    SELECT coalesce(e.topic, p.topic) AS topic, coalesce(e.partition, p.partition) AS partition, greatest(p.next_offset, p.last_offset + 1) AS consumed_to
    FROM (SELECT DISTINCT topic, partition FROM events) e
    FULL JOIN consumer_positions p ON p.topic = e.topic AND p.partition = e.partition
    ORDER BY 1, 2`);
}

async function walk(tx: EntityManager, topic: string, partition: number): Promise<VerifiedRows> {
  let previous: Buffer = GENESIS;
  let first: bigint | undefined;
  let last: bigint | undefined;
  let messages = 0;
  let problem: string | undefined;
  for (;;) {
    const rows = await readPage(tx, topic, partition, last);
    for (const row of rows) {
      const offset = BigInt(row.offset);
      problem ??=
        last !== undefined && offset !== last + 1n ? `rows between ${last} and ${offset} are missing` : undefined;
      const headers = row.headers.map(([name, value]): RawHeader => [
        decodeURIComponent(name),
        Buffer.from(value, 'base64'),
      ]);
      const expected = chainHash(previous, { ...row, topic, partition, headers });
      problem ??= expected.equals(row.hash) ? undefined : `row ${offset} is not what was recorded`;
      first ??= offset;
      last = offset;
      previous = row.hash;
      messages += 1;
    }
    if (rows.length === 0)
      return { messages, firstOffset: first, lastOffset: last, head: messages === 0 ? undefined : previous, problem };
  }
}

async function readPage(
  tx: EntityManager,
  topic: string,
  partition: number,
  after: bigint | undefined,
): Promise<StoredRow[]> {
  return tx.query(
    `SELECT "offset", timestamp, key, value, headers, hash
       FROM (SELECT *, sum(bytes) OVER (ORDER BY "offset") - bytes AS bytes_before
               FROM (SELECT "offset", (extract(epoch FROM recorded_at) * 1000)::bigint::text AS timestamp,
                            key, value, headers, hash, coalesce(octet_length(value), 0) AS bytes
                       FROM events WHERE topic = $1 AND partition = $2 AND "offset" > $3
                      ORDER BY "offset" LIMIT ${PAGE_ROWS}) AS page) AS counted
      WHERE bytes_before < ${PAGE_BYTES} ORDER BY "offset"`,
    [topic, partition, (after ?? -1n).toString()],
  );
}
