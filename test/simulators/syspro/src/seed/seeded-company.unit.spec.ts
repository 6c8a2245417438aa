import { describe, expect, it } from '@jest/globals';
import { completeSeed } from '../options.js';
import { seedExpectations } from '../seed-expectations.js';
import { keyText, type Row } from '../tables/row.js';
import { NO_BOUNDS } from '../tables/table.js';
import { parseCents } from './money.js';
import { seededCompany } from './seeded-company.js';
import { documentKey } from './trap.js';

const { company, traps } = seededCompany('A', completeSeed());
const rows = (name: string): Row[] => [...company.table(name).scan(NO_BOUNDS)];
const sourceId = (row: Row) => documentKey(row['Customer'] ?? '', row['Invoice'] ?? '', row['DocumentType'] ?? '');

describe('the seeded company', () => {
  it('given the default seed, then it is as large and varied as the sandbox needs', () => {
    const { customers, invoices, totals } = seedExpectations();
    expect(customers.rows).toBe(220);
    expect(invoices.published).toBeGreaterThan(1100);
    expect(invoices['carried-later']).toBeGreaterThan(40);
    expect(Object.keys(totals).sort()).toEqual(['EUR', 'USD', 'XX', 'ZAR']);
    const dates = rows('ArInvoice').map((row) => row['InvoiceDate'] ?? '');
    expect(dates.filter((date) => date > '2026-10-31')).toEqual(['2080-03-01']);
  });

  it('given the same options twice, then every row is the same', () => {
    const again = seededCompany('A', completeSeed()).company;
    for (const table of company.all()) {
      expect([...again.table(table.definition.name).scan(NO_BOUNDS)]).toEqual([...table.scan(NO_BOUNDS)]);
    }
  });

  it('given every trap, then its row is there', () => {
    const customers = new Set(rows('ArCustomer').map((row) => keyText(company.table('ArCustomer').definition, row)));
    const invoices = new Set(rows('ArInvoice').map(sourceId));
    for (const { entity, key } of traps) {
      expect([key, (entity === 'ArCustomer' ? customers : invoices).has(key)]).toEqual([key, true]);
    }
  });

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

  it('given credit notes, then each names an invoice of its customer, and some of those owe nothing', () => {
    const headers = new Map(rows('ArInvoice').map((row) => [`${row['Customer']}~${row['Invoice']}`, row]));
    const notes = rows('ArTrnSummary').filter((row) => row['CreditedInvoice'] !== '');
    const credited = notes.map((row) => headers.get(`${row['Customer']}~${row['CreditedInvoice']}`));
    expect(notes.every((row) => row['DocumentType'] === 'C')).toBe(true);
    expect(credited).not.toContain(undefined);
    expect(credited.filter((row) => parseCents(row?.['InvoiceBal1'] ?? '1') === 0n).length).toBeGreaterThan(5);
  });

  it('given payments, then they explain the balance of what was paid', () => {
    const paid = new Map(rows('ArInvoicePay').map((row) => [sourceId(row), parseCents(row['TrnValue'] ?? '')]));
    for (const header of rows('ArInvoice').filter((row) => paid.has(sourceId(row)))) {
      const open = parseCents(header['CurrencyValue'] ?? '') - parseCents(header['InvoiceBal1'] ?? '');
      expect(paid.get(sourceId(header))).toBe(open);
    }
  });
});
