import { describe, expect, it } from '@jest/globals';
import { header, summary } from './builders.fixture.js';
import { CreditedDocumentsReader } from './credited-documents.reader.js';
import type { OpenDocument } from './document-kind.js';
import { KeyedRowsReader } from './keyed-rows.reader.js';
import type { ODataPager, TableRead } from './odata/odata-pager.js';

const note = (customer: string, ...credited: unknown[]): OpenDocument => ({
  header: header({ Customer: customer, DocumentType: 'C' }),
  key: { customer, invoice: '9', type: 'C' },
  sourceId: `${customer}~9~C`,
  summaries: credited.map((CreditedInvoice) => summary({ CreditedInvoice })),
  details: [],
});

/** What notes name, where ArInvoice has these rows. */
async function named(notes: OpenDocument[], rows: readonly (readonly [string, string, string])[]) {
  const filters: string[] = [];
  const pager: Pick<ODataPager, 'pages'> = {
    async *pages({ filter }: TableRead) {
      filters.push(filter?.text ?? '');
      yield rows.map(([Customer, Invoice, DocumentType]) => ({ Customer, Invoice, DocumentType }));
    },
  };
  const keyed = new KeyedRowsReader(pager as ODataPager, () => ({ maxNodes: 70, fits: () => true }));
  const sourceId = await new CreditedDocumentsReader(keyed).sourceIds(notes);
  return { sourceId, filters };
}

describe('credited documents', () => {
  it('given a number that is only a debit note of the customer, then the debit note; else the invoice', async () => {
    const { sourceId, filters } = await named(
      [note('A', '1', ' '), note('A', '2'), note('A', '3'), note('A', '4')],
      [
        ['A  ', '1', 'D'],
        ['A', '2', 'D'],
        ['A', '2', 'i'],
        ['B', '3', 'D'],
        ['A', 'x\u0007', 'I'],
      ],
    );
    expect(['1', '2', '3', '4'].map((number) => sourceId('A', number))).toEqual(['A~1~D', 'A~2~I', 'A~3~I', 'A~4~I']);
    expect(filters).toEqual(["Invoice eq '1' or Invoice eq '2' or Invoice eq '3' or Invoice eq '4'"]);
  });

  it('given another case in ArInvoice, then its spelling: that is the record’s', async () => {
    const { sourceId } = await named([note('A', 'inv1')], [['A', 'INV1', 'I']]);
    expect(sourceId('A', 'inv1')).toBe('A~INV1~I');
  });

  it('given customers that differ in case alone, then only the note’s own documents are named', async () => {
    const { sourceId } = await named([note('abc', '100')], [['ABC', '100', 'I']]);
    expect(sourceId('abc', '100')).toBe('abc~100~I');
    const debit = await named(
      [note('abc', '100')],
      [
        ['ABC', '100', 'I'],
        ['abc', '100', 'D'],
      ],
    );
    expect(debit.sourceId('abc', '100')).toBe('abc~100~D');
  });

  it('given a debit note of exactly that number and an invoice in another case, then the debit note', async () => {
    const { sourceId } = await named(
      [note('A', 'x1'), note('A', 'y1')],
      [
        ['A', 'x1', 'D'],
        ['A', 'X1', 'I'],
        ['A', 'Y1', 'D'],
        ['A', 'Y1', 'I'],
      ],
    );
    expect(['x1', 'y1'].map((number) => sourceId('A', number))).toEqual(['A~x1~D', 'A~Y1~I']);
  });

  it('given notes that name nothing, or two, then nothing is asked', async () => {
    const { filters } = await named([note('A', ' '), note('A', '1', '2')], []);
    expect(filters).toEqual([]);
  });
});
