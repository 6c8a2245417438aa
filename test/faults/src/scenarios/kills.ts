import type { ServiceName } from '@ledgerbridge/sandbox';
import { seededRandom, until, type RestartableInfrastructure } from '@ledgerbridge/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { SERVICES, type CompanySize, type Installation, type Say } from '../installation/installation.js';
import { broken } from '../sides/held.js';
import { differences, totalsOf } from '../sides/totals.js';
import { runStory } from '../story.js';
import { verdict, type Verdict } from './verdict.js';
import { undisturbed, withInstallation } from './with-installation.js';

export interface KillsOptions {
  readonly servers: RestartableInfrastructure;
  readonly size: CompanySize;
  /** Of the company, of what happens in it, and of the moments of the kills. */
  readonly seed: number;
  /** `kill -9` of each service, one a round. */
  readonly kills: number;
  readonly say: Say;
}

/** Slow enough that requests are under way when something is killed. */
const SITE_LATENCY_MS = 30;
/** One of five writes is done and never answered. */
const LOST_ANSWERS = { operation: 'POST', fault: 'reset-after-apply', every: 5 };
/** For a service to be there to be killed: longer than it takes to start again after a crash of Postgres. */
const BLOW_WITHIN_MS = 120_000;

/**
 * `kill -9` of every service once a round at a random moment, a fifth of all writes without an answer, the broker killed
 * once and Postgres crashed once: at rest every side holds what an undisturbed run of the same story left there.
 */
export async function kills({ servers, size, seed, kills: rounds, say }: KillsOptions): Promise<Verdict> {
  const calm = await undisturbed({ servers, size, seed, say }, rounds);
  say(`kills: ${rounds} of each service, seed ${seed}`);
  return withInstallation({ servers, size, seed, say }, async (installation) => {
    const { chargebee } = installation.simulators;
    await chargebee.set({ latencyMs: SITE_LATENCY_MS });
    await chargebee.fault(LOST_ANSWERS);
    await installation.startServices();
    const random = seededRandom(seed);
    let killed = 0;
    const restarted: string[] = [];
    const during = async (round: number): Promise<void> => {
      const longest = calm.roundMs[round] ?? 0;
      const blows = SERVICES.map((service) => ({ service, at: Math.round(random() * longest) }));
      const restartAt = Math.round(random() * longest);
      await Promise.all([
        ...blows.map(({ service, at }) => blow(installation, service, at).then(() => (killed += 1))),
        ...restartsOf(servers, round, rounds).map(async ({ name, restart }) => {
          await delay(restartAt);
          if (installation.hasEnded) return;
          say(`  ${name} goes down after ${restartAt} ms`);
          await restart();
          restarted.push(name);
        }),
      ]);
    };
    const roundMs = await runStory(installation, { rounds, during });
    const problems = [...differences(calm.totals, await totalsOf(installation)), ...(await broken(installation))];
    const [lost] = await chargebee.faults();
    const { used = 0, seen = 0 } = lost ?? {};
    if (used === 0 || used < Math.floor(seen / LOST_ANSWERS.every)) {
      problems.push(`${used} answers of ${seen} were lost, one of ${LOST_ANSWERS.every} was to be`);
    }
    return verdict('kills', problems, {
      ...{ seed, size, killed, lostAnswers: used, writes: seen, restarted },
      endedByThemselves: Object.fromEntries(
        installation.replicas.map(({ process }) => [process.name, process.endedByItself]),
      ),
      ...{ events: calm.totals.events, undisturbedMs: calm.roundMs, disturbedMs: roundMs },
    });
  });
}

/** One third through the rounds the broker, two thirds through Postgres. */
function restartsOf(servers: RestartableInfrastructure, round: number, rounds: number) {
  const kafka = { name: 'kafka', round: Math.floor(rounds / 3), restart: () => servers.restartKafka() };
  const postgres = { name: 'postgres', round: Math.floor((2 * rounds) / 3), restart: () => servers.restartPostgres() };
  return [kafka, postgres].filter((each) => each.round === round);
}

export async function blow(installation: Installation, service: ServiceName, atMs: number): Promise<void> {
  const [replica] = installation.of(service);
  await delay(atMs);
  // it may be down at this moment because Postgres is
  await until(async () => installation.hasEnded || (await replica?.process.kill()), {
    timeoutMs: BLOW_WITHIN_MS,
    what: `a kill of ${service}`,
  });
  if (installation.hasEnded) return;
  installation.options.say(`  ${service} killed after ${atMs} ms`);
}
