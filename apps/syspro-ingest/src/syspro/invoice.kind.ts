import type { Invoice } from '@ledgerbridge/contracts';
import type { CreditLinksReader } from './credit-links.reader.js';
import { documentTypeOf, isBlank, type DocumentKind, type OpenDocument } from './document-kind.js';
import { isUnappliedPayment, type DocumentKey } from './mapping/document-key.js';
import type { DocumentContext } from './mapping/document.mapper.js';
import { mapInvoice } from './mapping/invoice.mapper.js';
import { isSettled } from './mapping/settlement.js';
import type { InvoiceRow } from './odata/wire.js';

const PUBLISHED = new Set(['I', 'D']);

/** Invoices and debit notes, and whatever has a type that is not known. */
export class InvoiceKind implements DocumentKind<'invoice'> {
  readonly type = 'invoice';
  /** Nearly every document is one. */
  readonly only = [];

  constructor(private readonly credits: CreditLinksReader) {}

  isOwn(header: InvoiceRow): boolean {
    return documentTypeOf(header) !== 'C';
  }

  fateOf(key: DocumentKey): 'published' | 'carried-later' | 'unknown' {
    if (isUnappliedPayment(key)) return 'carried-later';
    return PUBLISHED.has(key.type) ? 'published' : 'unknown';
  }

  needsSummaries({ header, details }: OpenDocument): boolean {
    return details.length === 0 || isBlank(header.PostCurrency);
  }

  isComplete({ details }: OpenDocument): boolean {
    return details.length > 0;
  }

  /** Credit notes are looked for only of documents that owe nothing: whether it was a payment that settled them depends on it. */
  async mapper(
    documents: readonly OpenDocument[],
    context: DocumentContext,
  ): Promise<(document: OpenDocument) => Invoice> {
    const headers = documents.map(({ header }) => header);
    const settled = headers.filter((header) => isSettled(header, context.settings.balance));
    const isCredited = await this.credits.credited(settled);
    return (document) => mapInvoice({ ...document, isCredited: isCredited(document.header) }, context);
  }
}
