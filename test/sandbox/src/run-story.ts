import { BillingDesk } from './billing/billing-desk.js';
import { billAtTheSite, takeBackAtTheSite, type Teller } from './billing/billing-story.js';
import { SiteApi } from './billing/site-api.js';
import { CHARGEBEE, CREDENTIALS } from './bridge/connections-file.js';
import { waitForLedgerRest } from './bridge/ledger-rest.js';
import { waitForRest } from './bridge/rest.js';
import { firstRun, sync, syncEverything } from './bridge/sync.js';
import type { Sandbox, Say } from './sandbox.js';
import { account } from './summary/account.js';
import type { Account } from './summary/facts.js';
import { gatherFacts } from './summary/gather-facts.js';
import { gatherLedgerFacts } from './summary/ledger/gather-ledger-facts.js';
import { ledgerAccount, type LedgerAccount } from './summary/ledger/ledger-account.js';

/** What `npm start -- --once` prints as its last line: the first flow, and `ledger`, the second. */
export interface StorySummary extends Account {
  readonly writtenToChargebee: number;
  readonly ledger: LedgerAccount;
  readonly seconds: number;
}

/** The seeded story, to rest: SYSPRO into Chargebee, then what is billed in Chargebee itself, into GP. */
export async function runStory(sandbox: Sandbox, say: Say): Promise<StorySummary> {
  const started = performance.now();
  const orders = await intoChargebee(sandbox, say);
  const ledger = await intoGp(sandbox, say);
  return {
    ...orders,
    ok: orders.ok && ledger.ok,
    problems: [...orders.problems, ...ledger.problems],
    ledger,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  };
}

/**
 * The first poll reads everything SYSPRO has; invoices seen before their lines get them; everything is read again;
 * Chargebee is written; all sides are added up.
 */
async function intoChargebee({ services, simulators }: Sandbox, say: Say) {
  const { audit, 'syspro-ingest': ingest, 'chargebee-gateway': gateway } = services.api;
  const first = await firstRun(ingest);
  say(`first run: ${JSON.stringify(first.counts)}`);
  const completed = await simulators.syspro.completeInvoices();
  if (completed > 0) say(`${completed} invoices were seen before their lines; SYSPRO has posted them now`);
  const second = await syncEverything(ingest);
  say(`second run: ${JSON.stringify(second.counts)}`);
  const published = [first, second].reduce((sum, { counts }) => sum + counts.created + counts.changed, 0);
  await waitForRest(audit, gateway, published);
  const summary = account(await gatherFacts(services, simulators, second));
  const { requests } = await simulators.chargebee.summary();
  return { ...summary, writtenToChargebee: countWrites(requests) };
}

/** What the site bills arrives by webhooks; one backfill finds what they missed; GP is written; all sides are added up. */
async function intoGp({ services, simulators }: Sandbox, say: Say): Promise<LedgerAccount> {
  const { audit, 'chargebee-gateway': gateway, 'gp-writer': writer } = services.api;
  const side = { audit, gateway, writer, simulators };
  const meant = await billAtTheSite(tellerOf(simulators));
  say('billed at the site; waiting for Dynamics GP');
  await waitForLedgerRest(side);
  await takeBackAtTheSite(tellerOf(simulators));
  say('some of it taken back');
  await waitForLedgerRest(side);
  const backfill = await sync(gateway, CHARGEBEE);
  say(`backfill: ${JSON.stringify(backfill.counts)}`);
  await waitForLedgerRest(side);
  return ledgerAccount(await gatherLedgerFacts(services.api, simulators, meant));
}

/** Somebody who works at the simulated site. */
export function tellerOf({ chargebee, chargebeeUrl }: Sandbox['simulators']): Teller {
  return { desk: new BillingDesk(new SiteApi(chargebeeUrl, CREDENTIALS.chargebeeKey)), site: chargebee };
}

/** Successful requests that change something: `import_invoice 200`, … */
function countWrites(requests: Readonly<Record<string, number>>): number {
  const reading = /^(retrieve|list|GET)/;
  return Object.entries(requests)
    .filter(([name]) => name.endsWith(' 200') && !reading.test(name))
    .reduce((sum, [, count]) => sum + count, 0);
}
