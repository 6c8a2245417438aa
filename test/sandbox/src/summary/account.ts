import type { Trap } from '../processes/simulator-controls.js';
import type { DeliveryFact, PublishedEvent } from './bridge-facts.js';
import { hasEffect, isUndone } from './delivery-outcome.js';
import type { Account, Facts } from './facts.js';
import { countMoney, sum } from './money-account.js';

/** Adds everything up, from each side's own figures, and names what does not agree. Pure. */
export function account(facts: Facts): Account {
  const problems: string[] = [];
  const check = (holds: boolean, problem: string): void => void (holds || problems.push(problem));
  const latest = latestByRecord(facts.events);
  const rows = countRows(facts, latest.size);
  check(
    rows.source === rows.published + rows.rejected + rows.carriedLater + rows.deferred,
    'source rows do not add up',
  );
  check(rows.deferred === 0, `${rows.deferred} rows are still deferred`);
  const { counts: deliveries, leftUndone } = countDeliveries(facts);
  check(
    facts.events.length === facts.deliveries.length,
    `${facts.events.length} events, ${facts.deliveries.length} deliveries`,
  );
  const resting = Object.keys(deliveries).filter(
    (state) => !hasEffect(state) && !isUndone(state) && state !== 'skipped',
  );
  check(resting.length === 0, `deliveries are in ${resting.join(', ')}`);
  const unexpected = leftUndone.filter(({ record }) => !isMeant(facts.traps, record, 'waiting'));
  check(
    unexpected.length === 0,
    `not delivered though the seed means it to be: ${unexpected.map(({ record }) => record).join(', ')}`,
  );
  const skipped = facts.deliveries.filter(({ state }) => state === 'skipped').map(recordOf);
  const unmeant = skipped.filter((record) => !isMeant(facts.traps, record, 'skipped'));
  check(unmeant.length === 0, `skipped though the seed does not mean it: ${unmeant.join(', ')}`);
  const money = countMoney(facts, latest);
  check(
    money.source.minus(sum(money.notPublished)).minus(money.canonical).isZero(),
    'source and canonical totals differ',
  );
  check(
    money.canonical.minus(sum(money.notDelivered)).minus(money.chargebee).isZero(),
    'canonical and Chargebee totals differ',
  );
  const customers = delivered(facts, latest, 'customer');
  check(
    customers === facts.chargebee.customers,
    `${customers} customers delivered, ${facts.chargebee.customers} in Chargebee`,
  );
  const invoices = delivered(facts, latest, 'invoice');
  check(
    invoices === facts.chargebee.invoices,
    `${invoices} invoices delivered, ${facts.chargebee.invoices} in Chargebee`,
  );
  check(
    money.notPublished.every(({ reason }) => reason !== 'missing'),
    'documents are neither published, rejected nor carried later',
  );
  check(facts.auditVerified, 'the audit chain does not verify');
  return { ok: problems.length === 0, problems, rows, events: facts.events.length, deliveries, leftUndone, money };
}

function latestByRecord(events: readonly PublishedEvent[]): Map<string, PublishedEvent> {
  const latest = new Map<string, PublishedEvent>();
  for (const event of events) {
    const record = `${event.type}/${event.sourceId}`;
    const known = latest.get(record);
    if (known === undefined || event.sequence > known.sequence) latest.set(record, event);
  }
  return latest;
}

function countRows(facts: Facts, published: number): Account['rows'] {
  const { carriedLater, deferred } = facts.lastRun.counts;
  const source = facts.customers.length + facts.invoices.length;
  return { source, published, rejected: facts.rejected.size, carriedLater, deferred };
}

function countDeliveries(facts: Facts): { counts: Record<string, number>; leftUndone: Account['leftUndone'] } {
  const counts: Record<string, number> = {};
  for (const { state } of facts.deliveries) counts[state] = (counts[state] ?? 0) + 1;
  const leftUndone = facts.deliveries
    .filter(({ state }) => isUndone(state))
    .map((delivery) => ({ record: recordOf(delivery), state: delivery.state, reason: delivery.reason ?? '' }));
  return { counts, leftUndone };
}

function isMeant(traps: readonly Trap[], record: string, outcome: Trap['delivery']): boolean {
  return traps.some((trap) => trap.delivery === outcome && record === `invoice/${trap.key}`);
}

function recordOf({ record }: DeliveryFact): string {
  return `${record.type}/${record.sourceId}`;
}

/** Records whose newest version has had its effect in Chargebee. */
function delivered(facts: Facts, latest: ReadonlyMap<string, PublishedEvent>, type: string): number {
  const states = new Map(facts.deliveries.map(({ eventId, state }) => [eventId, state]));
  return [...latest.values()].filter((event) => event.type === type && hasEffect(states.get(event.eventId))).length;
}
