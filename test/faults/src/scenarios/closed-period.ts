import { GP, gpSettings, type BillingDesk } from '@ledgerbridge/sandbox';
import { until } from '@ledgerbridge/testing';
import { TIMEOUTS, type Installation } from '../installation/installation.js';
import { query } from '../installation/query.js';
import { untilAtRest } from '../installation/rest.js';
import { documentsIn, lineOf } from '../ledger/ledger-document.js';
import { ledgerProblems } from '../ledger/ledger-judge.js';
import { backfill, deskOf, openLedger } from '../ledger/ledger-story.js';
import { multisetDifferences } from '../ledger/multiset.js';
import { withLedger, type LedgerRun } from '../ledger/with-ledger.js';
import { verdict, type Verdict } from './verdict.js';

export interface ClosedPeriodRun extends Pick<LedgerRun, 'servers' | 'seed' | 'say'> {
  /** Of each age; each is paid today. */
  readonly invoices: number;
}

const DAY_SECONDS = 86_400;
/** Days before today, each in a period of its own. */
const AGES = [25, 15, 0] as const;
type Age = (typeof AGES)[number];

/** A closed period holds exactly its documents, by the connection's settings or by GP's word; moving it on lets them go. */
export async function closedPeriod(run: ClosedPeriodRun): Promise<Verdict> {
  return withLedger(
    run,
    async (installation) => {
      const { gp } = installation.simulators;
      // both older ages are closed by the settings, the oldest also in GP itself
      await gp.set({ closedThrough: day(20) });
      await openLedger(installation);
      await putConnection(installation, 10);
      const invoices = await billEachAge(deskOf(installation), run.invoices);
      await backfill(installation);
      await untilAtRest(installation);
      const problems: string[] = [];
      const held = async (step: string, ...ages: Age[]): Promise<void> => {
        const meant = ages.flatMap((age) => invoices[age]);
        run.say(`${step}: ${meant.length} documents are to be held`);
        problems.push(...multisetDifferences(`held when ${step}`, meant, await heldBack(installation)));
      };
      await held('both are closed', 25, 15);
      const before = await linesIn(installation);
      await moved(installation, { closed: 20, released: invoices[15] });
      await held('the settings move on', 25);
      const released = invoices[15].length;
      const after = await linesIn(installation);
      problems.push(...changes(before, after, released));
      // the settings would have all of them written: now GP itself says no
      await moved(installation, { closed: 30, released: [] });
      await held('GP itself refuses', 25);
      await gp.set({ closedThrough: null });
      await moved(installation, { closed: 31, released: invoices[25] });
      await held('GP has opened the period');
      problems.push(...changes(after, await linesIn(installation), invoices[25].length));
      problems.push(...(await ledgerProblems(installation, { refusals: invoices[25].length })));
      return verdict('closed-period', problems, { seed: run.seed, held: AGES.map((age) => invoices[age].length) });
    },
    { gp: null },
  );
}

async function putConnection(installation: Installation, closedDaysAgo: number): Promise<void> {
  const periods = { closedThrough: day(closedDaysAgo) };
  const settings = gpSettings(installation.simulators.gpUrl, { timeouts: TIMEOUTS, periods });
  await installation.api('gp-writer').put(`/v1/connections/${GP}`, settings);
}

/** Moves the period and waits for what that lets go. */
async function moved(
  installation: Installation,
  { closed, released }: { readonly closed: number; readonly released: readonly string[] },
): Promise<void> {
  await putConnection(installation, closed);
  await until(async () => (await heldBack(installation)).every((id) => !released.includes(id)), {
    timeoutMs: 60_000,
    what: 'the documents of an open period',
  });
  await untilAtRest(installation);
}

/** Ids of invoices by their age. */
async function billEachAge(desk: BillingDesk, count: number): Promise<Record<Age, string[]>> {
  const invoices: Record<Age, string[]> = { 25: [], 15: [], 0: [] };
  for (let number = 1; number <= count; number += 1) {
    const id = `BUYER-${number}`;
    await desk.customer({ id, company: `Buyer ${number} Ltd`, preferred_currency_code: 'USD' });
    for (const age of AGES) {
      const charges = [{ amount: 1_000 * number + age, description: `Consulting ${age} days ago` }];
      const invoice = await desk.invoice(id, 'USD', charges, age === 0 ? {} : { invoice_date: secondsAgo(age) });
      await desk.pay(invoice.id, 'check');
      invoices[age].push(invoice.id);
    }
  }
  return invoices;
}

async function heldBack({ database }: Installation): Promise<string[]> {
  const rows = await query<{ id: string; type: string; reason: string }>(
    database.url,
    `SELECT source_id AS id, type, reason FROM gp_writer.deliveries WHERE state = 'waiting' ORDER BY 1`,
  );
  return rows.map(({ id, type, reason }) =>
    type === 'invoice' && reason === 'PERIOD_CLOSED' ? id : `${type} ${id} ${reason}`,
  );
}

async function linesIn({ simulators }: Installation): Promise<string[]> {
  return (await documentsIn(simulators.gp)).map(lineOf);
}

/** Nothing but the released documents is new, and nothing is gone. */
function changes(before: readonly string[], after: readonly string[], released: number): string[] {
  const gone = before.filter((line) => !after.includes(line)).map((line) => `gone from GP: ${line}`);
  const added = after.length - before.length;
  return added === released ? gone : [...gone, `${added} new documents in GP, ${released} were released`];
}

function secondsAgo(days: number): number {
  return Math.floor(Date.now() / 1_000) - days * DAY_SECONDS;
}

function day(daysAgo: number): string {
  return new Date(secondsAgo(daysAgo) * 1_000).toISOString().slice(0, 10);
}
