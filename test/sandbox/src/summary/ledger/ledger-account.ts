import type { GpDocument, GpSummary } from '../../processes/gp-controls.js';
import type { ChargebeeObject } from '../../processes/simulator-controls.js';
import type { DeliveryFact, PublishedEvent } from '../bridge-facts.js';
import { isUndone } from '../delivery-outcome.js';
import type { LeftOut } from '../facts.js';
import { MoneyTotals } from '../money.js';
import {
  effectOfDocument,
  effectsOfEvent,
  effectsOnSite,
  EFFECTS,
  isUndoing,
  type EffectRow,
  type LedgerEffect,
} from './effects.js';

/** Everything counted after the story has come to rest: of the site, of its canonical events, of the ledger. */
export interface LedgerFacts {
  readonly site: Readonly<Record<'invoice' | 'credit_note' | 'transaction', readonly ChargebeeObject[]>>;
  readonly events: readonly PublishedEvent[];
  /** `<connection>/<type>/<source id>` */
  readonly rejected: ReadonlySet<string>;
  readonly deliveries: readonly DeliveryFact[];
  readonly documents: readonly GpDocument[];
  readonly gp: Pick<GpSummary, 'schemaViolations' | 'validationFaults'>;
  /** Records the story means to end failed, with the reason. */
  readonly meant: Readonly<Record<string, string>>;
}

/** What one effect comes to on each side, per currency. */
export interface EffectAccount {
  readonly chargebee: MoneyTotals;
  readonly canonical: MoneyTotals;
  readonly gpUnposted: MoneyTotals;
  /** Between the site and canonical events. */
  readonly notPublished: readonly LeftOut[];
  /** Between canonical events and GP, by reason; records are named but for those a rule skipped. */
  readonly notDelivered: readonly LeftOutGroup[];
}

interface LeftOutGroup {
  readonly reason: string;
  readonly count: number;
  readonly totals: MoneyTotals;
  readonly records?: readonly string[];
}

export interface LedgerAccount {
  readonly ok: boolean;
  readonly problems: readonly string[];
  readonly events: number;
  readonly deliveries: Readonly<Record<string, number>>;
  readonly effects: Readonly<Record<LedgerEffect, EffectAccount>>;
  readonly schemaViolations: number;
  readonly validationFaults: Readonly<Record<string, number>>;
  readonly leftUndone: readonly { readonly record: string; readonly state: string; readonly reason: string }[];
}

/** Adds the second flow up, from each side's own figures, and names what does not agree. Pure. */
export function ledgerAccount(facts: LedgerFacts): LedgerAccount {
  const latest = newest(facts.events);
  const there = new Delivered(facts.deliveries, latest);
  const effects = Object.fromEntries(
    EFFECTS.map((effect) => [effect, countEffect(effect, facts, latest, there)]),
  ) as Record<LedgerEffect, EffectAccount>;
  const problems = [
    ...EFFECTS.flatMap((effect) => effectProblems(effect, effects[effect])),
    ...deliveryProblems(facts),
    ...strictnessProblems(facts),
  ];
  return {
    ok: problems.length === 0,
    problems,
    events: facts.events.length,
    deliveries: tally(facts.deliveries.map(({ state }) => state)),
    effects,
    schemaViolations: facts.gp.schemaViolations.count,
    validationFaults: facts.gp.validationFaults,
    leftUndone: facts.deliveries
      .filter(({ state }) => isUndone(state))
      .map((delivery) => ({ record: recordOf(delivery), state: delivery.state, reason: delivery.reason ?? '' })),
  };
}

function countEffect(
  effect: LedgerEffect,
  facts: LedgerFacts,
  latest: ReadonlyMap<string, PublishedEvent>,
  there: Delivered,
): EffectAccount {
  const [chargebee, canonical, gpUnposted] = [new MoneyTotals(), new MoneyTotals(), new MoneyTotals()];
  const notPublished: LeftOut[] = [];
  for (const row of siteRows(facts).filter((one) => one.effect === effect)) {
    chargebee.add(row.currency, row.amount);
    if (latest.has(row.record)) continue;
    const isRejected = [...facts.rejected].some((name) => name.endsWith(`/${row.record}`));
    notPublished.push({ ...row, reason: isRejected ? 'rejected' : 'missing' });
  }
  const left: LeftOut[] = [];
  for (const row of [...latest.values()].flatMap(effectsOfEvent).filter((one) => one.effect === effect)) {
    canonical.add(row.currency, row.amount);
    const reason = there.whyNot(row);
    if (reason !== undefined) left.push({ ...row, reason });
  }
  for (const document of facts.documents) {
    if (effectOfDocument(document) === effect) gpUnposted.add(document.currency, document.amount);
  }
  return { chargebee, canonical, gpUnposted, notPublished, notDelivered: grouped(left) };
}

