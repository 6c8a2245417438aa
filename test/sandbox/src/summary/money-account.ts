import type { SourceRow } from '../processes/simulator-controls.js';
import type { PublishedEvent } from './bridge-facts.js';
import { hasEffect } from './delivery-outcome.js';
import type { Account, Facts, LeftOut } from './facts.js';
import { MoneyTotals } from './money.js';

const CURRENCIES: Readonly<Record<string, string>> = { R: 'ZAR', $: 'USD', EUR: 'EUR' };

/** Document totals on each side, and by name every document that one side has and the next has not. */
export function countMoney(facts: Facts, latest: ReadonlyMap<string, PublishedEvent>): Account['money'] {
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
    if (!hasEffect(outcome?.state)) {
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

/** What documents come to, per currency. */
export function sum(documents: readonly LeftOut[]): MoneyTotals {
  const totals = new MoneyTotals();
  for (const { currency, amount } of documents) totals.add(currency, amount);
  return totals;
}
