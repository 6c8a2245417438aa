import { describe, expect, it } from '@jest/globals';
import { CreditLinksReader } from './credit-links.reader.js';
import { CreditNoteKind } from './credit-note.kind.js';
import { CreditedDocumentsReader } from './credited-documents.reader.js';
import { InvoiceKind } from './invoice.kind.js';
import { KeyedRowsReader } from './keyed-rows.reader.js';
import type { ODataPager } from './odata/odata-pager.js';

const keyed = new KeyedRowsReader({} as ODataPager, () => ({ maxNodes: 70, fits: () => true }));
const invoices = new InvoiceKind(new CreditLinksReader(keyed));
const notes = new CreditNoteKind(new CreditedDocumentsReader(keyed));

const PUBLISHED_BUT_X = ['published', 'published', 'published', 'unknown'];

/** What becomes of a document in the stream that reads its type. */
function fateOf(invoice: string, type: string): string {
  const kind = [invoices, notes].find((each) => each.isOwn({ DocumentType: type }));
  return kind?.fateOf({ customer: 'A', invoice, type }) ?? 'nobody’s';
}

describe('document kinds', () => {
  it('given an unapplied payment of any type, then it is carried later', () => {
    expect(['I', 'D', 'C', 'X'].map((type) => fateOf('_CRD00012', type))).toEqual(Array(4).fill('carried-later'));
    expect(fateOf('_crd7', 'I')).toBe('carried-later');
  });

  it('given any other number, then invoices, debit and credit notes are published, other types unknown', () => {
    for (const number of ['1', '_CR0000003', 'X_CRD1']) {
      expect(['I', 'D', 'C', 'X'].map((type) => fateOf(number, type))).toEqual(PUBLISHED_BUT_X);
    }
  });
});
