import { stateDigest, type RecordStates } from '@ledgerbridge/contracts';
import { DocumentIndex } from './document-index.js';
import type { DocumentKind, DocumentType, OpenDocument } from './document-kind.js';
import { isBlank } from './document-kind.js';
import type { DocumentRowsReader } from './document-rows.reader.js';
import { DOCUMENT_WINDOW } from './document-selection.js';
import type { ItemTexts } from './item-texts.js';
import type { RawRowKey, RowOutcome } from './mapped-row.js';
import type { DocumentContext } from './mapping/document.mapper.js';
import { documentKey, documentSourceId, unreadableSourceId, type DocumentKey } from './mapping/document-key.js';
import { assertFitsMessage } from './mapping/message-size.js';
import { isRowRejected, shapeOf, type RowRejected } from './mapping/rejection.js';
import type { RowReader } from './record.reader.js';
import { AR_INVOICE, AR_TRN_DETAIL, AR_TRN_SUMMARY, type DetailRow, type InvoiceRow } from './odata/wire.js';

/** Turns a page of headers into documents of one kind: gathers what belongs to each, then maps it. */
export class DocumentReader<T extends DocumentType> implements RowReader<T> {
  readonly table = AR_INVOICE;
  readonly window = DOCUMENT_WINDOW;

  constructor(
    private readonly kind: DocumentKind<T>,
    private readonly rows: DocumentRowsReader,
    private readonly items: ItemTexts,
    private readonly context: () => Promise<Omit<DocumentContext, 'textOf'>>,
  ) {}

  get only() {
    return this.kind.only;
  }

  /** One outcome a header of this kind, in order. @param isWholeRange none between the first and the last is left out */
  async outcomes(headers: readonly InvoiceRow[], isWholeRange: boolean): Promise<RowOutcome<T>[]> {
    const sorted = headers.filter((header) => this.kind.isOwn(header)).map((header) => this.sortOut(header));
    const open = sorted.flatMap((entry) => ('details' in entry ? [entry] : []));
    await this.gather(open, isWholeRange);
    const textOf = await this.items.of(open.flatMap((document) => stockCodes(document.details)));
    const map = await this.kind.mapper(open, { ...(await this.context()), textOf });
    return sorted.map((entry) => ('details' in entry ? this.mapped(entry, map) : entry));
  }

  private sortOut(header: InvoiceRow): OpenDocument | RowOutcome<T> {
    let key: DocumentKey;
    try {
      key = documentKey(header);
    } catch (error) {
      if (!isRowRejected(error)) throw error;
      return rejected({ header, sourceId: unreadableSourceId(header), summaries: [], details: [] }, error);
    }
    const document = { header, key, sourceId: documentSourceId(key), summaries: [], details: [] };
    const fate = this.kind.fateOf(key);
    if (fate === 'carried-later') return { kind: fate, sourceId: document.sourceId };
    // A type that is not known is rejected without reading what belongs to it.
    return fate === 'published' ? document : rejected(document, unknownType(header));
  }

  private async gather(open: readonly OpenDocument[], isWholeRange: boolean): Promise<void> {
    if (open.length === 0) return;
    const { only } = this.kind;
    const index = new DocumentIndex<OpenDocument>();
    for (const document of open) index.add(document.key, document);
    const rowsOf = (documents: readonly OpenDocument[]) => ({ headers: documents.map(({ header }) => header), only });
    await this.rows.read({ table: AR_TRN_DETAIL, ...rowsOf(open), isWholeRange }, (row) =>
      index.find(row)?.details.push(row),
    );
    const incomplete = open.filter((document) => this.kind.needsSummaries(document));
    if (incomplete.length === 0) return;
    const isAll = isWholeRange && incomplete.length === open.length;
    await this.rows.read({ table: AR_TRN_SUMMARY, ...rowsOf(incomplete), isWholeRange: isAll }, (row) =>
      index.find(row)?.summaries.push(row),
    );
  }

  private mapped(document: OpenDocument, map: (document: OpenDocument) => RecordStates[T]): RowOutcome<T> {
    const { sourceId, header } = document;
    try {
      const state = map(document);
      assertFitsMessage(state);
      return { kind: 'mapped', sourceId, state, isComplete: this.kind.isComplete(document), key: keyOf(header) };
    } catch (error) {
      if (!isRowRejected(error)) throw error;
      return { ...rejected(document, error), key: keyOf(header) };
    }
  }
}

function unknownType({ DocumentType: type }: InvoiceRow): Pick<RowRejected, 'field' | 'shape' | 'rule'> {
  return { field: 'DocumentType', shape: shapeOf(type), rule: 'DOCUMENT_TYPE_UNKNOWN' };
}

function rejected(
  { header, sourceId, summaries, details }: Omit<OpenDocument, 'key'>,
  { field, shape, rule }: Pick<RowRejected, 'field' | 'shape' | 'rule'>,
) {
  const digest = stateDigest({ header, summaries, details });
  return { kind: 'rejected' as const, sourceId, field, shape, rule, digest };
}

function keyOf(header: InvoiceRow): RawRowKey {
  return {
    customer: String(header.Customer),
    invoice: String(header.Invoice),
    documentType: String(header.DocumentType),
  };
}

function stockCodes(details: readonly DetailRow[]): string[] {
  return details.flatMap(({ StockCode: code }) => (isBlank(code) || typeof code !== 'string' ? [] : [code.trim()]));
}
