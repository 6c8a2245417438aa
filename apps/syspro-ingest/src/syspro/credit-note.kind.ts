import type { CreditNote } from '@ledgerbridge/contracts';
import { IS_CREDIT_NOTE } from './credit-links.reader.js';
import type { CreditedDocumentsReader } from './credited-documents.reader.js';
import { documentTypeOf, type DocumentKind, type OpenDocument } from './document-kind.js';
import { mapCreditNote } from './mapping/credit-note.mapper.js';
import { isUnappliedPayment, type DocumentKey } from './mapping/document-key.js';
import type { DocumentContext } from './mapping/document.mapper.js';
import type { InvoiceRow } from './odata/wire.js';

export class CreditNoteKind implements DocumentKind<'credit-note'> {
  readonly type = 'credit-note';
  readonly only = [IS_CREDIT_NOTE];

  constructor(private readonly credited: CreditedDocumentsReader) {}

  isOwn(header: InvoiceRow): boolean {
    return documentTypeOf(header) === 'C';
  }

  fateOf(key: DocumentKey): 'published' | 'carried-later' {
    return isUnappliedPayment(key) ? 'carried-later' : 'published';
  }

  /** Only they say which invoice it credits. */
  needsSummaries(): boolean {
    return true;
  }

  isComplete({ details, summaries }: OpenDocument): boolean {
    return details.length > 0 && summaries.length > 0;
  }

  async mapper(
    documents: readonly OpenDocument[],
    context: DocumentContext,
  ): Promise<(document: OpenDocument) => CreditNote> {
    const invoiceIdOf = await this.credited.sourceIds(documents);
    return (document) =>
      mapCreditNote({ ...document, invoiceIdOf: (number) => invoiceIdOf(document.key.customer, number) }, context);
  }
}
