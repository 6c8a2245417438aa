import type { PublishedEvent } from './bridge-facts.js';
import { hasEffect } from './delivery-outcome.js';
import type { Facts, LeftOut, MoneyAccount, MoneyType } from './facts.js';
import type { MeantBySeed } from './meant-by-seed.js';
import { MoneyTotals } from './money.js';
import type { SourceRecord } from './source-records.js';

export interface Sides {
  readonly facts: Facts;
  readonly records: readonly SourceRecord[];
  /** Newest event of each record. */
  readonly latest: ReadonlyMap<string, PublishedEvent>;
  readonly meant: MeantBySeed;
}

/** What records of one type come to on each side, and by name every one that one side has and the next has not. */
export function countMoney(type: MoneyType, { facts, records, latest, meant }: Sides): MoneyAccount {
  const [source, canonical, chargebee] = [new MoneyTotals(), new MoneyTotals(), new MoneyTotals()];
  const notPublished: LeftOut[] = [];
  const notDelivered: LeftOut[] = [];
  const rejected = new Set([...facts.rejected].map((row) => row.slice(row.indexOf('/') + 1)));
  for (const { record, currency, amount } of records.filter((row) => row.type === type)) {
    source.add(currency, amount);
    if (latest.has(record)) continue;
    const reason = rejected.has(record) ? 'rejected' : meant.isCarriedLater(record) ? 'carried later' : 'missing';
    notPublished.push({ record, currency, amount, reason });
  }
  const deliveries = new Map(facts.deliveries.map((delivery) => [delivery.eventId, delivery]));
  for (const [record, event] of latest) {
    if (event.type !== type) continue;
    const { currency = '', amount = '0' } = event;
    canonical.add(currency, amount);
    const delivery = deliveries.get(event.eventId);
    if (hasEffect(delivery?.state)) continue;
    const reason = `${delivery?.state ?? 'no delivery'}: ${delivery?.reason ?? ''}`;
    notDelivered.push({ record, currency, amount, reason });
  }
  for (const [currency, total] of Object.entries(facts.chargebee[type].totals)) chargebee.add(currency, total);
  return { source, canonical, chargebee, notPublished, notDelivered };
}

/** What does not agree, in words. */
export function moneyProblems(type: MoneyType, money: MoneyAccount): string[] {
  const unpublished = money.source.minus(sum(money.notPublished)).minus(money.canonical);
  const undelivered = money.canonical.minus(sum(money.notDelivered)).minus(money.chargebee);
  const missing = money.notPublished.filter(({ reason }) => reason === 'missing').map(({ record }) => record);
  return [
    ...(unpublished.isZero()
      ? []
      : [`${type}: source less what was not published and canonical totals differ by ${shown(unpublished)}`]),
    ...(undelivered.isZero()
      ? []
      : [`${type}: canonical less what was not delivered and Chargebee totals differ by ${shown(undelivered)}`]),
    ...(missing.length === 0 ? [] : [`neither published, rejected nor carried later: ${missing.join(', ')}`]),
  ];
}

function sum(left: readonly LeftOut[]): MoneyTotals {
  const totals = new MoneyTotals();
  for (const { currency, amount } of left) totals.add(currency, amount);
  return totals;
}

function shown(totals: MoneyTotals): string {
  return Object.entries(totals.toJSON())
    .filter(([, amount]) => !/^-?0\.0+$/.test(amount))
    .map(([currency, amount]) => `${currency} ${amount}`)
    .join(', ');
}
