import type { ChargebeeRequest } from '@ledgerbridge/sandbox';
import { documentDifferences, ledgerProblems, ledgerTotalsOf } from '../ledger/ledger-judge.js';
import { openLedger, runLedgerStory } from '../ledger/ledger-story.js';
import { LEDGER_SERVICES, undisturbedLedger, withLedger, type LedgerRun } from '../ledger/with-ledger.js';
import { refusedIn } from '../sides/pace.js';
import { wholeLog } from '../sides/whole-log.js';
import { verdict, type Verdict } from './verdict.js';

const MAX_CONCURRENT = 2;
/** Calls that go on side by side for long enough to be seen. */
const GP_LATENCY_MS = 40;
/** What the gateways are told; those who bill at the site make requests beside them. */
const REQUESTS_PER_MINUTE = 240;
const MINUTE_MS = 60_000;

/** Two of each service, a webhook to each gateway: the same documents, and no limit of Chargebee or GP passed. */
export async function ledgerReplicas(run: LedgerRun): Promise<Verdict> {
  const calm = run.calm ?? (await undisturbedLedger(run));
  run.say(`ledger-replicas: two of ${LEDGER_SERVICES.join(', ')}`);
  const limits = { requestsPerMinute: REQUESTS_PER_MINUTE, siteRequestsPerMinute: 3_500 };
  const options = { replicas: 2, gp: { maxConcurrent: MAX_CONCURRENT }, ...limits };
  return withLedger(
    run,
    async (installation) => {
      const { chargebee, gp } = installation.simulators;
      await gp.set({ latencyMs: GP_LATENCY_MS });
      await openLedger(installation);
      const { roundMs } = await runLedgerStory(installation, run.size);
      const problems = await ledgerProblems(installation);
      problems.push(...documentDifferences(calm.totals, await ledgerTotalsOf(installation)));
      const { maxConcurrent } = await gp.summary();
      if (maxConcurrent > MAX_CONCURRENT)
        problems.push(`${maxConcurrent} calls to GP at a time, not ${MAX_CONCURRENT}`);
      const log = wholeLog(await chargebee.requests());
      const [refused, inAMinute] = [refusedIn(log), mostInAMinute(log.filter(({ method }) => method === 'GET'))];
      if (refused > 0) problems.push(`${refused} requests were refused with 429`);
      if (inAMinute > REQUESTS_PER_MINUTE) problems.push(`${inAMinute} reads of the site in a minute`);
      return verdict('ledger-replicas', problems, {
        ...{ seed: run.seed, size: run.size, roundMs },
        ...{ maxConcurrent, allowed: MAX_CONCURRENT, inAMinute, perMinute: REQUESTS_PER_MINUTE, refused },
      });
    },
    options,
  );
}

/** Only the bridge reads. */
function mostInAMinute(requests: readonly ChargebeeRequest[]): number {
  const times = requests.map(({ at }) => Date.parse(at));
  return times.reduce((most, time, index) => {
    const after = times.slice(index).filter((later) => later < time + MINUTE_MS).length;
    return Math.max(most, after);
  }, 0);
}
