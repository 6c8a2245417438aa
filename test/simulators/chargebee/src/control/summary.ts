import type { Resource } from '../resources/resource.js';
import type { Site } from '../site/site.js';
import type { WebhookCounts } from '../webhooks/webhook-dispatcher.js';

/** Sums of one currency by attribute, as decimal text in major units. */
type MoneyTotals = Record<string, Record<string, string>>;

/** How many objects a site has, and what they add up to. */
export interface SiteSummary {
  customers: { count: number; deleted: number };
  invoices: CountAndMoney;
  creditNotes: CountAndMoney;
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
}

const INVOICE_SUMS = ['total', 'sub_total', 'tax', 'amount_paid', 'amount_due', 'amount_adjusted', 'credits_applied'];
const CREDIT_NOTE_SUMS = ['total', 'amount_allocated', 'amount_refunded', 'amount_available'];

export function summarize(site: Site): SiteSummary {
  const read = (kind: Parameters<Site['store']['rows']>[0]) => [...site.store.rows(kind)].map(({ value }) => value);
  return {
    customers: counted(read('customer')),
    invoices: money(read('invoice'), (invoice) => INVOICE_SUMS.map((name) => [name, invoice[name]])),
    creditNotes: money(read('credit_note'), (note) => CREDIT_NOTE_SUMS.map((name) => [name, note[name]])),
    transactions: money(read('transaction'), (transaction) => [[String(transaction.type), transaction.amount]]),
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

function money(rows: readonly Resource[], amountsOf: (row: Resource) => [string, unknown][]): CountAndMoney {
  const live = rows.filter((row) => row.deleted !== true);
  const sums = new Map<string, Map<string, bigint>>();
  for (const row of live) {
    const currency = String(row.currency_code);
    const byName = sums.get(currency) ?? new Map<string, bigint>();
    sums.set(currency, byName);
    for (const [name, amount] of amountsOf(row))
      byName.set(name, (byName.get(name) ?? 0n) + BigInt(Number(amount ?? 0)));
  }
  const totals = Object.fromEntries(
    [...sums].map(([currency, byName]) => [
      currency,
      Object.fromEntries([...byName].map(([name, minor]) => [name, inMajorUnits(minor, currency)])),
    ]),
  );
  return { ...counted(rows), byStatus: tally(live.map((row) => String(row.status))), totals };
}

function tally(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  names.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  return Object.fromEntries(counts);
}

/** Decimals of an amount: those of ISO 4217, but never more than two. */
function decimalsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return Math.min(format.resolvedOptions().maximumFractionDigits ?? 2, 2);
}

/** Decimal text of whole minor units: 1234 of USD is 12.34, of JPY 1234. */
export function inMajorUnits(minor: bigint, currency: string): string {
  const decimals = decimalsOf(currency);
  if (decimals === 0) return minor.toString();
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
