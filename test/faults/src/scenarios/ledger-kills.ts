import type { GpControls } from '@ledgerbridge/sandbox';
import { seededRandom, until } from '@ledgerbridge/testing';
import { documentDifferences, ledgerProblems, ledgerTotalsOf } from '../ledger/ledger-judge.js';
import { openLedger, runLedgerStory } from '../ledger/ledger-story.js';
import { undisturbedLedger, withLedger, type LedgerRun } from '../ledger/with-ledger.js';
import { blow } from './kills.js';
import { verdict, type Verdict } from './verdict.js';

/** Slow enough that calls are under way when the writer is killed. */
const GP_LATENCY_MS = 40;
const LOST_SHARE = 0.2;

/** A random moment after a random create of a round: the writer is in the middle of its work. */
const WITHIN_MS = 200;
const WORK_WITHIN_MS = 60_000;

/** One of five documents is made in GP and the answer lost, and the writer is killed once a round. */
export async function ledgerKills(run: LedgerRun): Promise<Verdict> {
  const { seed, size, say } = run;
  const calm = run.calm ?? (await undisturbedLedger(run));
  say(`ledger-kills: ${size.rounds} kills of gp-writer, seed ${seed}`);
  return withLedger(run, async (installation) => {
    const { gp } = installation.simulators;
    await gp.set({ latencyMs: GP_LATENCY_MS });
    await gp.fault({ operation: 'Create*', fault: 'reset-after-apply', probability: LOST_SHARE, seed });
    await openLedger(installation);
    const random = seededRandom(seed);
    let killed = 0;
    const during = async (round: number): Promise<void> => {
      if (round === size.rounds) return;
      const [create, afterMs] = [1 + Math.floor(random() * size.invoicesARound), Math.round(random() * WITHIN_MS)];
      await untilCreated(gp, (await createsSeen(gp)) + create);
      await blow(installation, 'gp-writer', afterMs);
      say(`  at create ${create} of round ${round}`);
      killed += 1;
    };
    const { roundMs } = await runLedgerStory(installation, size, { during });
    const totals = await ledgerTotalsOf(installation);
    const problems = [...(await ledgerProblems(installation)), ...documentDifferences(calm.totals, totals)];
    const [lost] = await gp.faults();
    const { used = 0, seen = 0 } = lost ?? {};
    if (used < (seen * LOST_SHARE) / 2) problems.push(`only ${used} answers of ${seen} creates were lost`);
    if (killed < size.rounds) problems.push(`${killed} kills instead of ${size.rounds}`);
    return verdict('ledger-kills', problems, {
      ...{ seed, size, killed, lostAnswers: used, creates: seen, documents: totals.documents.length },
      ...{ undisturbedMs: calm.roundMs, disturbedMs: roundMs },
    });
  });
}

async function createsSeen(gp: GpControls): Promise<number> {
  return (await gp.faults())[0]?.seen ?? 0;
}

async function untilCreated(gp: GpControls, count: number): Promise<void> {
  await until(async () => (await createsSeen(gp)) >= count, { timeoutMs: WORK_WITHIN_MS, what: `${count} creates` });
}
