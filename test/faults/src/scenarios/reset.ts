import { runConsumerGroups } from '@ledgerbridge/testing';
import type { Installation } from '../installation/installation.js';
import { query } from '../installation/query.js';
import { untilAtRest } from '../installation/rest.js';
import { idWritten } from '../sides/doubled.js';
import { broken } from '../sides/held.js';
import { differences, totalsOf } from '../sides/totals.js';
import { wholeLog } from '../sides/whole-log.js';
import { takeAway, type Obstacle } from './obstacle.js';
import { verdict, type Verdict } from './verdict.js';

/** Set full state and may be repeated; everything else is written once. */
const REPEATABLE = new Set(['update_customer', 'update_billing_info', 'update_invoice_details']);

/** Longer than the site keeps its answers by idempotency key: what protects from doubles must be something else. */
const KEYS_FORGOTTEN_AFTER_MS = 3_600_000;

/**
 * The writer's group reset to the earliest by Kafka's own tool while it was stopped: everything lands again, nothing is
 * written twice, and what had failed runs again, recorded as a replay. The installation is at rest with `obstacle` in the
 * way of one customer; before the start it is taken away, so that the replay has something to bring about.
 */
export async function reset(installation: Installation, obstacle: Obstacle): Promise<Verdict> {
  const { database, options, simulators, topicPrefix } = installation;
  const problems: string[] = [];
  const failed = await failedDeliveries(database.url);
  if (failed.length === 0) problems.push('nothing had failed, so nothing can run again');
  const open = await openDeliveries(database.url);
  const landed = await landedDeliveries(database.url);
  await installation.stop('chargebee-gateway');
  await takeAway(simulators.chargebee, obstacle);
  await simulators.chargebee.advanceClock(KEYS_FORGOTTEN_AFTER_MS);
  const last = (await simulators.chargebee.requests()).at(-1)?.sequence ?? 0;
  const said = await runConsumerGroups(options.servers.brokers, [
    ...['--group', `${topicPrefix}chargebee-gateway`, '--reset-offsets', '--to-earliest', '--execute', '--all-topics'],
  ]);
  options.say(`reset: ${failed.length} failed before\n${said.trim()}`);
  await installation.resume('chargebee-gateway');
  await untilAtRest(installation);

  const replays = await query<{ messages: string; finished: boolean }>(
    database.url,
    `SELECT sum(to_offset - from_offset) AS messages, bool_and(finished_at IS NOT NULL) AS finished
       FROM chargebee_gateway.landing_replays`,
  );
  const messages = Number(replays[0]?.messages ?? 0);
  if (messages < landed) problems.push(`${messages} messages landed again, there are ${landed} deliveries`);
  if (replays[0]?.finished !== true) problems.push('a replay did not finish');
  const replayed = await replayedDeliveries(database.url);
  const forgotten = failed.filter((id) => !replayed.has(id));
  if (forgotten.length > 0) problems.push(`failed and not run again: ${forgotten.join(', ')}`);
  if (replayed.size !== failed.length)
    problems.push(`${replayed.size} deliveries ran again, ${failed.length} had failed`);
  const writes = wholeLog(await simulators.chargebee.requests(last), last).filter(
    ({ method, status }) => method === 'POST' && status === 200,
  );
  const due = await targetIdsOf(database.url, open);
  const foreign = writes.filter((write) => !REPEATABLE.has(write.operation ?? '') && !due.has(idWritten(write)));
  problems.push(
    ...foreign.map(({ operation, path, body }) => `written again: ${operation ?? ''} ${path} ${body.slice(0, 120)}`),
  );
  problems.push(...(await broken(installation)));
  // what the seed means to fail for a record's own data fails again
  const stillFailed = await failedDeliveries(database.url, 'collision');
  if (stillFailed.length > 0) problems.push(`still failed though the obstacle is gone: ${stillFailed.join(', ')}`);
  return verdict('reset', problems, { messages, deliveries: landed, ranAgain: replayed.size, writes: writes.length });
}

