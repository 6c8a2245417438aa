import type { ChargebeeControls } from '@ledgerbridge/sandbox';
import { until } from '@ledgerbridge/testing';
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
import { buyersIn } from '../sides/buyers.js';
import { broken } from '../sides/held.js';
import { paceOf, refusedIn } from '../sides/pace.js';
import { differences, totalsOf } from '../sides/totals.js';
import { runStory, syncThrough } from '../story.js';
import { verdict, type Verdict } from './verdict.js';
import { undisturbed, withInstallation, type Undisturbed } from './with-installation.js';

export interface ReplicasOptions {
  readonly servers: Servers;
  readonly size: CompanySize;
  readonly seed: number;
  /** Of the site, and what its connection is told. */
  readonly requestsPerMinute: number;
  /** Invoices under way when the holder is killed. */
  readonly takeover: number;
  /** Of the limit, used in the steady part of the load. */
  readonly leastShare: number;
  /** For a takeover, over what the lease and its retry pause take: a start of work under a new lease on a busy machine. */
  readonly takeoverSlackMs: number;
  readonly say: Say;
  /** An undisturbed run of one round; made when absent. */
  readonly calm?: Undisturbed;
}

/** Lease TTL (15 s) and its retry pause (at most 1.25 s), as docs/operating.md states them. */
const LEASE_MS = 16_250;

/** Two replicas of each service: same totals, the site's limit used and kept, and a killed holder is replaced in time. */
export async function replicas(options: ReplicasOptions): Promise<Verdict> {
  const { servers, size, seed, requestsPerMinute, leastShare, takeoverSlackMs, say } = options;
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
    if (used < leastShare) problems.push(`only ${(used * 100).toFixed(1)} % of the limit was used`);
    if (used > 1) problems.push(`${(used * 100).toFixed(1)} % of the limit was used`);
    const { ms, ...takeover } = await killHolder(installation, options);
    say(`takeover: the other one went on after ${ms} ms`);
    const allowedMs = LEASE_MS + takeoverSlackMs;
    if (ms > allowedMs) problems.push(`the takeover took ${ms} ms, ${allowedMs} are allowed`);
    // of both holders, and from the first request on
    const refused = refusedIn(await chargebee.requests());
    if (refused > 0) problems.push(`${refused} requests were refused with 429`);
    problems.push(...takeover.problems, ...(await broken(installation)));
    return verdict('replicas', problems, {
      seed,
      size,
      requestsPerMinute,
      pace,
      refused,
      usedShare: used,
      takeoverMs: ms,
    });
  });
}

/** Kills the gateway that holds the site in the middle of its writes. */
async function killHolder(installation: Installation, { takeover, say }: ReplicasOptions): Promise<Takeover> {
  const { syspro, chargebee } = installation.simulators;
  const before = await chargebee.objects('invoice');
  const customers = await buyersIn(installation.simulators);
  for (let number = 0; number < takeover; number += 1) {
    await syspro.postInvoice(customers[number % customers.length] ?? '');
  }
  await syncThrough(installation);
  await until(async () => (await chargebee.objects('invoice')).length > before.length + 2, {
    what: 'the first new invoices',
  });
  const holder = await holderOf(installation);
  const killedAt = Date.now();
  if (!(await holder.process.kill())) throw new Error(`${holder.process.name} could not be killed`);
  // it must not win its lease back by a quick start
  await holder.process.stop();
  say(`killed ${holder.process.name}, which held the site`);
  const goesOnAt = await until(() => firstRequestAfter(chargebee, killedAt), {
    timeoutMs: 60_000,
    what: 'the takeover',
  });
  await untilAtRest(installation);
  const written = (await chargebee.objects('invoice')).length - before.length;
  const open = (await totalsOf(installation)).outcomes.filter((outcome) => !outcome.endsWith('in effect'));
  await holder.process.resume();
  return {
    ms: goesOnAt - killedAt,
    problems: written === takeover ? [] : [`${written} of ${takeover} new invoices are there; ${open.join('; ')}`],
  };
}

interface Takeover {
  /** How long the site heard nothing. */
  readonly ms: number;
  readonly problems: readonly string[];
}

/** What was on its way at the kill may still have arrived. */
async function firstRequestAfter(chargebee: ChargebeeControls, killedAt: number): Promise<number | undefined> {
  const later = (await chargebee.requests()).find(
    ({ at }) => Date.parse(at) > killedAt + TIMEOUTS.requestSeconds * 1_000,
  );
  return later === undefined ? undefined : Date.parse(later.at);
}

async function holderOf(installation: Installation): Promise<Replica> {
  for (const replica of installation.of('chargebee-gateway')) {
    const metrics = await (await fetch(`${replica.api.baseUrl}/metrics`)).text();
    if (/^ledgerbridge_lease_held\{[^}]*lease="connection:acme-chargebee"[^}]*\} 1$/m.test(metrics)) return replica;
  }
  throw new Error('no gateway says that it holds the site');
}
