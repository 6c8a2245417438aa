import type { RecordStates } from '@ledgerbridge/contracts';
import { scalarText } from './odata/exact-json.js';
import type { Expression } from './odata/expression.js';
import type { DetailRow, InvoiceRow, SummaryRow } from './odata/wire.js';
import type { DocumentKey } from './mapping/document-key.js';
import type { DocumentContext } from './mapping/document.mapper.js';

export type DocumentType = 'invoice' | 'credit-note';

/** A header under way: what belongs to it is being gathered. */
export interface OpenDocument {
  readonly header: InvoiceRow;
  readonly key: DocumentKey;
  readonly sourceId: string;
  readonly summaries: SummaryRow[];
  readonly details: DetailRow[];
}

/** What sets one kind of AR document apart from the other, as they are read from the same tables. */
export interface DocumentKind<T extends DocumentType> {
  readonly type: T;
  /** True of all rows of its documents, in every table; empty where asking for it would save nothing. */
  readonly only: readonly Expression[];
  /** Whether a header is of this kind; one of another is another stream's. */
  isOwn(header: InvoiceRow): boolean;
  /** What becomes of a document, by its key. */
  fateOf(key: DocumentKey): 'published' | 'carried-later' | 'unknown';
  /** Whether its summaries are needed, once its details are known. */
  needsSummaries(document: OpenDocument): boolean;
  /** False: rows of it are missing that may come later. */
  isComplete(document: OpenDocument): boolean;
  /** Reads what other documents have to say of these, and answers how each is mapped. */
  mapper(
    documents: readonly OpenDocument[],
    context: DocumentContext,
  ): Promise<(document: OpenDocument) => RecordStates[T]>;
}

/** `i` occurs, so any type may be written in lower case. */
export function documentTypeOf(row: { readonly DocumentType?: unknown }): string {
  return (scalarText(row.DocumentType) ?? '').trim().toUpperCase();
}

export function isBlank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === '';
}
