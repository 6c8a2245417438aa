import { GP, gpSettings } from '@ledgerbridge/sandbox';
import { TIMEOUTS, type Installation } from '../installation/installation.js';
import { query } from '../installation/query.js';
import { untilAtRest } from '../installation/rest.js';
import { documentProblems, ledgerProblems, ledgerTotalsOf } from '../ledger/ledger-judge.js';
import { documentsIn } from '../ledger/ledger-document.js';
import { openLedger, runLedgerStory } from '../ledger/ledger-story.js';
import { undisturbedLedger, withLedger, type LedgerRun } from '../ledger/with-ledger.js';
import { verdict, type Verdict } from './verdict.js';

const OTHER = 'other-gp';

/**
 * GP refuses connections through all rounds, then comes up: all that still counts arrives, no attempts are burnt; a second
 * company, served by the same writer, has all its documents while the first one is down.
 */
export async function gpDown(run: LedgerRun): Promise<Verdict> {
  const { seed, size, say } = run;
  const calm = run.calm ?? (await undisturbedLedger(run));
  say(`gp-down: ${GP} refuses connections, ${OTHER} does not`);
  return withLedger(run, async (installation) => {
    const { gp } = installation.simulators;
    await gp.goDown();
    const another = await installation.anotherGp('gp-2');
    await openLedger(installation);
    await installation
      .api('gp-writer')
      .put(`/v1/connections/${OTHER}`, gpSettings(another.gpUrl, { timeouts: TIMEOUTS }));
    await runLedgerStory(installation, size, { except: GP });
    const problems = [
      ...(await documentProblems(installation, another.gp)).map((problem) => `${OTHER}: ${problem}`),
      ...((await documentsIn(gp)).length === 0 ? [] : ['documents reached GP while it was down']),
    ];
    const waited = await openDeliveries(installation);
    if (waited === 0) problems.push('nothing waited for GP');
    say(`${OTHER} is complete, ${waited} deliveries wait for ${GP}; it comes up`);
    const upAt = performance.now();
    await gp.goUp();
    await untilAtRest(installation);
    const upMs = Math.round(performance.now() - upAt);
    // what was taken back meanwhile was never in GP
    problems.push(...(await ledgerProblems(installation, { takenBack: 'neither' })));
    const { maxAttempt } = await ledgerTotalsOf(installation);
    if (maxAttempt > calm.totals.maxAttempt) {
      problems.push(`a delivery was tried ${maxAttempt} times, undisturbed ${calm.totals.maxAttempt}`);
    }
    const { medianMs: otherMedianMs } = await ledgerTotalsOf(installation, OTHER);
    return verdict('gp-down', problems, {
      ...{ seed, size, waited, maxAttempt, upMs },
      ...{ otherMedianMs, undisturbedMedianMs: calm.totals.medianMs },
    });
  });
}

async function openDeliveries({ database }: Installation): Promise<number> {
  const [row] = await query<{ count: number }>(
    database.url,
    `SELECT count(*)::int AS count FROM gp_writer.deliveries
      WHERE target_connection = $1 AND state IN ('pending', 'retrying', 'waiting')`,
    [GP],
  );
  return row?.count ?? 0;
}
