/**
 * One customer that Chargebee refuses, and what that costs the others: their p99 delay from landed to delivered, with
 * the refused customer and without, in one invocation. Usage: npm run bench -- refused-customer [rounds]
 */
import {
  busiestCustomer,
  buyersIn,
  putInTheWay,
  query,
  syncThrough,
  untilAtRest,
  withInstallation,
} from '@ledgerbridge/faults';
import { startInfrastructure } from '@ledgerbridge/testing';

const rounds = Number(process.argv[2] ?? 25);
const BUYERS_A_ROUND = 10;
const OF_THE_REFUSED_A_ROUND = 4;
const LARGEST_RATIO = 2;
const say = (line: string): void => console.error(line);

interface Measured {
  readonly ok: boolean;
  readonly invoices: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Documents of the refused customer; those that wait and say for whom. */
  readonly ofRefused: number;
  readonly waitingForIt: number;
}

const servers = await startInfrastructure({ kinds: ['embedded'], log: say });
try {
  const clean = await measure(false);
  say(`clean: ${JSON.stringify(clean)}`);
  const refused = await measure(true);
  say(`with one refused customer: ${JSON.stringify(refused)}`);
  const ratio = Math.round((refused.p99Ms / clean.p99Ms) * 100) / 100;
  const allNamed = refused.ofRefused > 0 && refused.waitingForIt === refused.ofRefused && clean.waitingForIt === 0;
  console.log(JSON.stringify({ rounds, clean, refused, p99Ratio: ratio, limit: LARGEST_RATIO }, undefined, 2));
  process.exitCode = ratio < LARGEST_RATIO && allNamed ? 0 : 1;
} finally {
  await servers.stop();
}

/** Small rounds one after the other, so that a delay is a record's own and not the queue of a first load. */
async function measure(isRefused: boolean): Promise<Measured> {
  const size = { customers: 20, invoices: 60 };
  return withInstallation({ servers, size, seed: 1, say }, async (installation) => {
    const { simulators, database } = installation;
    const refused = busiestCustomer(await simulators.syspro.rows('ArInvoice'));
    if (isRefused) await putInTheWay(simulators.chargebee, refused);
    await simulators.syspro.completeInvoices();
    await installation.startServices();
    await syncThrough(installation);
    await untilAtRest(installation);
    const buyers = (await buyersIn(simulators)).filter((customer) => customer !== refused);
    const [{ now } = { now: '' }] = await query<{ now: string }>(database.url, 'SELECT clock_timestamp()::text AS now');
    for (let round = 0; round < rounds; round += 1) {
      for (let number = 0; number < BUYERS_A_ROUND; number += 1) {
        await simulators.syspro.postInvoice(buyers[(round + number) % buyers.length] ?? '');
      }
      for (let number = 0; number < OF_THE_REFUSED_A_ROUND; number += 1) await simulators.syspro.postInvoice(refused);
      await syncThrough(installation);
    }
    await untilAtRest(installation);
    return { ok: true, ...(await delays(database.url, refused, now)) };
  });
}

async function delays(databaseUrl: string, refused: string, since: string): Promise<Omit<Measured, 'ok'>> {
  const [row] = await query<Omit<Measured, 'ok'>>(
    databaseUrl,
    `WITH documents AS (
       SELECT *, source_id LIKE $1 || '~%' AS of_refused,
              extract(epoch FROM updated_at - created_at) * 1000 AS delay_ms
         FROM chargebee_gateway.deliveries WHERE type = 'invoice' AND created_at > $2::timestamptz)
     SELECT count(*) FILTER (WHERE NOT of_refused AND state = 'delivered')::int AS invoices,
            round(percentile_cont(0.5) WITHIN GROUP (ORDER BY delay_ms)
              FILTER (WHERE NOT of_refused AND state = 'delivered'))::int AS "p50Ms",
            round(percentile_cont(0.99) WITHIN GROUP (ORDER BY delay_ms)
              FILTER (WHERE NOT of_refused AND state = 'delivered'))::int AS "p99Ms",
            count(*) FILTER (WHERE of_refused)::int AS "ofRefused",
            count(*) FILTER (WHERE of_refused AND state = 'waiting' AND waiting_source_id = $1)::int AS "waitingForIt"
       FROM documents`,
    [refused, since],
  );
  if (row === undefined) throw new Error('nothing was measured');
  return row;
}
