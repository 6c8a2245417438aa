import {
  SERVICES,
  TIMEOUTS,
  type Installation,
  type Replica,
  type Say,
  type Servers,
} from '../installation/installation.js';
import type { CompanySize } from '../installation/installation.js';
import { untilAtRest } from '../installation/rest.js';
import { broken } from '../sides/held.js';
import { paceOf } from '../sides/pace.js';
import { differences, totalsOf } from '../sides/totals.js';
import { runStory, syncThrough } from '../story.js';
import { verdict, type Verdict } from './verdict.js';
import { undisturbed, withInstallation, type Undisturbed } from './with-installation.js';
import { until } from '@ledgerbridge/testing';

export interface ReplicasOptions {
  readonly servers: Servers;
  readonly size: CompanySize;
  readonly seed: number;
  /** Of the site, and what its connection is told. */
  readonly requestsPerMinute: number;
  /** Invoices under way when the holder is killed. */
  readonly takeover: number;
  readonly say: Say;
  /** An undisturbed run of one round; made when absent. */
  readonly calm?: Undisturbed;
}

const LEAST_SHARE = 0.95;
/**
 * Lease TTL (15 s) and its retry pause (at most 1.25 s), as docs/operating.md states them, and what a start of work
 * under a new lease takes on a busy machine.
 */
const TAKEOVER_MS = 16_250 + 3_000;

/** Two replicas of each service: same totals, the site's limit used and kept, and a killed holder is replaced in time. */
export async function replicas(options: ReplicasOptions): Promise<Verdict> {
  const { servers, size, seed, requestsPerMinute, say } = options;
  const calm = options.calm ?? (await undisturbed({ servers, size, seed, say }, 1));
  say(`replicas: two of ${SERVICES.join(', ')} at ${requestsPerMinute} requests a minute`);
  return withInstallation({ servers, size, seed, say, replicas: 2, requestsPerMinute }, async (installation) => {
    const { chargebee } = installation.simulators;
    await installation.startServices();
    await runStory(installation, { rounds: 1 });
    const problems = differences(calm.totals, await totalsOf(installation));
    const pace = paceOf(await chargebee.requests());
    const used = pace.perMinute / requestsPerMinute;
    say(`pace: ${pace.requests} requests in ${pace.seconds} s, ${(used * 100).toFixed(1)} % of the limit`);
    if (used < LEAST_SHARE) problems.push(`only ${(used * 100).toFixed(1)} % of the limit was used`);
    if (used > 1) problems.push(`${(used * 100).toFixed(1)} % of the limit was used`);
    if (pace.refused > 0) problems.push(`${pace.refused} requests were refused with 429`);
    const takeoverMs = await killHolder(installation, options);
    say(`takeover: the other one went on after ${takeoverMs} ms`);
    if (takeoverMs > TAKEOVER_MS) problems.push(`the takeover took ${takeoverMs} ms, ${TAKEOVER_MS} are allowed`);
    problems.push(...(await broken(installation)));
    return verdict('replicas', problems, { seed, size, requestsPerMinute, pace, usedShare: used, takeoverMs });
  });
}

/** Kills the gateway that holds the site in the middle of its writes; how long the site then heard nothing, in ms. */
async function killHolder(installation: Installation, { takeover, say }: ReplicasOptions): Promise<number> {
  const { syspro, chargebee } = installation.simulators;
  const before = await totalsOf(installation);
  const customers = (await chargebee.objects('customer')).map(({ id }) => id);
  for (let number = 0; number < takeover; number += 1) {
    await syspro.postInvoice(customers[number % customers.length] ?? '');
  }
  const invoices = before.chargebee['invoice']?.length ?? 0;
  await syncThrough(installation);
  await until(async () => (await chargebee.objects('invoice')).length > invoices + 2, {
    what: 'the first new invoices',
  });
  const holder = await holderOf(installation);
  const killedAt = Date.now();
  await holder.process.kill();
  // what is left of it must not win the lease back by a quick start
  const stopped = holder.process.stop();
  say(`killed ${holder.process.name}, which held the site`);
  const goesOnAt = await until(
    async () => {
      const later = (await chargebee.requests()).find(
        ({ at }) => Date.parse(at) > killedAt + TIMEOUTS.requestSeconds * 1_000,
      );
      return later === undefined ? undefined : Date.parse(later.at);
    },
    { timeoutMs: 60_000, what: 'the takeover' },
  );
  await stopped;
  await holder.process.resume();
  await untilAtRest(installation);
  const after = (await chargebee.objects('invoice')).length;
  if (after !== invoices + takeover)
    throw new Error(`${after - invoices} of ${takeover} new invoices are in Chargebee`);
  return goesOnAt - killedAt;
}

async function holderOf(installation: Installation): Promise<Replica> {
  for (const replica of installation.of('chargebee-gateway')) {
    const metrics = await (await fetch(`${replica.api.baseUrl}/metrics`)).text();
    if (/^ledgerbridge_lease_held\{[^}]*lease="connection:acme-chargebee"[^}]*\} 1$/m.test(metrics)) return replica;
  }
  throw new Error('no gateway says that it holds the site');
}
