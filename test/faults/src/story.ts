import { syncEverything } from '@ledgerbridge/sandbox';
import { seededRandom, until } from '@ledgerbridge/testing';
import type { Installation } from './installation/installation.js';
import { untilAtRest } from './installation/rest.js';
import { buyersIn } from './sides/buyers.js';

export interface StoryOptions {
  /** The first loads everything, each later one brings new invoices and a renamed customer. */
  readonly rounds: number;
  /** Goes on beside a round; the round ends after it. */
  readonly during?: (round: number) => Promise<void>;
}

const SYNC_WITHIN_MS = 300_000;
/** Rounds bring one invoice for this many customers, so that several are under way side by side. */
const BUYERS_A_ROUND = 12;

/**
 * The same story whatever happens on the way: depends on the installation's seed alone, because each round ends at
 * rest. Answers how long each round took, in milliseconds.
 */
export async function runStory(installation: Installation, { rounds, during }: StoryOptions): Promise<number[]> {
  const { seed, say } = installation.options;
  const random = seededRandom(seed);
  const lengths: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    if (round > 0) await bringNews(installation, round, random);
    const beside = during?.(round);
    await Promise.all([beside, syncThrough(installation)]);
    await untilAtRest(installation);
    lengths.push(Math.round(performance.now() - startedAt));
    say(`round ${round}: at rest after ${((lengths.at(-1) ?? 0) / 1_000).toFixed(1)} s`);
  }
  return lengths;
}

/** A run over everything SYSPRO has that got to its end, however often it was cut off before. */
export async function syncThrough(installation: Installation): Promise<void> {
  await until(async () => (await syncEverything(installation.api('syspro-ingest'))).state === 'completed', {
    timeoutMs: SYNC_WITHIN_MS,
    what: 'a complete sync run',
  });
}

async function bringNews(installation: Installation, round: number, random: () => number): Promise<void> {
  const { syspro } = installation.simulators;
  if (round === 1) await syspro.completeInvoices();
  const buyers = await buyersIn(installation.simulators);
  const pick = (): string => buyers[Math.floor(random() * buyers.length)] ?? '';
  for (let number = 0; number < BUYERS_A_ROUND; number += 1) await syspro.postInvoice(pick());
  await syspro.renameTo(pick(), `Renamed in round ${round}`);
}
