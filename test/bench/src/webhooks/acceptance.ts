import { CHARGEBEE, CREDENTIALS, SiteApi, type ChargebeeObject } from '@ledgerbridge/sandbox';
import { query } from '@ledgerbridge/faults';
import { until } from '@ledgerbridge/testing';
import { HELD_BACK, webhookOf, type BenchBridge } from './bench-bridge.js';
import { figures, rounded, type Figures } from './figures.js';
import { load, type Endpoint, type LoadResult } from './load.js';

export interface AcceptanceOptions {
  readonly rounds: number;
  readonly requests: number;
  /** Requests under way at a time. */
  readonly concurrency: number;
  readonly say: (line: string) => void;
}

export interface Comparison {
  readonly concurrency: number;
  readonly webhook: Figures;
  readonly bare: Figures;
  /** Webhooks accepted for each row the bare endpoint inserts in the same time. */
  readonly rateRatio: number;
  readonly p99Ratio: number;
}

/** Accepted and nothing more: the site of the connection cannot be reached. */
export async function heldBack(bridge: BenchBridge, bare: Endpoint, options: AcceptanceOptions): Promise<Comparison> {
  const [event] = await eventsOf(bridge, 1);
  const bodies = (round: number): string[] =>
    Array.from({ length: options.requests }, (_, number) =>
      JSON.stringify({ ...event, id: `ev_${options.concurrency}_${round}_${number}` }),
    );
  return compare(webhookOf(bridge, HELD_BACK), bare, options, async (round) => bodies(round));
}

/** The gateway works on what it has accepted meanwhile; each round begins when all of it is done. */
export async function atWork(bridge: BenchBridge, bare: Endpoint, options: AcceptanceOptions): Promise<Comparison> {
  const { rounds, requests } = options;
  const events = await eventsOf(bridge, (rounds + 1) * requests);
  return compare(webhookOf(bridge, CHARGEBEE), bare, options, async (round) => {
    await untilWorkedOn(bridge);
    return events.slice(round * requests, (round + 1) * requests).map((event) => JSON.stringify(event));
  });
}

/** One and the other in turn, the first round of both for nothing. */
async function compare(
  webhook: Endpoint,
  bare: Endpoint,
  { rounds, concurrency, say }: AcceptanceOptions,
  bodiesOf: (round: number) => Promise<readonly string[]>,
): Promise<Comparison> {
  const results: { readonly webhook: LoadResult; readonly bare: LoadResult }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const bodies = await bodiesOf(round);
    const result = {
      bare: await load(bare, renamed(bodies, `${webhook.path}-${concurrency}`), concurrency),
      webhook: await load(webhook, bodies, concurrency),
    };
    const [ours, theirs] = [figures([result.webhook]), figures([result.bare])];
    say(`${webhook.path}, ${concurrency} at a time: ${JSON.stringify(ours)}, bare ${JSON.stringify(theirs)}`);
    if (round > 0) results.push(result);
  }
  const ours = figures(results.map((result) => result.webhook));
  const theirs = figures(results.map((result) => result.bare));
  return {
    ...{ concurrency, webhook: ours, bare: theirs },
    rateRatio: rounded(ours.perSecond / theirs.perSecond),
    p99Ratio: rounded(ours.p99Ms / theirs.p99Ms),
  };
}

/** The bare endpoint's rows are of one table for all rounds. */
function renamed(bodies: readonly string[], name: string): string[] {
  return bodies.map((body) => {
    const event = JSON.parse(body) as ChargebeeObject;
    return JSON.stringify({ ...event, id: `${name}-${event.id}` });
  });
}

const AT_ONCE = 8;
let customers = 0;

/** New events of the site, each of a customer of its own. */
async function eventsOf({ simulators }: BenchBridge, count: number): Promise<readonly ChargebeeObject[]> {
  const api = new SiteApi(simulators.chargebeeUrl, CREDENTIALS.chargebeeKey);
  const before = (await simulators.chargebee.objects('event')).length;
  const last = customers + count;
  const register = async (): Promise<void> => {
    while (customers < last) {
      const id = `bench-${(customers += 1)}`;
      const address = { line1: '1 Main Street', city: 'Springfield', zip: '01101', country: 'US' };
      await api.post('/customers', {
        id,
        company: `Bench ${id}`,
        email: `${id}@buyer.example`,
        billing_address: address,
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, register));
  return (await simulators.chargebee.objects('event')).slice(before, before + count);
}

async function untilWorkedOn({ databaseUrl }: BenchBridge): Promise<void> {
  const sql = `SELECT count(*)::int AS pending FROM chargebee_gateway.webhook_receipts
                WHERE connection = $1 AND state = 'pending'`;
  const isDone = async (): Promise<boolean> =>
    (await query<{ pending: number }>(databaseUrl, sql, [CHARGEBEE]))[0]?.pending === 0;
  await until(isDone, { timeoutMs: 300_000, what: 'all webhooks worked on' });
}
