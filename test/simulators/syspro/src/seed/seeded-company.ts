import { Company } from '../tables/company.js';
import { MemoryTable } from '../tables/memory-table.js';
import type { Row } from '../tables/row.js';
import { rowversion } from '../tables/rowversion.js';
import {
  AR_CUSTOMER,
  AR_INVOICE,
  AR_INVOICE_PAY,
  AR_TRN_DETAIL,
  AR_TRN_SUMMARY,
  INV_MASTER,
  TBL_AR_TERMS,
  TBL_CURRENCY,
  WITHHELD,
} from '../tables/schema.js';
import { currencyRows, stockRows, termsRows } from './catalogue.js';
import { ordinaryCustomer, type CustomerSeed } from './customers.js';
import { documentTotal, lineAmounts } from './document-amounts.js';
import { documentRows, type DocumentRows } from './document-rows.js';
import type { DocumentSpec, MoneySemantics } from './document-spec.js';
import { ordinaryCredit, ordinaryInvoice } from './documents.js';
import { paymentRows } from './payment-rows.js';
import { Random } from './random.js';
import { trapCustomers } from './trap-customers.js';
import type { DocumentTrap } from './document-trap.js';
import { documentTraps } from './document-traps.js';
import type { TrapExpectation } from './trap.js';
import { withheldRow } from './withheld-row.js';

export interface SeededOptions extends MoneySemantics {
  /** Customers in all, traps included. */
  customers: number;
  /** Ordinary invoices and debit notes; credit notes (one in twenty) and traps come on top. */
  invoices: number;
  random: number;
}

interface Rows {
  customers: Row[];
  invoices: Row[];
  summaries: Row[];
  details: Row[];
  payments: Row[];
  withheld: Row[];
}

function addDocument(rows: Rows, document: DocumentSpec, made: DocumentRows, semantics: MoneySemantics): void {
  rows.invoices.push(made.invoice);
  rows.summaries.push(...made.summaries);
  rows.details.push(...made.details);
  rows.payments.push(...paymentRows(document, semantics));
}

function addTrap(rows: Rows, trap: DocumentTrap, semantics: MoneySemantics): void {
  const made = documentRows(trap.document, semantics);
  const date = trap.header?.['InvoiceDate'];
  const everywhere: Row = date === undefined ? {} : { InvoiceDate: date };
  const invoice = { ...made.invoice, ...trap.header };
  const summaries = made.summaries.map((row, index) => ({ ...row, ...everywhere, ...trap.summaries?.[index] }));
  const details = made.details.map((row, index) => ({ ...row, ...everywhere, ...(index === 0 ? trap.detail : {}) }));
  if (trap.withhold === 'all') {
    rows.withheld.push(withheldRow({ invoice, summaries, details }));
    rows.invoices.push(invoice);
    return;
  }
  const shown = { invoice, summaries, details: trap.withhold === 'details' ? [] : details };
  addDocument(rows, trap.document, shown, semantics);
}

function addOrdinary(rows: Rows, customers: readonly CustomerSeed[], options: SeededOptions, random: Random): void {
  for (let index = 0; index < options.invoices; index++) {
    const customer = random.pick(customers);
    const invoice = ordinaryInvoice(index, options.invoices, customer, random);
    const isCredited = index % 20 === 11 && invoice.documentType === 'I';
    const credit = isCredited ? [ordinaryCredit(index, invoice, customer)] : [];
    const creditedValue = documentTotal(credit.flatMap(lineAmounts));
    for (const document of [{ ...invoice, creditedValue }, ...credit]) {
      addDocument(rows, document, documentRows(document, options), options);
    }
  }
}

/** The company and its traps. */
export interface SeededCompany {
  company: Company;
  traps: readonly TrapExpectation[];
}

/** Builds the company: the same rows for the same options, on any machine. */
export function seededCompany(id: string, options: SeededOptions): SeededCompany {
  const random = new Random(options.random);
  const odd = trapCustomers();
  const ordinary = Array.from({ length: Math.max(20, options.customers - odd.customers.length) }, (_, index) =>
    ordinaryCustomer(index + 1, random),
  );
  const rows: Rows = { customers: [], invoices: [], summaries: [], details: [], payments: [], withheld: [] };
  rows.customers.push(...[...ordinary, ...odd.customers].map(({ row }) => row));
  addOrdinary(rows, ordinary, options, random);
  const traps = documentTraps(odd.customers, ordinary);
  for (const trap of traps) addTrap(rows, trap, options);

  let version = 2000n;
  const table = (definition: MemoryTable['definition'], content: readonly Row[]) =>
    new MemoryTable(
      definition,
      content.map((row) => ({ ...row, TimeStamp: rowversion((version += 1n)) })),
    );
  const tables = [
    table(AR_CUSTOMER, rows.customers),
    table(AR_INVOICE, rows.invoices),
    table(AR_TRN_SUMMARY, rows.summaries),
    table(AR_TRN_DETAIL, rows.details),
    table(AR_INVOICE_PAY, rows.payments),
    table(INV_MASTER, stockRows()),
    table(TBL_AR_TERMS, termsRows()),
    table(TBL_CURRENCY, currencyRows()),
    table(WITHHELD, rows.withheld),
  ];
  return {
    company: new Company(id, tables, version),
    traps: [...odd.expectations, ...traps.flatMap(({ expectation, payments = [] }) => [expectation, ...payments])],
  };
}
