import type { KeyedRowsReader } from './keyed-rows.reader.js';
import { beyond, type Expression } from './odata/expression.js';
import { rawKey } from './odata/rows.js';
import { AR_INVOICE, type InvoiceRow, type SysproTable } from './odata/wire.js';

export interface DocumentRows {
  readonly table: SysproTable;
  readonly headers: readonly Pick<InvoiceRow, 'Customer' | 'Invoice' | 'DocumentType'>[];
  readonly isWholeRange: boolean;
  readonly only?: readonly Expression[];
}

/**
 * Summary or detail rows of a page of documents. Headers come in key order, so one key range names them all, and in a
 * full read nothing else: one or two requests a page.
 */
export class DocumentRowsReader {
  constructor(private readonly rows: KeyedRowsReader) {}

  /**
   * @param headers in key order
   * @param isWholeRange every document between the first and the last, of those that `only` is true of, is among them
   */
  read(
    { table, headers, isWholeRange, only = [] }: DocumentRows,
    take: (row: Readonly<Record<string, unknown>>) => void,
  ): Promise<void> {
    const wanted = {
      table,
      column: 'Invoice',
      values: headers.map((header) => String(header.Invoice)),
      range: rangeOf(headers),
      isRangeExact: isWholeRange,
      within: only,
    };
    return this.rows.read(wanted, take);
  }
}

function rangeOf(headers: DocumentRows['headers']): Expression[] {
  const first = rawKey(headers[0] ?? {}, AR_INVOICE);
  const last = rawKey(headers.at(-1) ?? {}, AR_INVOICE);
  return [beyond(AR_INVOICE.order, first, 'gt', true), beyond(AR_INVOICE.order, last, 'lt', true)];
}
