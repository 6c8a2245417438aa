import { addDecimals, subtractDecimals, type Payment } from '@ledgerbridge/contracts';
import type { SyncPage } from '@ledgerbridge/sync';
import type { MappedRecord, MappedResource } from '../chargebee/reading/mapped-resource.js';

/** What became of a page of resources; those that are not carried have no outcome yet or none for the ledger. */
export function sitePage(outcomes: readonly MappedResource[], observedAtMs: number): SyncPage {
  const mapped = outcomes.filter((outcome) => outcome.kind === 'mapped');
  return {
    observations: mapped.map(({ kind: _kind, ...seen }) => ({ ...seen, observedAtMs })),
    rejected: outcomes.flatMap((outcome) => (outcome.kind === 'rejected' ? [outcome.rejection] : [])),
    deferred: 0,
    carriedLater: outcomes.filter(({ kind }) => kind === 'not-carried').length,
    totals: totalsOf(mapped),
  };
}

/** Documents that are not deleted, payments that succeeded; what goes back to the customer counts against them. */
function totalsOf(records: readonly MappedRecord[]): Record<string, string> {
  const totals: Record<string, string> = {};
  for (const { record, state } of records) {
    if ('totals' in state && state.status !== 'deleted') add(totals, state.currency, state.totals.total);
    if (record.type === 'payment') addPayment(totals, state as Payment);
  }
  return totals;
}

function addPayment(totals: Record<string, string>, { kind, status, currency, amount }: Payment): void {
  if (status !== 'succeeded') return;
  if (kind === 'payment') add(totals, currency, amount);
  else totals[currency] = subtractDecimals(totals[currency] ?? '0', amount);
}

function add(totals: Record<string, string>, currency: string, amount: string): void {
  totals[currency] = addDecimals(totals[currency] ?? '0', amount);
}
