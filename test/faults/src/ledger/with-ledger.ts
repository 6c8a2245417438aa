import type { ServiceName } from '@ledgerbridge/sandbox';
import type { Installation, InstallationOptions, Say, Servers } from '../installation/installation.js';
import { withInstallation } from '../scenarios/with-installation.js';
import { ledgerProblems, ledgerTotalsOf, type LedgerTotals } from './ledger-judge.js';
import { openLedger, runLedgerStory, type LedgerSize } from './ledger-story.js';

/** SYSPRO takes no part in the second flow. */
export const LEDGER_SERVICES: readonly ServiceName[] = ['audit', 'chargebee-gateway', 'gp-writer'];

/** Retries of webhooks as Chargebee makes them, but in seconds. */
const WEBHOOKS = { webhookTimeScale: 0.002, webhookShuffleMs: 1_000 };

export interface LedgerRun {
  readonly servers: Servers;
  readonly size: LedgerSize;
  readonly seed: number;
  readonly say: Say;
  /** An undisturbed run of the same seed and size; made when absent. */
  readonly calm?: CalmLedger;
}

export interface CalmLedger {
  readonly ok: true;
  readonly totals: LedgerTotals;
  readonly roundMs: readonly number[];
}

/** An installation prepared for the second flow, nothing started yet. */
export async function withLedger<T extends { readonly ok: boolean }>(
  { servers, seed, say }: Pick<LedgerRun, 'servers' | 'seed' | 'say'>,
  work: (installation: Installation) => Promise<T>,
  options: Partial<InstallationOptions> = {},
): Promise<T> {
  const company = { customers: 20, invoices: 120 };
  const all = { servers, seed, say, size: company, services: LEDGER_SERVICES, ...options };
  return withInstallation(all, async (installation) => {
    await installation.simulators.chargebee.set(WEBHOOKS);
    return work(installation);
  });
}

/**
 * What the business comes to when nothing goes wrong.
 * @throws Error when it is nothing to be held against
 */
export async function undisturbedLedger(run: LedgerRun): Promise<CalmLedger> {
  const { customers, rounds, invoicesARound } = run.size;
  run.say(`undisturbed: ${customers} customers, ${rounds} rounds of ${invoicesARound} invoices`);
  return withLedger(run, async (installation) => {
    await openLedger(installation);
    const { roundMs } = await runLedgerStory(installation, run.size);
    const problems = await ledgerProblems(installation);
    if (problems.length > 0) throw new Error(`the undisturbed run does not hold: ${problems.join('; ')}`);
    return { ok: true, totals: await ledgerTotalsOf(installation), roundMs };
  });
}