function siteRows({ site }: LedgerFacts): EffectRow[] {
  return (['invoice', 'credit_note', 'transaction'] as const).flatMap((kind) =>
    site[kind].flatMap((object) => effectsOnSite(kind, object)),
  );
}

function newest(events: readonly PublishedEvent[]): ReadonlyMap<string, PublishedEvent> {
  const latest = new Map<string, PublishedEvent>();
  for (const event of events) {
    const record = `${event.type}/${event.sourceId}`;
    if (event.sequence > (latest.get(record)?.sequence ?? '')) latest.set(record, event);
  }
  return latest;
}

/** Which effects deliveries say they have brought about. */
class Delivered {
  private readonly newest = new Map<string, DeliveryFact>();
  private readonly brought = new Set<string>();

  constructor(deliveries: readonly DeliveryFact[], latest: ReadonlyMap<string, PublishedEvent>) {
    for (const delivery of deliveries) {
      const record = recordOf(delivery);
      if (latest.get(record)?.eventId === delivery.eventId) this.newest.set(record, delivery);
      if (isThere(delivery)) this.brought.add(record);
    }
  }

  /** Undefined when it is in the ledger. An effect that takes back comes with the newest version only. */
  whyNot({ record, effect }: EffectRow): string | undefined {
    const newest = this.newest.get(record);
    if (newest !== undefined && isThere(newest)) return undefined;
    if (!isUndoing(effect) && this.brought.has(record)) return undefined;
    return newest === undefined ? 'no delivery' : `${newest.state}: ${newest.reason ?? ''}`;
  }
}

function isThere({ state }: DeliveryFact): boolean {
  return state === 'delivered' || state === 'unchanged';
}

function grouped(left: readonly LeftOut[]): LeftOutGroup[] {
  return [...new Set(left.map(({ reason }) => reason))].map((reason) => {
    const rows = left.filter((row) => row.reason === reason);
    const totals = sum(rows);
    const names = reason.startsWith('skipped') ? {} : { records: rows.map(({ record }) => record) };
    return { reason, count: rows.length, totals, ...names };
  });
}

function effectProblems(effect: LedgerEffect, account: EffectAccount): string[] {
  const { chargebee, canonical, gpUnposted, notPublished, notDelivered } = account;
  const unpublished = chargebee.minus(sum(notPublished)).minus(canonical);
  const undelivered = notDelivered.reduce((rest, { totals }) => rest.minus(totals), canonical).minus(gpUnposted);
  const missing = notPublished.filter(({ reason }) => reason === 'missing').map(({ record }) => record);
  return [
    ...(unpublished.isZero() ? [] : [`${effect}: Chargebee and canonical differ by ${JSON.stringify(unpublished)}`]),
    ...(undelivered.isZero() ? [] : [`${effect}: canonical and GP differ by ${JSON.stringify(undelivered)}`]),
    ...(missing.length === 0 ? [] : [`${effect}: neither published nor rejected: ${missing.join(', ')}`]),
  ];
}

function deliveryProblems({ deliveries, meant }: LedgerFacts): string[] {
  const undone = deliveries.filter(({ state }) => isUndone(state));
  const unmeant = undone.filter((delivery) => meant[recordOf(delivery)] !== delivery.reason);
  const ended = new Set(undone.map(recordOf));
  return [
    ...unmeant.map((delivery) => `not meant: ${recordOf(delivery)} ${delivery.state} ${delivery.reason ?? ''}`),
    ...Object.entries(meant)
      .filter(([record]) => !ended.has(record))
      .map(([record, reason]) => `meant to end ${reason}, but did not: ${record}`),
  ];
}

/** How GP answers a look for what is not there. */
const NOT_FOUND = 'Business object not found.';

/** Every request was as the schema says; rules refused only what the story means them to. */
function strictnessProblems({ gp, meant }: LedgerFacts): string[] {
  const faults = Object.entries(gp.validationFaults)
    .filter(([message]) => message !== NOT_FOUND)
    .reduce((total, [, count]) => total + count, 0);
  const allowed = Object.keys(meant).length;
  return [
    ...Object.entries(gp.schemaViolations.reasons).map(
      ([reason, count]) => `GP refused the form of ${count} requests: ${reason}`,
    ),
    ...(faults > allowed ? [`GP refused ${faults} requests by a rule, ${allowed} are meant to be refused`] : []),
  ];
}

function sum(rows: readonly LeftOut[]): MoneyTotals {
  const totals = new MoneyTotals();
  for (const { currency, amount } of rows) totals.add(currency, amount);
  return totals;
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function recordOf({ record }: DeliveryFact): string {
  return `${record.type}/${record.sourceId}`;
}
