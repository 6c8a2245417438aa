import { describe, expect, it } from '@jest/globals';
import { header } from './builders.fixture.js';
import { CreditLinksReader } from './credit-links.reader.js';
import { KeyedRowsReader } from './keyed-rows.reader.js';
import type { ODataPager, TableRead } from './odata/odata-pager.js';
import type { InvoiceRow } from './odata/wire.js';

type Link = Readonly<Record<string, unknown>>;

const LIMITS = { maxNodes: 70, fits: () => true };
const CREDIT_NOTES = "(DocumentType eq 'C' or DocumentType eq 'c')";

/** Answers every read with the same pages and keeps the filters it was asked with. */
function reader(...pages: Link[][]) {
  const filters: { text: string; nodes: number }[] = [];
  const pager: Pick<ODataPager, 'pages'> = {
    async *pages({ filter }: TableRead) {
      if (filter !== undefined) filters.push(filter);
      yield* pages;
    },
  };
  const rows = new KeyedRowsReader(pager as ODataPager, () => LIMITS);
  return { credits: new CreditLinksReader(rows), filters };
}

const settled = (Customer: string, Invoice: string, over: Record<string, unknown> = {}): InvoiceRow =>
  header({ Customer, Invoice, InvoiceBal1: '0.00', ...over });

describe('credit links', () => {
  it('given no document, then nothing is asked', async () => {
    const { credits, filters } = reader([{}]);
    await credits.credited([]);
    expect(filters).toEqual([]);
  });

  it('given credit notes, then a document counts as credited only by its own customer, blanks and case apart', async () => {
    const { credits } = reader([
      { Customer: 'A   ', CreditedInvoice: 'inv1' },
      { Customer: 'B', CreditedInvoice: '2' },
      { Customer: 'A', CreditedInvoice: ' ' },
    ]);
    const [one, two, blank] = [settled('A', 'INV1 '), settled('A', '2'), settled('B', '  ')];
    const isCredited = await credits.credited([one, two, settled('B', '2'), blank]);
    expect([one, two, settled('B', '2'), blank].map(isCredited)).toEqual([true, false, true, false]);
  });

  it('given documents of several years, then credit notes are looked for from the year before the first', async () => {
    const { credits, filters } = reader();
    await credits.credited([settled('A', '1', { InvoiceYear: '2026' }), settled('B', "O'N", { InvoiceYear: 2024 })]);
    expect(filters.map(({ text }) => text)).toEqual([
      `TrnYear ge 2023 and ${CREDIT_NOTES} and (CreditedInvoice eq '1' or CreditedInvoice eq 'O''N')`,
    ]);
  });

  it('given a document without a year, then the whole table is looked through', async () => {
    const { credits, filters } = reader();
    await credits.credited([settled('A', '1'), settled('B', '2', { InvoiceYear: '0' })]);
    await credits.credited([settled('A', '1'), settled('B', '2', { InvoiceYear: null })]);
    expect(filters.every(({ text }) => !text.includes('TrnYear'))).toBe(true);
  });

  it('given many documents, then their customers are one range; where that holds too much, batches within the limits', async () => {
    const many = Array.from({ length: 60 }, (_, index) => settled(`C${index + 10}`, String(index)));
    const narrow = reader([]);
    await narrow.credits.credited(many);
    expect(narrow.filters.map(({ text }) => text)).toEqual([
      `TrnYear ge 2025 and ${CREDIT_NOTES} and Customer ge 'C10' and Customer le 'C69' and CreditedInvoice ne ''`,
    ]);
    const wide = reader([], [], []);
    await wide.credits.credited(many);
    await wide.credits.credited(many);
    const [range, ...batches] = wide.filters;
    expect(range?.text).toContain('Customer le');
    expect(batches).toHaveLength(10);
    for (const { text, nodes } of batches) {
      expect(text).toMatch(/^TrnYear ge 2025 and .*CreditedInvoice eq/);
      expect(nodes).toBeLessThanOrEqual(LIMITS.maxNodes);
    }
  });
});
