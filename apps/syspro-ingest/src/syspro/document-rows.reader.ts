import { allOf, beyond, type Expression } from './odata/expression.js';
import { keyBatches, type BatchLimits } from './odata/key-batches.js';
import { rawKey, ROW_CAP, type ODataPager, type Rows } from './odata/odata-pager.js';
import { AR_INVOICE, type InvoiceRow, type SysproTable } from './odata/wire.js';

/** Pages a key range may take before asking for the documents by their numbers is cheaper. */
const RANGE_PAGES = 2;

/**
 * Summary or detail rows of a page of documents. Headers come in key order, so one key range names them all, and in a
 * full read nothing else: one or two requests a page. In a poll the range may hold many documents that were not asked
 * for: then their numbers are asked for, as many a request as the service takes.
 */
export class DocumentRowsReader {
  /** Tables whose ranges proved too wide in this run. */
  private readonly tooWide = new Set<string>();

  constructor(
    private readonly pager: ODataPager,
    private readonly limits: (table: SysproTable) => BatchLimits,
  ) {}

  /**
   * @param headers in key order
   * @param isWholeRange every document between the first and the last is among them
   */
  async read(
    table: SysproTable,
    headers: readonly InvoiceRow[],
    isWholeRange: boolean,
    take: (row: Readonly<Record<string, unknown>>) => void,
  ): Promise<void> {
    const numbers = [...new Set(headers.map((header) => String(header.Invoice)))];
    const batches = [...keyBatches('Invoice', numbers, this.limits(table))];
    const range = rangeOf(headers);
    const isRangeUseful = batches.length > RANGE_PAGES && this.limits(table).fits(range);
    if (isRangeUseful && (isWholeRange || !this.tooWide.has(table.name))) {
      const rows = await this.readRange(table, range, isWholeRange ? undefined : RANGE_PAGES, take);
      if (rows === 'all') return;
      this.tooWide.add(table.name);
    }
    for (const filter of batches) {
      for await (const rows of this.pager.pages({ table, filter, pageSize: ROW_CAP })) rows.forEach(take);
    }
  }

  /** Gives rows on only when all of them were read: taking some twice would double a document's lines. */
  private async readRange(
    table: SysproTable,
    filter: Expression,
    maxPages: number | undefined,
    take: (row: Readonly<Record<string, unknown>>) => void,
  ): Promise<'all' | 'too many'> {
    const kept: Rows[] = [];
    for await (const rows of this.pager.pages({ table, filter, pageSize: ROW_CAP })) {
      if (maxPages === undefined) rows.forEach(take);
      else if (kept.push(rows) > maxPages) return 'too many';
    }
    for (const rows of kept) rows.forEach(take);
    return 'all';
  }
}

function rangeOf(headers: readonly InvoiceRow[]): Expression {
  const first = rawKey(headers[0] ?? {}, AR_INVOICE);
  const last = rawKey(headers.at(-1) ?? {}, AR_INVOICE);
  return allOf([beyond(AR_INVOICE.order, first, 'gt', true), beyond(AR_INVOICE.order, last, 'lt', true)]);
}
