import type { DeliveryFact, PublishedEvent } from './bridge-facts.js';
import { hasEffect, isUndone } from './delivery-outcome.js';
import {
  ACCOUNTED_TYPES,
  MONEY_TYPES,
  STREAMS,
  type Account,
  type AccountedType,
  type Facts,
  type RowCounts,
  type TypeAccount,
} from './facts.js';
import { MeantBySeed } from './meant-by-seed.js';
import { countMoney, moneyProblems, type Sides } from './money-account.js';
import { sourceRecords } from './source-records.js';

/** Adds everything up, from each side's own figures, and names what does not agree. Pure. */
export function account(facts: Facts): Account {
  const meant = new MeantBySeed(facts.traps);
  const sides: Sides = { facts, meant, records: sourceRecords(facts), latest: latestByRecord(facts.events) };
  const byType = forEach(ACCOUNTED_TYPES, (type) => countType(type, sides));
  const money = forEach(MONEY_TYPES, (type) => countMoney(type, sides));
  const problems = [
    ...ACCOUNTED_TYPES.flatMap((type) => typeProblems(type, byType[type], sides)),
    ...deliveryProblems(sides),
    ...MONEY_TYPES.flatMap((type) => moneyProblems(type, money[type])),
    ...(facts.auditVerified ? [] : ['the audit chain does not verify']),
  ];
  const all = Object.values(byType);
  return {
    ok: problems.length === 0,
    problems,
    rows: addUp(all.map(({ rows }) => rows)) as RowCounts,
    events: facts.events.length,
    deliveries: addUp(all.map(({ deliveries }) => deliveries)),
    byType,
    leftUndone: facts.deliveries
      .filter(({ state }) => isUndone(state))
      .map((delivery) => ({ record: recordOf(delivery), state: delivery.state, reason: delivery.reason ?? '' })),
    money,
  };
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

function countType(type: AccountedType, { facts, records, latest }: Sides): TypeAccount {
  const stream = facts.lastRun.streams.find((entry) => entry.stream === STREAMS[type]);
  const { carriedLater = 0, deferred = 0 } = stream?.counts ?? {};
  const deliveries: Record<string, number> = {};
  for (const { record, state } of facts.deliveries) {
    if (record.type === type) deliveries[state] = (deliveries[state] ?? 0) + 1;
  }
  return {
    rows: {
      source: records.filter((record) => record.type === type).length,
      published: [...latest.values()].filter((event) => event.type === type).length,
      rejected: [...facts.rejected].filter((row) => row.split('/')[1] === type).length,
      carriedLater,
      deferred,
    },
    events: facts.events.filter((event) => event.type === type).length,
    deliveries,
  };
}

/** Rows, events and objects of one type, each side against the next. */
function typeProblems(type: AccountedType, { rows, events, deliveries }: TypeAccount, sides: Sides): string[] {
  const { source, published, rejected, carriedLater, deferred } = rows;
  const known = published + rejected + carriedLater + deferred;
  const landed = Object.values(deliveries).reduce((sum, count) => sum + count, 0);
  const delivered = deliveredOf(type, sides);
  const { count } = sides.facts.chargebee[type];
  return [
    ...(source === known
      ? []
      : [
          `${type}: ${source} source rows, but ${published} published + ${rejected} rejected + ${carriedLater} carried later + ${deferred} deferred`,
        ]),
    ...(deferred === 0 ? [] : [`${type}: ${deferred} rows are still deferred`]),
    ...(events === landed ? [] : [`${type}: ${events} events, ${landed} deliveries`]),
    ...(delivered === count ? [] : [`${type}: ${delivered} delivered, ${count} in Chargebee`]),
  ];
}

/** Deliveries that did not end as the seed means them to. */
function deliveryProblems({ facts, latest, meant }: Sides): string[] {
  const atWork = facts.deliveries.filter(({ state }) => !hasEffect(state) && !isUndone(state) && state !== 'skipped');
  const ended = facts.deliveries.filter(({ state }) => isUndone(state) || state === 'skipped');
  const unmeant = ended.filter((delivery) => !meant.isMeant(recordOf(delivery), delivery.state, delivery.reason));
  const newest = new Set([...latest.values()].map(({ eventId }) => eventId));
  const tooWell = facts.deliveries.filter(
    (delivery) =>
      newest.has(delivery.eventId) && hasEffect(delivery.state) && meant.endOf(recordOf(delivery)) !== undefined,
  );
  return [
    ...listed('deliveries are at work', atWork),
    ...listed('the seed does not mean them to end so', unmeant),
    ...tooWell.map((delivery) => {
      const record = recordOf(delivery);
      return `the seed means ${record} to end ${meant.endOf(record)}, it is ${delivery.state}`;
    }),
  ];
}

function listed(problem: string, deliveries: readonly DeliveryFact[]): string[] {
  const named = deliveries.map((delivery) => `${recordOf(delivery)} ${delivery.state} ${delivery.reason ?? ''}`.trim());
  return named.length === 0 ? [] : [`${problem}: ${named.join(', ')}`];
}

/** Records whose newest version has had its effect in Chargebee. */
function deliveredOf(type: AccountedType, { facts, latest }: Sides): number {
  const states = new Map(facts.deliveries.map(({ eventId, state }) => [eventId, state]));
  return [...latest.values()].filter((event) => event.type === type && hasEffect(states.get(event.eventId))).length;
}

function recordOf({ record }: DeliveryFact): string {
  return `${record.type}/${record.sourceId}`;
}

function addUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of counts.flatMap(Object.entries<number>)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

function forEach<K extends string, V>(names: readonly K[], make: (name: K) => V): Record<K, V> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<K, V>;
}
