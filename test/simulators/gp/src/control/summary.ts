import type { Company } from '../company/company.js';
import { DOCUMENT_KINDS, type DocumentKind, type StoredDocument } from '../company/stored.js';
import { openBatches } from '../operations/batch-operations.js';
import { fromUnits, sumOf, toUnits } from '../rules/decimal.js';

/** Currency → decimal text with the currency's decimals. */
export type Totals = Record<string, string>;

export interface KindSummary {
  /** All documents; voided ones are in no total. */
  count: number;
  voided: number;
  byState: Record<string, number>;
  totals: Totals;
}

export interface BatchSummary {
  source: string;
  id: string;
  count: number;
  totals: Totals;
}

export interface CompanySummary {
  name: string;
  customers: number;
  documents: Record<DocumentKind, KindSummary>;
  /** Those with unposted documents. */
  batches: BatchSummary[];
}

export function summarize(company: Company): CompanySummary {
  const documents = company.allDocuments();
  const ofKind = (kind: DocumentKind): KindSummary =>
    kindSummary(
      documents.filter((one) => one.kind === kind),
      company,
    );
  return {
    name: company.options.name,
    customers: company.allCustomers().length,
    documents: Object.fromEntries(DOCUMENT_KINDS.map((kind) => [kind, ofKind(kind)])) as CompanySummary['documents'],
    batches: openBatches(company).map(({ source, id, documents: held }) => ({
      source,
      id,
      count: held.length,
      totals: totalsOf(held, company),
    })),
  };
}

function kindSummary(documents: readonly StoredDocument[], company: Company): KindSummary {
  const live = documents.filter(({ voided }) => !voided);
  const states = Object.entries(Object.groupBy(documents, ({ state }) => state));
  return {
    count: documents.length,
    voided: documents.length - live.length,
    byState: Object.fromEntries(states.map(([state, held]) => [state, held.length])),
    totals: totalsOf(live, company),
  };
}

function totalsOf(documents: readonly StoredDocument[], company: Company): Totals {
  const groups = Object.entries(Object.groupBy(documents, ({ currency }) => currency));
  return Object.fromEntries(
    groups.map(([currency, held = []]) => {
      const total = sumOf(held.map(({ amount }) => toUnits(amount) ?? 0n));
      return [currency, fromUnits(total, company.currency(currency)?.decimals ?? 5)];
    }),
  );
}
