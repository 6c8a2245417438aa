import type { ServiceName } from '@ledgerbridge/sandbox';
import { until } from '@ledgerbridge/testing';
import { setTimeout as delay } from 'node:timers/promises';
import type { Installation } from './installation.js';
import { query } from './query.js';
import { topicEnds } from './topic-ends.js';

const AT_WORK = new Set(['pending', 'writing', 'retrying', 'in_doubt']);
const REST_WITHIN_MS = 300_000;
/** A site with a lower limit takes longer. */
const REQUESTS_PER_MINUTE = 600;
/** Longer than a dispatcher leaves a wait that can end alone. */
const STAYS_FOR_MS = 2_000;
/** Those that land events, with their schemas. */
const LANDS: Partial<Record<ServiceName, string>> = {
  audit: 'audit',
  'chargebee-gateway': 'chargebee_gateway',
  'gp-writer': 'gp_writer',
};
/** What a writer reads whatever its connections accept. */
const WRITER_TOPICS = ['billing.customers.v1', 'billing.invoices.v1', 'billing.credit-notes.v1', 'billing.payments.v1'];

export interface RestOptions {
  /** A target whose deliveries do not come to rest now. */
  readonly except?: string;
}

/**
 * Resolves when nothing is under way any more, as the stores themselves say: every webhook is taken and worked on, every
 * outbox is published, every topic is landed to its end, no delivery is at work; and when that has not changed for a while.
 * @throws Error naming what was still under way
 */
export async function untilAtRest(installation: Installation, rest: RestOptions = {}): Promise<void> {
  const { requestsPerMinute = REQUESTS_PER_MINUTE } = installation.options;
  let busy = 'nothing was looked at';
  await until(
    async () => {
      const before = await stateOf(installation, rest).catch((error: unknown) => ({ busy: String(error), seen: '' }));
      ({ busy } = before);
      if (busy !== '') return false;
      await delay(STAYS_FOR_MS);
      const after = await stateOf(installation, rest);
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

async function stateOf(installation: Installation, { except }: RestOptions): Promise<StateOfWork> {
  const { database, options, topicPrefix } = installation;
  const untold = (await webhooksAtWork(installation)) || (await unpublishedIn(database.url));
  if (untold !== '') return { busy: untold, seen: '' };
  const ends = await topicEnds(options.servers.brokers, topicPrefix);
  const schemas = installation.services.flatMap((service) => LANDS[service] ?? []);
  const landed = await positionsIn(database.url, schemas);
  for (const [place, end] of ends) {
    for (const schema of schemas) {
      const position = landed.get(`${schema}/${place}`) ?? 0n;
      const reads = schema === 'audit' || readsTopic(landed, schema, place);
      if (reads && position < end) return { busy: `${schema} is at ${position} of ${end} in ${place}`, seen: '' };
    }
  }
  const counts = await deliveryCounts(
    database.url,
    schemas.filter((schema) => schema !== 'audit'),
  );
  const atWork = counts.filter(({ state, target }) => AT_WORK.has(state) && target !== except);
  const busy = atWork.map(({ state, target, count }) => `${count} deliveries to ${target} ${state}`).join(', ');
  return { busy, seen: JSON.stringify([[...ends].map(([place, end]) => `${place} ${end}`), counts]) };
}

/** Empty when the site has told everything and nothing of it is left to be worked on. */
export async function webhooksAtWork({ database, simulators }: Installation): Promise<string> {
  const { pending } = (await simulators.chargebee.summary()).site.webhooks;
  if (pending > 0) return `${pending} webhooks are on their way`;
  const [row] = await query<{ left: number }>(
    database.url,
    `SELECT count(*)::int AS left FROM chargebee_gateway.webhook_receipts WHERE state = 'pending'`,
  );
  return row === undefined || row.left === 0 ? '' : `${row.left} webhooks are not worked on`;
}

interface DeliveryCount extends Record<string, unknown> {
  readonly target: string;
  readonly state: string;
  readonly count: number;
}

async function deliveryCounts(databaseUrl: string, schemas: readonly string[]): Promise<readonly DeliveryCount[]> {
  const counts = schemas.map(
    (schema) =>
      `SELECT target_connection AS target, state, count(*)::int AS count FROM ${schema}.deliveries GROUP BY 1, 2`,
  );
  return query<DeliveryCount>(databaseUrl, `${counts.join(' UNION ALL ')} ORDER BY 1, 2`);
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
async function positionsIn(databaseUrl: string, schemas: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
  const rows = await query<{ place: string; next: string }>(
    databaseUrl,
    schemas
      .map(
        (schema) =>
          `SELECT '${schema}/' || topic || '/' || partition AS place, next_offset AS next FROM ${schema}.consumer_positions`,
      )
      .join(' UNION ALL '),
  );
  return new Map(rows.map(({ place, next }) => [place, BigInt(next)]));
}
