import { DocumentIndex } from './document-index.js';
import type { OpenDocument } from './document-kind.js';
import type { KeyedRowsReader } from './keyed-rows.reader.js';
import { creditedNumber } from './mapping/credit-note.mapper.js';
import { documentKey, documentSourceId, type DocumentKey } from './mapping/document-key.js';
import { unlessRejected } from './mapping/rejection.js';
import { AR_DOCUMENT } from './odata/wire.js';

/** Finds the documents that credit notes name: they give a number, which an invoice or a debit note may have. */
export class CreditedDocumentsReader {
  constructor(private readonly rows: KeyedRowsReader) {}

  /**
   * Source id by customer and number: the invoice, or the debit note where the company has that number only as one of
   * this customer. A number that SYSPRO does not have is an invoice's: it may have been purged.
   */
  async sourceIds(notes: readonly OpenDocument[]): Promise<(customer: string, number: string) => string> {
    const index = new DocumentIndex<DocumentKey>();
    const wanted = { table: AR_DOCUMENT, column: 'Invoice', values: numbersOf(notes), range: [], isRangeExact: false };
    await this.rows.read(wanted, (row) => {
      const key = unlessRejected(() => documentKey(row));
      if (key !== undefined) index.add(key, key);
    });
    return (customer, invoice) => {
      const named = (type: string): DocumentKey => ({ customer, invoice, type });
      return documentSourceId(index.of(named('I')) ?? index.of(named('D')) ?? named('I'));
    };
  }
}

function numbersOf(notes: readonly OpenDocument[]): string[] {
  return notes.flatMap(({ summaries }) => unlessRejected(() => creditedNumber(summaries)) ?? []);
}
