import { deliveryCounts } from '@ledgerbridge/sandbox';
import { until } from '@ledgerbridge/testing';
import { setTimeout as delay } from 'node:timers/promises';
import type { Installation } from './installation.js';
import { query } from './query.js';
import { topicEnds } from './topic-ends.js';

const AT_WORK = ['pending', 'writing', 'retrying', 'in_doubt'] as const;
const REST_WITHIN_MS = 300_000;
/** A site with a lower limit takes longer. */
const REQUESTS_PER_MINUTE = 600;
/** Longer than a dispatcher leaves a wait that can end alone. */
const STAYS_FOR_MS = 2_000;
/** What the writer reads whatever its connections accept. */
const WRITER_TOPICS = ['billing.customers.v1', 'billing.invoices.v1', 'billing.credit-notes.v1', 'billing.payments.v1'];

/**
 * Resolves when nothing is under way any more, as the stores themselves say: every outbox is published, every topic is
 * landed to its end, no delivery is at work; and when that has not changed for a while.
 * @throws Error naming what was still under way
 */
export async function untilAtRest(installation: Installation): Promise<void> {
  const { requestsPerMinute = REQUESTS_PER_MINUTE } = installation.options;
  let busy = 'nothing was looked at';
  await until(
    async () => {
      const before = await stateOf(installation).catch((error: unknown) => ({ busy: String(error), seen: '' }));
      ({ busy } = before);
      if (busy !== '') return false;
      await delay(STAYS_FOR_MS);
      const after = await stateOf(installation);
      ({ busy } = after);
      return busy === '' && after.seen === before.seen;
    },
    { timeoutMs: REST_WITHIN_MS * Math.max(1, REQUESTS_PER_MINUTE / requestsPerMinute), what: 'rest' },
  ).catch((error: unknown) => {
    throw new Error(`no rest: ${busy}`, { cause: error });
  });
}

interface StateOfWork {
  /** Empty when nothing is under way. */
  readonly busy: string;
  readonly seen: string;
}

async function stateOf(installation: Installation): Promise<StateOfWork> {
  const { database, options, topicPrefix } = installation;
  const unpublished = await unpublishedIn(database.url);
  if (unpublished !== '') return { busy: unpublished, seen: '' };
  const ends = await topicEnds(options.servers.brokers, topicPrefix);
  const landed = await positionsIn(database.url);
  for (const [place, end] of ends) {
    for (const schema of ['audit', 'chargebee_gateway'] as const) {
      const position = landed.get(`${schema}/${place}`) ?? 0n;
      const reads = schema === 'audit' || readsTopic(landed, schema, place);
      if (reads && position < end) return { busy: `${schema} is at ${position} of ${end} in ${place}`, seen: '' };
    }
  }
  const counts = await deliveryCounts(installation.api('chargebee-gateway'));
  const atWork = AT_WORK.filter((state) => (counts[state] ?? 0) > 0);
  const busy = atWork.map((state) => `${counts[state]} deliveries ${state}`).join(', ');
  return { busy, seen: JSON.stringify([[...ends].map(([place, end]) => `${place} ${end}`), counts]) };
}

function readsTopic(landed: ReadonlyMap<string, bigint>, schema: string, place: string): boolean {
  const topic = place.slice(0, place.lastIndexOf('/'));
  return WRITER_TOPICS.includes(topic) || [...landed.keys()].some((known) => known.startsWith(`${schema}/${topic}/`));
}

async function unpublishedIn(databaseUrl: string): Promise<string> {
  const schemas = await query<{ schema: string }>(
    databaseUrl,
    `SELECT table_schema AS schema FROM information_schema.tables WHERE table_name = 'outbox'`,
  );
  for (const { schema } of schemas) {
    const [row] = await query<{ left: number }>(
      databaseUrl,
      `SELECT count(*)::int AS left FROM ${schema}.outbox WHERE published_at IS NULL`,
    );
    if (row !== undefined && row.left > 0) return `${row.left} messages in the outbox of ${schema}`;
  }
  return '';
}

/** By `<schema>/<topic>/<partition>`: the next offset to land. */
async function positionsIn(databaseUrl: string): Promise<ReadonlyMap<string, bigint>> {
  const rows = await query<{ place: string; next: string }>(
    databaseUrl,
    ['audit', 'chargebee_gateway']
      .map(
        (schema) =>
          `SELECT '${schema}/' || topic || '/' || partition AS place, next_offset AS next FROM ${schema}.consumer_positions`,
      )
      .join(' UNION ALL '),
  );
  return new Map(rows.map(({ place, next }) => [place, BigInt(next)]));
}
