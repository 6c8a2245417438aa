import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseQuery } from '../odata/query-options.js';
import { runQuery } from '../odata/run-query.js';
import { DEFAULT_SEMANTICS } from '../seed/document-spec.js';
import { DEFAULT_SWITCHES } from '../switches.js';
import { keyText, type Row } from '../tables/row.js';
import { MemoryTable } from '../tables/memory-table.js';
import { NO_BOUNDS, type Table } from '../tables/table.js';
import { generatedCompany } from './generated-company.js';

const company = generatedCompany('A', { invoices: 120, customers: 8, linesPerInvoice: 2 }, DEFAULT_SEMANTICS);
const switches = { ...DEFAULT_SWITCHES, maxFilterNodes: 0 };

/** The same rows by looking at every one: no bounds, no seeking. */
function unbounded(table: Table): Table {
  const rows = [...table.scan(NO_BOUNDS)];
  return Object.assign(new MemoryTable(table.definition), { scan: () => rows });
}
const kept = new Map(company.all().map((table) => [table, unbounded(table)]));

const keys = (table: Table, options: string): string[] => {
  const rows: Iterable<Row> = runQuery(table, parseQuery(options, table.definition, switches), {
    rowCap: 5000,
    collation: 'binary',
  }).rows;
  return [...rows].map((row) => keyText(table.definition, row));
};

const day = fc.integer({ min: 1, max: 28 }).map((date) => `2026-0${1 + (date % 9)}-${String(date).padStart(2, '0')}`);
const number = fc.integer({ min: -3, max: 130 }).map((value) => `'${String(Math.max(0, value)).padStart(15, '0')}'`);
const customer = fc.integer({ min: 0, max: 9 }).map((value) => `'C${String(value).padStart(7, '0')}'`);
const operator = fc.constantFrom('eq', 'gt', 'ge', 'lt', 'le', 'ne');
const comparison = (name: string, value: fc.Arbitrary<string>) =>
  fc.tuple(operator, value).map(([op, literal]) => `${name} ${op} ${literal}`);

function filters(term: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      term,
      fc.tuple(tie('node'), fc.constantFrom('and', 'or'), tie('node')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      tie('node').map((node) => `not (${node})`),
    ),
  })).node;
}

const shared = [comparison('Customer', customer), comparison('Invoice', number)];
const dated = comparison(
  'InvoiceDate',
  day.map((text) => `${text}T00:00:00Z`),
);
const byTime = [
  comparison('TrnMonth', fc.integer({ min: 0, max: 12 }).map(String)),
  comparison('Register', fc.integer({ min: 4998, max: 5016 }).map(String)),
];

describe('a generated company', () => {
  it.each([
    ['ArCustomer', fc.oneof(comparison('Customer', customer))],
    ['ArInvoice', fc.oneof(...shared, dated)],
    ['ArTrnSummary', fc.oneof(...shared, dated, ...byTime)],
    ['ArTrnDetail', fc.oneof(...shared, dated, ...byTime, comparison('DetailLine', fc.constantFrom('1', '2')))],
  ])('given any filter on %s, then seeking finds what looking at every row finds', (name, term) => {
    const table = company.table(name);
    const whole = kept.get(table);
    if (whole === undefined) throw new Error(name);
    fc.assert(
      fc.property(filters(term), fc.integer({ min: 0, max: 20 }), (filter, skip) => {
        const options = `$filter=${encodeURIComponent(filter)}&$skip=${skip}`;
        expect(keys(table, options)).toEqual(keys(whole, options));
      }),
      { numRuns: 300 },
    );
  });

  it('given a page by key after key, then every row comes once and in order', () => {
    const table = company.table('ArInvoice');
    const seen: string[] = [];
    let after: Row | undefined;
    do {
      const { Customer: c, Invoice: i, DocumentType: t } = after ?? {};
      const behind = `Customer gt '${c}' or (Customer eq '${c}' and Invoice gt '${i}') or (Customer eq '${c}' and Invoice eq '${i}' and DocumentType gt '${t}')`;
      const filter = after === undefined ? '' : `&$filter=${encodeURIComponent(behind)}`;
      const query = parseQuery(`$orderby=Customer,Invoice,DocumentType&$top=7${filter}`, table.definition, switches);
      const page = [...runQuery(table, query, { rowCap: 5000, collation: 'binary' }).rows];
      seen.push(...page.map((row) => keyText(table.definition, row)));
      after = page.at(-1);
    } while (after !== undefined);
    expect(seen).toEqual([...table.scan(NO_BOUNDS)].map((row) => keyText(table.definition, row)));
    expect(seen).toHaveLength(120);
  });

  it('given edits of generated rows, then they lie over them', () => {
    const edited = generatedCompany('A', { invoices: 20, customers: 2 }, DEFAULT_SEMANTICS);
    edited.edit([
      { op: 'patch', table: 'ArCustomer', key: { Customer: 'C0000001' }, changes: { Name: 'Changed' } },
      { op: 'insert', table: 'ArCustomer', values: { Customer: 'B1', Name: 'New' } },
      { op: 'remove', table: 'ArCustomer', key: { Customer: 'C0000000' } },
    ]);
    const rows = [...edited.table('ArCustomer').scan(NO_BOUNDS)];
    expect(rows.map((row) => [row['Customer'], row['Name']])).toEqual([
      ['B1', 'New'],
      ['C0000001', 'Changed'],
    ]);
    expect(edited.table('ArCustomer').size).toBe(2);
  });
});
