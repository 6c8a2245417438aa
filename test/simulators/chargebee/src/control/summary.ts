import { decimalsOf } from '../resources/billing/minor-units.js';
import type { Resource } from '../resources/resource.js';
import type { Site } from '../site/site.js';
import type { WebhookCounts } from '../webhooks/webhook-dispatcher.js';

/** Sums of one currency by attribute, as decimal text in major units. */
type MoneyTotals = Record<string, Record<string, string>>;

/** How many objects a site has, and what they add up to. */
export interface SiteSummary {
  customers: { count: number; deleted: number };
  invoices: CountAndMoney;
  /** `totalsByReason` tells credit notes apart by type, reason and status, such as `adjustment Write Off adjusted`. */
  creditNotes: CountAndMoney & { totalsByReason: MoneyTotals };
  transactions: CountAndMoney;
  subscriptions: { count: number; deleted: number };
  events: Record<string, number>;
  webhooks: WebhookCounts;
  peakRequestsPerMinute: number;
}

interface CountAndMoney {
  count: number;
  deleted: number;
  byStatus: Record<string, number>;
  /** Currency → attribute → sum over objects that are not deleted; transactions are told apart by type. */
  totals: MoneyTotals;
  /** Currency → status → sum of the documents' totals or amounts. Transactions by type and status, such as `payment success`. */
  totalsByStatus: MoneyTotals;
}

const INVOICE_SUMS = ['total', 'sub_total', 'tax', 'amount_paid', 'amount_due', 'amount_adjusted', 'credits_applied'];
const CREDIT_NOTE_SUMS = ['total', 'amount_allocated', 'amount_refunded', 'amount_available'];

export function summarize(site: Site): SiteSummary {
  const read = (kind: Parameters<Site['store']['rows']>[0]) => [...site.store.rows(kind)].map(({ value }) => value);
  const notes = read('credit_note');
  return {
    customers: counted(read('customer')),
    invoices: money(read('invoice'), {
      totals: (invoice) => INVOICE_SUMS.map((name) => [name, invoice[name]]),
      status: (invoice) => [String(invoice.status), invoice.total],
    }),
    creditNotes: {
      ...money(notes, {
        totals: (note) => CREDIT_NOTE_SUMS.map((name) => [name, note[name]]),
        status: (note) => [String(note.status), note.total],
      }),
      totalsByReason: sums(live(notes), (note) => [
        [`${String(note.type)} ${String(note.create_reason_code)} ${String(note.status)}`, note.total],
      ]),
    },
    transactions: money(read('transaction'), {
      totals: ({ type, amount }) => [[String(type), amount]],
      status: ({ type, status, amount }) => [`${String(type)} ${String(status)}`, amount],
    }),
    subscriptions: counted(read('subscription')),
    events: tally(read('event').map((event) => String(event.event_type))),
    webhooks: site.webhooks.summary,
    peakRequestsPerMinute: site.limiter.peak,
  };
}

function counted(rows: readonly Resource[]): { count: number; deleted: number } {
  const deleted = rows.filter((row) => row.deleted === true).length;
  return { count: rows.length - deleted, deleted };
}

type Amount = [name: string, minor: unknown];

function money(
  rows: readonly Resource[],
  amounts: { totals: (row: Resource) => Amount[]; status: (row: Resource) => Amount },
): CountAndMoney {
  const present = live(rows);
  return {
    ...counted(rows),
    byStatus: tally(present.map((row) => String(row.status))),
    totals: sums(present, amounts.totals),
    totalsByStatus: sums(present, (row) => [amounts.status(row)]),
  };
}

function live(rows: readonly Resource[]): Resource[] {
  return rows.filter((row) => row.deleted !== true);
}

function sums(rows: readonly Resource[], amountsOf: (row: Resource) => Amount[]): MoneyTotals {
  const byCurrency = new Map<string, Map<string, bigint>>();
  for (const row of rows) {
    // an object stored raw may lack one
    if (typeof row.currency_code !== 'string') continue;
    const currency = row.currency_code;
    const byName = byCurrency.get(currency) ?? new Map<string, bigint>();
    byCurrency.set(currency, byName);
    for (const [name, amount] of amountsOf(row)) {
      byName.set(name, (byName.get(name) ?? 0n) + BigInt(Number(amount ?? 0)));
    }
  }
  return Object.fromEntries(
    [...byCurrency].map(([currency, byName]) => [
      currency,
      Object.fromEntries([...byName].map(([name, minor]) => [name, inMajorUnits(minor, currency)])),
    ]),
  );
}

function tally(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  names.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  return Object.fromEntries(counts);
}

/** Decimal text of whole minor units: 1234 of USD is 12.34, of JPY 1234. */
export function inMajorUnits(minor: bigint, currency: string): string {
  const decimals = decimalsOf(currency);
  if (decimals === 0) return minor.toString();
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
