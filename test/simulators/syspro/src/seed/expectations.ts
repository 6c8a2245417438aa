import type { Row } from '../tables/row.js';
import { AR_CUSTOMER, AR_INVOICE, AR_INVOICE_PAY, WITHHELD } from '../tables/schema.js';
import type { Company } from '../tables/company.js';
import { NO_BOUNDS } from '../tables/table.js';
import { ISO_CODES } from './currencies.js';
import { centsText, parseCents, type Cents } from './money.js';
import { documentKey, type Outcome, type TrapExpectation } from './trap.js';

/** Rows by what a correct bridge makes of them; `rows` is the sum of the outcomes. At rest the deferred are published too. */
export interface OutcomeCounts extends Record<Outcome, number> {
  rows: number;
  /** Of those published: how many the first run leaves alone, as it does the deferred. */
  deferredFirst: number;
}

/** Σ by ISO code (the raw SYSPRO code where no ISO code is known) and outcome, 2 places, signs as stored. */
type OutcomeTotals = Record<string, Partial<Record<Outcome, string>>>;

/** What the seed means to happen, before any edit. */
export interface SeedExpectations {
  customers: OutcomeCounts;
  /** Headers (rows of ArInvoice) that are no credit notes. */
  invoices: OutcomeCounts;
  creditNotes: OutcomeCounts;
  /** Rows of ArInvoicePay. */
  payments: OutcomeCounts;
  /** CurrencyValue of headers, PostValue of payments. */
  totals: Record<'invoices' | 'creditNotes' | 'payments', OutcomeTotals>;
  traps: readonly TrapExpectation[];
}

const noCounts = (): OutcomeCounts => ({
  rows: 0,
  published: 0,
  rejected: 0,
  deferred: 0,
  'carried-later': 0,
  deferredFirst: 0,
});

function count(counts: OutcomeCounts, outcome: Outcome): void {
  counts.rows += 1;
  counts[outcome] += 1;
}

function documentId(row: Row): string {
  return documentKey(row['Customer'] ?? '', row['Invoice'] ?? '', row['DocumentType'] ?? '');
}

const isCredit = (row: Row): boolean => row['DocumentType']?.toUpperCase() === 'C';
const isoCode = (code: string): string => ISO_CODES[code.trim()] ?? code.trim();

/** Counts rows of one type of record, and what they come to, by outcome. */
class OutcomeSums {
  readonly counts = noCounts();
  private readonly cents = new Map<string, Map<Outcome, Cents>>();

  add(row: Row, outcome: Outcome, column: 'CurrencyValue' | 'PostValue'): void {
    count(this.counts, outcome);
    const currency = isoCode(row['PostCurrency'] ?? '');
    const sums = this.cents.get(currency) ?? new Map<Outcome, Cents>();
    sums.set(outcome, (sums.get(outcome) ?? 0n) + parseCents(row[column] ?? '0'));
    this.cents.set(currency, sums);
  }

  totals(): OutcomeTotals {
    return Object.fromEntries(
      [...this.cents].map(([currency, sums]) => [
        currency,
        Object.fromEntries([...sums].map(([outcome, sum]) => [outcome, centsText(sum)])),
      ]),
    );
  }
}

/** Computes the expectations from a company as it stands; exact only before edits. */
export function computeExpectations(company: Company, traps: readonly TrapExpectation[]): SeedExpectations {
  const outcomes = new Map(traps.map((trap) => [`${trap.entity} ${trap.key}`, trap.outcome]));
  const customers = noCounts();
  for (const row of company.table(AR_CUSTOMER.name).scan(NO_BOUNDS)) {
    count(customers, outcomes.get(`ArCustomer ${(row['Customer'] ?? '').trim()}`) ?? 'published');
  }
  const [invoices, creditNotes, payments] = [new OutcomeSums(), new OutcomeSums(), new OutcomeSums()];
  for (const row of company.table(AR_INVOICE.name).scan(NO_BOUNDS)) {
    const outcome = outcomes.get(`ArInvoice ${documentId(row)}`) ?? 'published';
    (isCredit(row) ? creditNotes : invoices).add(row, outcome, 'CurrencyValue');
  }
  for (const row of company.table(AR_INVOICE_PAY.name).scan(NO_BOUNDS)) {
    const ordinary = isCredit(row) ? 'carried-later' : 'published';
    const outcome = outcomes.get(`ArInvoicePay ${documentId(row)}~${row['EntryNumber'] ?? ''}`) ?? ordinary;
    payments.add(row, outcome, 'PostValue');
  }
  for (const { deferredFirst, key } of traps) {
    if (deferredFirst === true) (key.endsWith('~C') ? creditNotes : invoices).counts.deferredFirst += 1;
  }
  return {
    customers,
    invoices: invoices.counts,
    creditNotes: creditNotes.counts,
    payments: payments.counts,
    totals: { invoices: invoices.totals(), creditNotes: creditNotes.totals(), payments: payments.totals() },
    traps,
  };
}

/** Rows and money of a company as it stands now. */
export interface CompanySummary {
  rows: Record<string, number>;
  /** Documents whose summary and lines are held back. */
  withheld: number;
  /** By ISO (or raw) currency and upper-cased DocumentType. */
  totals: Record<string, Record<string, { documents: number; currencyValue: string; balance: string }>>;
}

export function summarise(company: Company): CompanySummary {
  const sums = new Map<string, Map<string, { documents: number; value: Cents; balance: Cents }>>();
  for (const row of company.table(AR_INVOICE.name).scan(NO_BOUNDS)) {
    const currency = isoCode(row['PostCurrency'] ?? '');
    const type = (row['DocumentType'] ?? '').trim().toUpperCase();
    const byType = sums.get(currency) ?? new Map<string, { documents: number; value: Cents; balance: Cents }>();
    const sum = byType.get(type) ?? { documents: 0, value: 0n, balance: 0n };
    sum.documents += 1;
    sum.value += parseCents(row['CurrencyValue'] ?? '0');
    sum.balance += parseCents(row['InvoiceBal1'] ?? '0');
    sums.set(currency, byType.set(type, sum));
  }
  const totals: CompanySummary['totals'] = {};
  for (const [currency, byType] of sums) {
    totals[currency] = Object.fromEntries(
      [...byType].map(([type, { documents, value, balance }]) => [
        type,
        { documents, currencyValue: centsText(value), balance: centsText(balance) },
      ]),
    );
  }
  const served = company.all().filter(({ definition }) => definition !== WITHHELD);
  return {
    rows: Object.fromEntries(served.map((table) => [table.definition.name, table.size])),
    withheld: company.table(WITHHELD.name).size,
    totals,
  };
}
