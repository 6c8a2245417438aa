import { stateDigest, type CalendarDate } from '@ledgerbridge/contracts';
import type { CreditLinksReader } from './credit-links.reader.js';
import { DocumentIndex } from './document-index.js';
import type { DocumentRowsReader } from './document-rows.reader.js';
import type { ItemTexts } from './item-texts.js';
import type { InvoiceOutcome, RawDocumentKey } from './mapped-row.js';
import type { MappingSettings } from './mapping-settings.js';
import { documentKey, documentSourceId, unreadableSourceId, type DocumentKey } from './mapping/document-key.js';
import { mapInvoice, type InvoiceContext } from './mapping/invoice.mapper.js';
import { assertFitsMessage } from './mapping/message-size.js';
import { isRowRejected, type RowRejected } from './mapping/rejection.js';
import { isSettled } from './mapping/settlement.js';
import type { TermsDays } from './mapping/terms.mapper.js';
import { AR_TRN_DETAIL, AR_TRN_SUMMARY, type DetailRow, type InvoiceRow, type SummaryRow } from './odata/wire.js';

/** Credit notes are known and counted; this version does not carry them. */
const CARRIED_LATER = 'C';
const PUBLISHED = new Set(['I', 'D']);

interface OpenDocument {
  readonly header: InvoiceRow;
  readonly sourceId: string;
  readonly summaries: SummaryRow[];
  readonly details: DetailRow[];
  isCredited: boolean;
}

export interface InvoiceReaderOptions {
  readonly settings: MappingSettings;
  readonly terms: TermsDays;
  readonly today: CalendarDate;
}

/** Turns a page of headers into invoices: gathers what belongs to each, then maps it. */
export class InvoiceReader {
  constructor(
    private readonly rows: DocumentRowsReader,
    private readonly credits: CreditLinksReader,
    private readonly items: ItemTexts,
    private readonly options: InvoiceReaderOptions,
  ) {}

  /** One outcome a header, in order. @param isWholeRange no document between the first and the last header is left out */
  async outcomes(headers: readonly InvoiceRow[], isWholeRange: boolean): Promise<InvoiceOutcome[]> {
    const sorted = headers.map((header) => sortOut(header));
    const open = sorted.flatMap((entry) => ('details' in entry ? [entry] : []));
    await this.gather(open, isWholeRange);
    await this.markCredited(open);
    const textOf = await this.items.of(open.flatMap((document) => stockCodes(document.details)));
    const context: InvoiceContext = { ...this.options, textOf };
    return sorted.map((entry) => ('details' in entry ? map(entry, context) : entry));
  }

  /** Summaries are asked for only where they are needed: a document without details, or a header without a currency. */
  private async gather(open: readonly OpenDocument[], isWholeRange: boolean): Promise<void> {
    if (open.length === 0) return;
    const index = new DocumentIndex<OpenDocument>();
    for (const document of open) index.add(documentKey(document.header), document);
    const headersOf = (documents: readonly OpenDocument[]) => documents.map(({ header }) => header);
    await this.rows.read(AR_TRN_DETAIL, headersOf(open), isWholeRange, (row) => index.find(row)?.details.push(row));
    const incomplete = open.filter(({ header, details }) => details.length === 0 || isBlank(header.PostCurrency));
    if (incomplete.length === 0) return;
    await this.rows.read(AR_TRN_SUMMARY, headersOf(incomplete), false, (row) => index.find(row)?.summaries.push(row));
  }

  /** Only of documents that owe nothing: whether it was a payment that settled them depends on it. */
  private async markCredited(open: readonly OpenDocument[]): Promise<void> {
    const settled = open.filter(({ header }) => isSettled(header, this.options.settings.balance));
    if (settled.length === 0) return;
    const isCredited = await this.credits.credited(settled.map(({ header }) => header));
    for (const document of settled) document.isCredited = isCredited(document.header);
  }
}

function sortOut(header: InvoiceRow): OpenDocument | InvoiceOutcome {
  let key: DocumentKey;
  try {
    key = documentKey(header);
  } catch (error) {
    if (!isRowRejected(error)) throw error;
    return rejected(opened(header, unreadableSourceId(header)), error);
  }
  const sourceId = documentSourceId(key);
  if (key.type === CARRIED_LATER) return { kind: 'carried-later', sourceId };
  const document = opened(header, sourceId);
  // A type that is not published is rejected by the mapper, without reading what belongs to it.
  return PUBLISHED.has(key.type) ? document : mapUnknownType(document);
}

function opened(header: InvoiceRow, sourceId: string): OpenDocument {
  return { header, sourceId, summaries: [], details: [], isCredited: false };
}

function mapUnknownType(document: OpenDocument): InvoiceOutcome {
  const { header } = document;
  const length = typeof header.DocumentType === 'string' ? header.DocumentType.length : 0;
  return rejected(document, { field: 'DocumentType', shape: `string(${length})`, rule: 'DOCUMENT_TYPE_UNKNOWN' });
}

function map(document: OpenDocument, context: InvoiceContext): InvoiceOutcome {
  const { sourceId, details } = document;
  try {
    const state = mapInvoice(document, context);
    assertFitsMessage(state);
    return { kind: 'invoice', sourceId, state, hasDetails: details.length > 0, key: keyOf(document.header) };
  } catch (error) {
    if (!isRowRejected(error)) throw error;
    return { ...rejected(document, error), key: keyOf(document.header) };
  }
}

function rejected(
  { header, sourceId, summaries, details }: OpenDocument,
  { field, shape, rule }: Pick<RowRejected, 'field' | 'shape' | 'rule'>,
) {
  const digest = stateDigest({ header, summaries, details });
  return { kind: 'rejected' as const, sourceId, field, shape, rule, digest };
}

function keyOf(header: InvoiceRow): RawDocumentKey {
  return {
    customer: String(header.Customer),
    invoice: String(header.Invoice),
    documentType: String(header.DocumentType),
  };
}

function stockCodes(details: readonly DetailRow[]): string[] {
  return details.flatMap(({ StockCode: code }) => (isBlank(code) || typeof code !== 'string' ? [] : [code.trim()]));
}

function isBlank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === '';
}
