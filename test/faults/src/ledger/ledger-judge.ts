import { gatherLedgerFacts, GP, ledgerAccount, type GpControls } from '@ledgerbridge/sandbox';
import type { Installation } from '../installation/installation.js';
import { query } from '../installation/query.js';
import {
  anonymousLineOf,
  documentsCalledFor,
  documentsIn,
  doubledDocuments,
  lineOf,
  type TakenBack,
} from './ledger-document.js';
import { multisetDifferences } from './multiset.js';

/** What the ledger holds at rest, in a form that two runs of the same business can be compared by. */
export interface LedgerTotals {
  readonly documents: readonly string[];
  /** Of all deliveries to GP. */
  readonly maxAttempt: number;
  /** From landed to delivered. */
  readonly medianMs: number;
}

export interface LedgerJudgement {
  readonly takenBack?: TakenBack;
  /** How many documents GP itself is meant to have refused, some of them several times. */
  readonly refusals?: number;
}

/** What must hold at rest after anything; answers what does not, in words. */
export async function ledgerProblems(
  installation: Installation,
  { takenBack = 'both', refusals = 0 }: LedgerJudgement = {},
): Promise<string[]> {
  const audit = installation.api('audit');
  const { chargebee, gp } = installation.simulators;
  const facts = await gatherLedgerFacts({ audit, 'gp-writer': installation.api('gp-writer') }, { chargebee, gp }, {});
  const refused = Object.values(facts.gp.validationFaults).reduce((sum, count) => sum + count, 0);
  const validationFaults = refusals === 0 ? facts.gp.validationFaults : {};
  const account = ledgerAccount({ ...facts, gp: { ...facts.gp, validationFaults } });
  const problems = [...account.problems, ...(await documentProblems(installation, gp, takenBack))];
  if (refused < refusals) problems.push(`GP refused ${refused} requests, ${refusals} documents were to be refused`);
  const inDoubt = account.deliveries['in_doubt'] ?? 0;
  if (inDoubt > 0) problems.push(`${inDoubt} deliveries are in doubt`);
  const { ok } = await audit.get<{ ok: boolean }>('/v1/audit/verify');
  if (!ok) problems.push('the audit chain does not verify');
  return problems;
}

/** Exactly the documents that the site's objects call for, each once. */
export async function documentProblems(
  { simulators }: Installation,
  gp: GpControls,
  takenBack: TakenBack = 'both',
): Promise<string[]> {
  const called = await documentsCalledFor(simulators.chargebee, takenBack);
  const found = await documentsIn(gp);
  const differences = multisetDifferences('documents', called.map(lineOf), found.map(lineOf));
  return [...differences, ...doubledDocuments(found), ...(called.length === 0 ? ['nothing was called for'] : [])];
}

export async function ledgerTotalsOf(installation: Installation, connection = GP): Promise<LedgerTotals> {
  const { database, simulators } = installation;
  const [row] = await query<{ attempt: number; median: number | null }>(
    database.url,
    `SELECT coalesce(max(attempt), 0)::int AS attempt,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM updated_at - created_at) * 1000)
              FILTER (WHERE state = 'delivered') AS median
       FROM gp_writer.deliveries WHERE target_connection = $1`,
    [connection],
  );
  const documents = (await documentsIn(simulators.gp)).map(anonymousLineOf).sort();
  return { documents, maxAttempt: row?.attempt ?? 0, medianMs: Math.round(row?.median ?? 0) };
}

/** Documents of a run against those of an undisturbed one. */
export function documentDifferences(calm: LedgerTotals, disturbed: LedgerTotals): string[] {
  return multisetDifferences('against the undisturbed run', calm.documents, disturbed.documents);
}
