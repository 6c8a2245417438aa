import { documentDifferences, ledgerProblems, ledgerTotalsOf } from '../ledger/ledger-judge.js';
import { openLedger, runLedgerStory } from '../ledger/ledger-story.js';
import { undisturbedLedger, withLedger, type LedgerRun } from '../ledger/with-ledger.js';
import { verdict, type Verdict } from './verdict.js';

const DISTURBED = { webhookDrop: 0.3, webhookDuplicate: 0.3, webhookShuffle: 0.3 };
/** Its events are then old enough at once for the gateway to miss their webhooks: it gives them two minutes. */
const SITE_BEHIND_MS = 150_000;

/** Webhooks dropped, doubled and shuffled: after a backfill the ledger holds the same, and what was dropped was missed. */
export async function webhooks(run: LedgerRun): Promise<Verdict> {
  const calm = run.calm ?? (await undisturbedLedger(run));
  run.say(`webhooks: ${JSON.stringify(DISTURBED)}`);
  return withLedger(run, async (installation) => {
    const { chargebee } = installation.simulators;
    await chargebee.advanceClock(-SITE_BEHIND_MS);
    await chargebee.set({ ...DISTURBED, webhookSeed: run.seed });
    await openLedger(installation);
    const { backfills, roundMs } = await runLedgerStory(installation, run.size, { siteBehindMs: SITE_BEHIND_MS });
    const problems = await ledgerProblems(installation);
    problems.push(...documentDifferences(calm.totals, await ledgerTotalsOf(installation)));
    const counts = (await chargebee.summary()).site.webhooks;
    const missed = backfills.reduce((sum, run) => sum + (run.counts.missed ?? 0), 0);
    if (counts.dropped === 0 || counts.duplicated === 0) problems.push('no webhook was dropped or doubled');
    if (missed !== counts.dropped) problems.push(`${missed} webhooks were missed, ${counts.dropped} were dropped`);
    return verdict('webhooks', problems, { ...{ seed: run.seed, size: run.size, missed }, webhooks: counts, roundMs });
  });
}
