import { waitForRest } from './bridge/rest.js';
import { firstRun, syncEverything } from './bridge/sync.js';
import type { Sandbox, Say } from './sandbox.js';
import { account } from './summary/account.js';
import type { Account } from './summary/facts.js';
import { gatherFacts } from './summary/gather-facts.js';

/** What `npm start -- --once` prints as its last line. */
export interface StorySummary extends Account {
  readonly writtenToChargebee: number;
  readonly seconds: number;
}

/**
 * The seeded story, to rest: the first poll reads everything SYSPRO has; invoices seen before their lines get them;
 * everything is read again; Chargebee is written; all sides are added up.
 */
export async function runStory({ services, simulators }: Sandbox, say: Say): Promise<StorySummary> {
  const started = performance.now();
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
  return {
    ...summary,
    writtenToChargebee: countWrites(requests),
    seconds: Math.round((performance.now() - started) / 100) / 10,
  };
}

/** Successful requests that change something: `import_invoice 200`, … */
function countWrites(requests: Readonly<Record<string, number>>): number {
  const reading = /^(retrieve|list|GET)/;
  return Object.entries(requests)
    .filter(([name]) => name.endsWith(' 200') && !reading.test(name))
    .reduce((sum, [, count]) => sum + count, 0);
}
