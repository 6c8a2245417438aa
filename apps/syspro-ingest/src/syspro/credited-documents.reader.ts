import type { OpenDocument } from './document-kind.js';
import type { KeyedRowsReader } from './keyed-rows.reader.js';
import { creditedNumber } from './mapping/credit-note.mapper.js';
import { documentKey, documentSourceId, type DocumentKey } from './mapping/document-key.js';
import { unlessRejected } from './mapping/rejection.js';
import { AR_DOCUMENT } from './odata/wire.js';

/** Types a credited document may have, the likelier one first. */
const PREFERRED = ['I', 'D'];

/** Finds the documents that credit notes name: they give a number, which an invoice or a debit note may have. */
export class CreditedDocumentsReader {
  constructor(private readonly rows: KeyedRowsReader) {}

  /**
   * Source id by customer and number: the invoice, or the debit note where the company has that number only as one of
   * this customer. The number counts as it is written; where the customer has none like that, without regard to case.
   * Customers always count as written: with a binary collation `abc` and `ABC` are two. A number that SYSPRO does not have
   * is an invoice's: it may have been purged.
   */
  async sourceIds(notes: readonly OpenDocument[]): Promise<(customer: string, number: string) => string> {
    const exact = new Set<string>();
    const folded = new Map<string, string>();
    const wanted = { table: AR_DOCUMENT, column: 'Invoice', values: numbersOf(notes), range: [], isRangeExact: false };
    await this.rows.read(wanted, (row) => {
      const key = unlessRejected(() => documentKey(row));
      if (key === undefined) return;
      exact.add(documentSourceId(key));
      folded.set(foldedName(key), documentSourceId(key));
    });
    return (customer, invoice) => {
      const named = (type: string): DocumentKey => ({ customer, invoice, type });
      const candidates = PREFERRED.map(named);
      return (
        candidates.map(documentSourceId).find((id) => exact.has(id)) ??
        candidates.map((key) => folded.get(foldedName(key))).find((id) => id !== undefined) ??
        documentSourceId(named('I'))
      );
    };
  }
}

function foldedName(key: DocumentKey): string {
  return documentSourceId({ ...key, invoice: key.invoice.toUpperCase() });
}

function numbersOf(notes: readonly OpenDocument[]): string[] {
  return notes.flatMap(({ summaries }) => unlessRejected(() => creditedNumber(summaries)) ?? []);
}
