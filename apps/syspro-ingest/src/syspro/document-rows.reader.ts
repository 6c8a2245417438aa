import type { KeyedRowsReader } from './keyed-rows.reader.js';
import { beyond, type Expression } from './odata/expression.js';
import { rawKey } from './odata/odata-pager.js';
import { AR_INVOICE, type InvoiceRow, type SysproTable } from './odata/wire.js';

/**
 * Summary or detail rows of a page of documents. Headers come in key order, so one key range names them all, and in a
 * full read nothing else: one or two requests a page.
 */
export class DocumentRowsReader {
  constructor(private readonly rows: KeyedRowsReader) {}

  /**
   * @param headers in key order
   * @param isWholeRange every document between the first and the last is among them
   */
  read(
    table: SysproTable,
    headers: readonly InvoiceRow[],
    isWholeRange: boolean,
    take: (row: Readonly<Record<string, unknown>>) => void,
  ): Promise<void> {
    const wanted = {
      table,
      column: 'Invoice',
      values: headers.map((header) => String(header.Invoice)),
      range: rangeOf(headers),
      isRangeExact: isWholeRange,
    };
    return this.rows.read(wanted, take);
  }
}

function rangeOf(headers: readonly InvoiceRow[]): Expression[] {
  const first = rawKey(headers[0] ?? {}, AR_INVOICE);
  const last = rawKey(headers.at(-1) ?? {}, AR_INVOICE);
  return [beyond(AR_INVOICE.order, first, 'gt', true), beyond(AR_INVOICE.order, last, 'lt', true)];
}
