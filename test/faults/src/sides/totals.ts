import { CHARGEBEE, rejectedRows, SYSPRO, type ChargebeeControls, type ChargebeeObject } from '@ledgerbridge/sandbox';
import type { Installation } from '../installation/installation.js';
import { query } from '../installation/query.js';

/** What every side holds at rest, in a form that two installations with the same story can be compared by. */
export interface Totals {
  /** Objects of the site by kind, each with its amounts, state and texts. */
  readonly chargebee: Readonly<Record<string, readonly string[]>>;
  /** Record → state and reason of the delivery of its newest version. */
  readonly outcomes: readonly string[];
  /** Canonical events of SYSPRO's records in the trail, by type, each id once. */
  readonly events: Readonly<Record<string, number>>;
  /** Source rows rejected by name. */
  readonly rejected: readonly string[];
}

const KINDS = ['customer', 'invoice', 'credit_note', 'transaction', 'subscription'] as const;
/** A newer version took over, or there was nothing left to change: the target holds what was meant either way. */
const EFFECT = new Set(['delivered', 'unchanged']);

interface DeliveryView {
  readonly record: { readonly type: string; readonly sourceId: string };
  readonly sequence: string;
  readonly state: string;
  readonly reason?: string;
}

export async function totalsOf(installation: Installation): Promise<Totals> {
  const { simulators } = installation;
  return {
    chargebee: await siteObjects(simulators.chargebee),
    outcomes: await outcomes(installation),
    events: await eventCounts(installation),
    rejected: [...(await rejectedRows(installation.api('audit')))].sort(),
  };
}

/** Where two sides differ, in words; empty when they agree. */
export function differences(expected: Totals, found: Totals): string[] {
  const counts = (events: Totals['events']): string[] =>
    Object.entries(events).map(([type, count]) => `${type} ${count}`);
  return [
    ...KINDS.flatMap((kind) => compare(kind, expected.chargebee[kind] ?? [], found.chargebee[kind] ?? [])),
    ...compare('delivery', expected.outcomes, found.outcomes),
    ...compare('events', counts(expected.events), counts(found.events)),
    ...compare('rejected', expected.rejected, found.rejected),
  ];
}

const SHOWN = 8;

function compare(what: string, left: readonly string[], right: readonly string[]): string[] {
  const [known, found] = [new Set(left), new Set(right)];
  const missing = left.filter((line) => !found.has(line)).map((line) => `${what}: missing ${line}`);
  const extra = right.filter((line) => !known.has(line)).map((line) => `${what}: not expected ${line}`);
  const count = left.length === right.length ? [] : [`${what}: ${right.length} instead of ${left.length}`];
  return [...count, ...missing.slice(0, SHOWN), ...extra.slice(0, SHOWN)];
}

async function siteObjects(chargebee: ChargebeeControls): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const kind of KINDS) {
    const objects = await chargebee.objects(kind);
    found[kind] = objects.map((object) => JSON.stringify(comparable(kind, object))).sort();
  }
  return found;
}

/** The moment of the run, the order of arrival, and ids the site makes up itself. */
const BY_CHANCE = /(_at|resource_version|^first_invoice)$/;

function comparable(kind: string, object: ChargebeeObject): object {
  const kept = Object.entries(object).filter(
    ([name, value]) =>
      value !== null &&
      typeof value !== 'object' &&
      !BY_CHANCE.test(name) &&
      !(kind === 'transaction' && name === 'id'),
  );
  const invoices = object['linked_invoices'];
  const linked = Array.isArray(invoices) ? { invoices: invoices.map(invoiceIdOf).sort() } : {};
  return { ...Object.fromEntries(kept.sort(([left], [right]) => (left < right ? -1 : 1))), ...linked };
}

function invoiceIdOf(link: unknown): string {
  return String((link as { invoice_id?: unknown }).invoice_id);
}

async function outcomes(installation: Installation): Promise<string[]> {
  const newest = new Map<string, DeliveryView>();
  const all = installation
    .api('chargebee-gateway')
    .all<DeliveryView>(`/v1/deliveries?connection=${CHARGEBEE}&limit=500`);
  for await (const delivery of all) {
    const record = `${delivery.record.type}/${delivery.record.sourceId}`;
    const known = newest.get(record);
    if (known === undefined || delivery.sequence > known.sequence) newest.set(record, delivery);
  }
  return [...newest]
    .map(([record, { state, reason }]) => `${record} ${EFFECT.has(state) ? 'in effect' : `${state} ${reason ?? ''}`}`)
    .sort();
}

async function eventCounts({ database }: Installation): Promise<Record<string, number>> {
  const rows = await query<{ type: string; count: number }>(
    database.url,
    `SELECT event_type AS type, count(DISTINCT event_id)::int AS count FROM audit.events
      WHERE topic LIKE 'billing.%' AND connection = $1 GROUP BY event_type ORDER BY event_type`,
    [SYSPRO],
  );
  return Object.fromEntries(rows.map(({ type, count }) => [type, count]));
}
