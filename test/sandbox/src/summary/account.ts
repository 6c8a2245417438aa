import type { SourceRow, Trap } from '../processes/simulator-controls.js';
import type { RunView } from '../bridge/sync.js';
import type { DeliveryFact, PublishedEvent } from './bridge-facts.js';
import { MoneyTotals } from './money.js';

/** Everything counted after the story has come to rest, on every side of the bridge. */
export interface Facts {
  readonly customers: readonly SourceRow[];
  readonly invoices: readonly SourceRow[];
  readonly traps: readonly Trap[];
  /** The last run over everything SYSPRO has. */
  readonly lastRun: RunView;
  readonly events: readonly PublishedEvent[];
  /** `<connection>/<type>/<source id>` */
  readonly rejected: ReadonlySet<string>;
  readonly deliveries: readonly DeliveryFact[];
  readonly chargebee: {
    readonly customers: number;
    readonly invoices: number;
    /** Invoice totals per currency. */
    readonly totals: Readonly<Record<string, string>>;
  };
  readonly auditVerified: boolean;
}

/** A document that is on one side of the bridge and meant not to be on the other. */
export interface LeftOut {
  readonly record: string;
  readonly reason: string;
  readonly currency: string;
  readonly amount: string;
}

export interface Account {
  readonly ok: boolean;
  readonly problems: readonly string[];
  readonly rows: Readonly<Record<'source' | 'published' | 'rejected' | 'carriedLater' | 'deferred', number>>;
  readonly events: number;
  readonly deliveries: Readonly<Record<string, number>>;
  /** Deliveries the seed means to leave failed or waiting. */
  readonly leftUndone: readonly { readonly record: string; readonly state: string; readonly reason: string }[];
  readonly money: {
    readonly source: MoneyTotals;
    readonly canonical: MoneyTotals;
    readonly chargebee: MoneyTotals;
    /** Between source and canonical events. */
    readonly notPublished: readonly LeftOut[];
    /** Between canonical events and Chargebee. */
    readonly notDelivered: readonly LeftOut[];
  };
}

const CURRENCIES: Readonly<Record<string, string>> = { R: 'ZAR', $: 'USD', EUR: 'EUR' };
const EFFECT = new Set(['delivered', 'unchanged', 'superseded']);
const UNDONE = new Set(['failed', 'waiting']);

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
    (state) => !EFFECT.has(state) && !UNDONE.has(state) && state !== 'skipped',
  );
  check(resting.length === 0, `deliveries are in ${resting.join(', ')}`);
  const unexpected = leftUndone.filter(({ record }) => !isMeant(facts.traps, record));
  check(
    unexpected.length === 0,
    `not delivered though the seed means it to be: ${unexpected.map(({ record }) => record).join(', ')}`,
  );
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
    .filter(({ state }) => UNDONE.has(state))
    .map(({ record, state, reason }) => ({ record: `${record.type}/${record.sourceId}`, state, reason: reason ?? '' }));
  return { counts, leftUndone };
}

function isMeant(traps: readonly Trap[], record: string): boolean {
  return traps.some((trap) => trap.delivery === 'waiting' && record === `invoice/${trap.key}`);
}

/** Records whose newest version has had its effect in Chargebee. */
function delivered(facts: Facts, latest: ReadonlyMap<string, PublishedEvent>, type: string): number {
  const states = new Map(facts.deliveries.map(({ eventId, state }) => [eventId, state]));
  return [...latest.values()].filter((event) => event.type === type && EFFECT.has(states.get(event.eventId) ?? ''))
    .length;
}

function countMoney(facts: Facts, latest: ReadonlyMap<string, PublishedEvent>): Account['money'] {
  const source = new MoneyTotals();
  const canonical = new MoneyTotals();
  const chargebee = new MoneyTotals();
  const notPublished: LeftOut[] = [];
  const notDelivered: LeftOut[] = [];
  for (const row of facts.invoices) {
    const document = readDocument(row);
    source.add(document.currency, document.amount);
    if (!latest.has(document.record))
      notPublished.push({ ...document, reason: whyNotPublished(facts, document.record) });
  }
  const outcomes = new Map(facts.deliveries.map((delivery) => [delivery.eventId, delivery]));
  for (const [record, event] of latest) {
    if (event.type !== 'invoice') continue;
    const [currency, amount] = [event.currency ?? '', event.total ?? '0'];
    canonical.add(currency, amount);
    const outcome = outcomes.get(event.eventId);
    if (!EFFECT.has(outcome?.state ?? '')) {
      notDelivered.push({
        record,
        currency,
        amount,
        reason: `${outcome?.state ?? 'no delivery'}: ${outcome?.reason ?? ''}`,
      });
    }
  }
  for (const [currency, total] of Object.entries(facts.chargebee.totals)) chargebee.add(currency, total);
  return { source, canonical, chargebee, notPublished, notDelivered };
}

function readDocument(row: SourceRow): Omit<LeftOut, 'reason'> {
  const text = (column: string): string => (row[column] ?? '').trim();
  const code = text('PostCurrency');
  return {
    record: `invoice/${text('Customer')}~${text('Invoice')}~${text('DocumentType').toUpperCase()}`,
    currency: CURRENCIES[code] ?? code,
    amount: text('CurrencyValue'),
  };
}

function whyNotPublished(facts: Facts, record: string): string {
  if ([...facts.rejected].some((row) => row.endsWith(`/${record}`))) return 'rejected';
  return record.endsWith('~C') ? 'carried later' : 'missing';
}

function sum(documents: readonly LeftOut[]): MoneyTotals {
  const totals = new MoneyTotals();
  for (const { currency, amount } of documents) totals.add(currency, amount);
  return totals;
}
