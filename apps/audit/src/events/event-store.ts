import type { EntityManager } from 'typeorm';
import { chainHash, GENESIS, type ChainedMessage } from './hash-chain.js';
import { indexedAttributes, type IndexedAttributes } from './indexed-attributes.js';

interface Row {
  readonly message: ChainedMessage;
  readonly hash: Buffer;
  readonly attributes: IndexedAttributes;
}

const INSERT = `
  INSERT INTO events (topic, partition, "offset", recorded_at, key, value, headers, hash,
                      event_id, event_type, connection, subject, sequence, event_time)
  SELECT topic, partition, "offset", 'epoch'::timestamptz + recorded_at_ms * interval '1 millisecond', key, value,
         headers, hash, event_id, event_type, connection, subject, sequence, event_time
    FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::bytea[], $6::bytea[], $7::jsonb[],
                $8::bytea[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[])
         AS message (topic, partition, "offset", recorded_at_ms, key, value,
                     headers, hash, event_id, event_type, connection, subject, sequence, event_time)
  ON CONFLICT DO NOTHING`;

const NOTHING_INDEXED = indexedAttributes([]);

/** Appends the messages of one partition, in offset order, inside the transaction that moves the position. */
export async function appendEvents(tx: EntityManager, messages: readonly ChainedMessage[]): Promise<void> {
  const first = messages[0];
  if (first === undefined) return;
  const head = await chainHead(tx, first.topic, first.partition);
  const unseen = messages.filter((message) => head === undefined || BigInt(message.offset) > BigInt(head.offset));
  const rows = chain(head?.hash ?? GENESIS, unseen);
  if (rows.length === 0) return;
  await tx.query('SAVEPOINT batch');
  try {
    await insert(tx, rows);
  } catch (error) {
    if (!isDataException(error)) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT batch');
    await insertRowWise(tx, rows);
  }
}

function chain(head: Buffer, messages: readonly ChainedMessage[]): Row[] {
  let previous = head;
  return messages.map((message) => {
    previous = chainHash(previous, message);
    return { message, hash: previous, attributes: indexedAttributes(message.headers) };
  });
}

/** One message that Postgres cannot index must not block the others: it is kept without its index. */
async function insertRowWise(tx: EntityManager, rows: readonly Row[]): Promise<void> {
  for (const row of rows) {
    await tx.query('SAVEPOINT one');
    try {
      await insert(tx, [row]);
    } catch (error) {
      if (!isDataException(error)) throw error;
      await tx.query('ROLLBACK TO SAVEPOINT one');
      await insert(tx, [{ ...row, attributes: NOTHING_INDEXED }]);
    }
  }
}

async function insert(tx: EntityManager, rows: readonly Row[]): Promise<void> {
  const column = <T>(pick: (row: Row) => T): T[] => rows.map(pick);
  await tx.query(INSERT, [
    column(({ message }) => message.topic),
    column(({ message }) => message.partition),
    column(({ message }) => message.offset),
    column(({ message }) => message.timestamp),
    column(({ message }) => message.key),
    column(({ message }) => message.value),
    column(({ message }) =>
      JSON.stringify(message.headers.map(([name, value]) => [encodeName(name), value.toString('base64')])),
    ),
    column(({ hash }) => hash),
    column(({ attributes }) => attributes.eventId),
    column(({ attributes }) => attributes.eventType),
    column(({ attributes }) => attributes.connection),
    column(({ attributes }) => attributes.subject),
    column(({ attributes }) => attributes.sequence),
    column(({ attributes }) => attributes.eventTime),
  ]);
}

/** jsonb refuses NUL and lone surrogates, so a header name is kept percent-encoded. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}

interface ChainHead {
  readonly offset: string;
  readonly hash: Buffer;
}

/** The last row of a partition, undefined when there is none. */
async function chainHead(tx: EntityManager, topic: string, partition: number): Promise<ChainHead | undefined> {
  const rows: ChainHead[] = await tx.query(
    'SELECT "offset", hash FROM events WHERE topic = $1 AND partition = $2 ORDER BY "offset" DESC LIMIT 1',
    [topic, partition],
  );
  return rows[0];
}

/** Index entries are limited to a third of a page, which a long id of our attributes may exceed. */
const PROGRAM_LIMIT_EXCEEDED = '54000';

/** SQLSTATE class 22, or an index entry too large: the value, not the moment, is at fault. */
function isDataException(error: unknown): boolean {
  const code =
    (error as { code?: unknown; driverError?: { code?: unknown } }).driverError?.code ??
    (error as { code?: unknown }).code;
  return typeof code === 'string' && (code.startsWith('22') || code === PROGRAM_LIMIT_EXCEEDED);
}
