import { describe, expect, it } from '@jest/globals';
import { completeSeed } from '../options.js';
import { seedExpectations } from '../seed-expectations.js';
import type { Row } from '../tables/row.js';
import { NO_BOUNDS } from '../tables/table.js';
import { DEFAULT_SEMANTICS } from './document-spec.js';
import { parseCents } from './money.js';
import { paymentRow } from './payment-rows.js';
import { seededCompany } from './seeded-company.js';
import { documentKey } from './trap.js';

const { company, traps } = seededCompany('A', completeSeed());
const rows = (name: string): Row[] => [...company.table(name).scan(NO_BOUNDS)];
const sourceId = (row: Row) => documentKey(row['Customer'] ?? '', row['Invoice'] ?? '', row['DocumentType'] ?? '');
const paymentId = (row: Row) => `${sourceId(row)}~${row['EntryNumber'] ?? ''}`;

describe('the seeded company', () => {
  it('given the default seed, then it is as large and varied as the sandbox needs', () => {
    const { customers, invoices, creditNotes, payments, totals } = seedExpectations();
    expect(customers.rows).toBe(220);
    expect(invoices.published).toBeGreaterThan(1100);
    expect(creditNotes.published).toBeGreaterThan(50);
    expect(payments.published).toBeGreaterThan(500);
    expect(payments['carried-later']).toBeGreaterThan(5);
    expect(Object.keys(totals.invoices).sort()).toEqual(['EUR', 'USD', 'XX', 'ZAR']);
    expect(Object.keys(totals.payments).sort()).toEqual(['EUR', 'USD', 'ZAR']);
    const dates = rows('ArInvoice').map((row) => row['InvoiceDate'] ?? '');
    expect(dates.filter((date) => date > '2026-10-31')).toEqual(['2080-03-01']);
  });

  it('given the same options twice, then every row is the same', () => {
    const again = seededCompany('A', completeSeed()).company;
    for (const table of company.all()) {
      expect([...again.table(table.definition.name).scan(NO_BOUNDS)]).toEqual([...table.scan(NO_BOUNDS)]);
    }
  });

  it.each([completeSeed(), completeSeed({ customers: 20, invoices: 120 })])(
    'given %j, then the row of every trap is there',
    (seed) => {
      const small = seededCompany('A', seed);
      const keys = (name: string, keyOf: (row: Row) => string) =>
        [...small.company.table(name).scan(NO_BOUNDS)].map((row) => `${name} ${keyOf(row)}`);
      const known = new Set([
        ...keys('ArCustomer', (row) => (row['Customer'] ?? '').trim()),
        ...keys('ArInvoice', sourceId),
        ...keys('ArInvoicePay', paymentId),
      ]);
      const names = small.traps.map(({ entity, key }) => `${entity} ${key}`);
      expect(names.filter((name) => !known.has(name))).toEqual([]);
      expect(new Set(names).size).toBe(traps.length);
    },
  );

  it('given documents that are no trap, then summary and lines belong to a header and add up', () => {
    const odd = new Set(traps.map(({ key }) => key));
    const sums = new Map<string, bigint>();
    for (const row of rows('ArTrnSummary')) {
      const names = ['ForeignMerchVal', 'ForeignFreightVal', 'ForeignOtherVal', 'ForeignTaxVal'];
      const value = names.reduce((sum, name) => sum + parseCents(row[name] ?? ''), 0n);
      sums.set(sourceId(row), (sums.get(sourceId(row)) ?? 0n) + value);
    }
    const detailed = new Set(rows('ArTrnDetail').map(sourceId));
    for (const header of rows('ArInvoice').filter((row) => !odd.has(sourceId(row)))) {
      expect(sums.get(sourceId(header))).toBe(parseCents(header['CurrencyValue'] ?? ''));
      expect(detailed.has(sourceId(header))).toBe(true);
    }
  });

  it('given ordinary credit notes, then each names an invoice of its customer, and some of those owe nothing', () => {
    const odd = new Set(traps.map(({ key }) => key));
    const headers = new Map(rows('ArInvoice').map((row) => [`${row['Customer']}~${row['Invoice']}`, row]));
    const notes = rows('ArTrnSummary').filter((row) => row['CreditedInvoice'] !== '' && !odd.has(sourceId(row)));
    const credited = notes.map((row) => headers.get(`${row['Customer']}~${row['CreditedInvoice']}`));
    expect(notes.every((row) => row['DocumentType'] === 'C')).toBe(true);
    expect(credited).not.toContain(undefined);
    expect(credited.filter((row) => parseCents(row?.['InvoiceBal1'] ?? '1') === 0n).length).toBeGreaterThan(5);
  });

  it('given ordinary payments and credit notes, then together they take no more than the invoice, and explain what is owed', () => {
    const odd = new Set(traps.map(({ key }) => key));
    const taken = new Map<string, bigint>();
    const take = (key: string, value: bigint) => taken.set(key, (taken.get(key) ?? 0n) + value);
    for (const row of rows('ArInvoicePay').filter((entry) => !odd.has(paymentId(entry)))) {
      take(sourceId(row), parseCents(row['TrnValue'] ?? ''));
    }
    const notes = new Map(rows('ArInvoice').map((row) => [sourceId(row), row]));
    const credited = new Map<string, bigint>();
    for (const row of rows('ArTrnSummary').filter((entry) => entry['CreditedInvoice'] !== '')) {
      const note = -parseCents(notes.get(sourceId(row))?.['CurrencyValue'] ?? '');
      credited.set(`${row['Customer']}~${row['CreditedInvoice']}~I`, note);
    }
    const invoices = rows('ArInvoice').filter(
      (row) => /^[ID]$/.test(row['DocumentType'] ?? '') && !odd.has(sourceId(row)),
    );
    for (const row of invoices) {
      const [total = 0n, balance = 0n] = [row['CurrencyValue'], row['InvoiceBal1']].map((text) =>
        parseCents(text ?? ''),
      );
      const paid = taken.get(sourceId(row)) ?? 0n;
      const note = credited.get(sourceId(row)) ?? 0n;
      expect(paid + note <= total).toBe(true);
      expect([total - paid, total - paid - note]).toContain(balance);
    }
  });

  it.each([
    [{}, { TrnType: 'P', TrnValue: '50.00', PostValue: '50.00', PostCurrency: '$' }],
    [
      { paymentType: 'R', paymentSign: 'negative' as const, paymentValue: 'PostValue' as const },
      { TrnType: 'R', TrnValue: '-1000.00', PostValue: '-50.00', PostCurrency: '$' },
    ],
    [{ paymentValue: 'TrnValue' as const }, { TrnValue: '50.00', PostValue: '1000.00', PostCurrency: 'R' }],
  ])('given the semantics %j, then payments are written so', (over, columns) => {
    const document = {
      ...{ customer: 'A', invoice: '1', documentType: 'I', currency: '$', salesOrder: '', branch: '' },
      rate: { millionths: 20_000_000n, mulDiv: 'M' as const },
    };
    const row = paymentRow(document, { value: 5_000n, date: '2026-03-01' }, 1, { ...DEFAULT_SEMANTICS, ...over });
    expect(row).toMatchObject(columns);
  });
});