/** The writer's schema dropped, Kafka kept: links are rebuilt by read-back, nothing is doubled, same outcomes. */
export async function dropWriter(installation: Installation): Promise<Verdict> {
  const { database, options, simulators } = installation;
  const before = await totalsOf(installation);
  const links = await query<{ count: number }>(database.url, CONFIRMED);
  await installation.stop('chargebee-gateway');
  await query(database.url, 'DROP SCHEMA chargebee_gateway CASCADE');
  await simulators.chargebee.advanceClock(KEYS_FORGOTTEN_AFTER_MS);
  options.say(`drop-writer: ${links[0]?.count ?? 0} links dropped`);
  const last = (await simulators.chargebee.requests()).at(-1)?.sequence ?? 0;
  await installation.resume('chargebee-gateway');
  await untilAtRest(installation);
  const problems = [...differences(before, await totalsOf(installation)), ...(await broken(installation))];
  const rebuilt = await query<{ count: number }>(database.url, CONFIRMED);
  if (rebuilt[0]?.count !== links[0]?.count) {
    problems.push(`${rebuilt[0]?.count ?? 0} links confirmed, there were ${links[0]?.count ?? 0}`);
  }
  const requests = wholeLog(await simulators.chargebee.requests(last), last);
  const created = requests.filter(
    ({ operation = '', status }) => status === 200 && /^(create|import|record)/.test(operation),
  );
  problems.push(...created.map(({ operation, path }) => `created again: ${operation ?? ''} ${path}`));
  return verdict('drop-writer', problems, { links: links[0]?.count, requests: requests.length });
}

const CONFIRMED = 'SELECT count(*)::int AS count FROM chargebee_gateway.links WHERE confirmed';

async function failedDeliveries(databaseUrl: string, failureClass = '%'): Promise<string[]> {
  const rows = await query<{ id: string }>(
    databaseUrl,
    `SELECT id FROM chargebee_gateway.deliveries WHERE state = 'failed' AND failure_class LIKE $1 ORDER BY id`,
    [failureClass],
  );
  return rows.map(({ id }) => id);
}

/** What a replay may write: all that was not brought about before. */
async function openDeliveries(databaseUrl: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    databaseUrl,
    `SELECT id FROM chargebee_gateway.deliveries WHERE state IN ('failed', 'waiting')`,
  );
  return rows.map(({ id }) => id);
}

/** Ids at the site of the records of deliveries, as far as they have one by now. */
async function targetIdsOf(databaseUrl: string, deliveries: readonly string[]): Promise<Set<string>> {
  const rows = await query<{ id: string }>(
    databaseUrl,
    `SELECT DISTINCT link.target_id AS id
       FROM chargebee_gateway.deliveries AS delivery
       JOIN chargebee_gateway.links AS link USING (target_connection, type, source_connection, source_id)
      WHERE delivery.id = ANY ($1::uuid[]) AND link.target_id IS NOT NULL`,
    [deliveries],
  );
  return new Set(rows.map(({ id }) => id));
}

async function landedDeliveries(databaseUrl: string): Promise<number> {
  const rows = await query<{ count: number }>(databaseUrl, 'SELECT count(*)::int FROM chargebee_gateway.deliveries');
  return rows[0]?.count ?? 0;
}

/** Those whose change events, as the trail has them, name a replay as the reason. */
async function replayedDeliveries(databaseUrl: string): Promise<Set<string>> {
  const rows = await query<{ id: string }>(
    databaseUrl,
    `SELECT DISTINCT change ->> 'deliveryId' AS id
       FROM (SELECT convert_from(value, 'UTF8')::jsonb AS change FROM audit.events
              WHERE topic = 'bridge.deliveries.v1') AS changes
      WHERE change ->> 'reason' = 'REPLAY'`,
  );
  return new Set(rows.map(({ id }) => id));
}
