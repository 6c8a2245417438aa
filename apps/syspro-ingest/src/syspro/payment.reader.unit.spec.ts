import { describe, expect, it } from '@jest/globals';
import { payment, settings } from './builders.fixture.js';
import { DocumentRowsReader } from './document-rows.reader.js';
import { KeyedRowsReader } from './keyed-rows.reader.js';
import type { ODataPager, TableRead } from './odata/odata-pager.js';
import type { PaymentRow } from './odata/wire.js';
import { PaymentReader } from './payment.reader.js';

type Rows = Readonly<Record<string, unknown>>[];

const document = (Invoice: string, PostCurrency: string) => ({
  Customer: 'A ',
  Invoice,
  DocumentType: 'I',
  PostCurrency,
});
const summary = (Invoice: string, Currency: string) => ({ Customer: 'A', Invoice, DocumentType: 'I', Currency });
const blank = (Invoice: string) => payment({ Customer: 'A', Invoice, PostCurrency: '  ' });

/** What becomes of payments where SYSPRO has these rows; which filters were asked for, by table. */
async function read(payments: PaymentRow[], tables: Readonly<Record<string, Rows>> = {}) {
  const asked: string[] = [];
  const pager: Pick<ODataPager, 'pages'> = {
    async *pages({ table, filter }: TableRead) {
      asked.push(`${table.name}: ${filter?.text ?? ''}`);
      yield tables[table.name] ?? [];
    },
  };
  const keyed = new KeyedRowsReader(pager as ODataPager, () => ({ maxNodes: 70, fits: () => true }));
  const context = { settings: settings({ localCurrency: 'ZAR' }), today: '2026-11-22' as const };
  const outcomes = await new PaymentReader(new DocumentRowsReader(keyed), context).outcomes(payments);
  const told = outcomes.map((outcome) =>
    outcome.kind === 'mapped' ? outcome.state.currency : outcome.kind === 'rejected' ? outcome.rule : outcome.kind,
  );
  return { told, asked };
}

describe('payment reader', () => {
  it('given blank payments, then each has its document’s currency; summaries are asked for only of blank documents', async () => {
    const { told, asked } = await read([blank('1'), blank('2'), blank('3'), payment({ Customer: 'A', Invoice: '4' })], {
      ArInvoice: [document('1', '$  '), document('2', '   '), document('3', '   ')],
      ArTrnSummary: [summary('2', '  '), summary('2', 'EUR')],
    });
    expect(told).toEqual(['USD', 'EUR', 'ZAR', 'ZAR']);
    expect(asked).toEqual([
      "ArInvoice: Invoice eq '1' or Invoice eq '2' or Invoice eq '3'",
      "ArTrnSummary: Invoice eq '2' or Invoice eq '3'",
    ]);
  });

  it('given a blank payment of a document that is gone, then it is rejected by name and no summary is asked for', async () => {
    const { told, asked } = await read([blank('1')], { ArTrnSummary: [summary('1', 'EUR')] });
    expect(told).toEqual(['CURRENCY_UNKNOWN']);
    expect(asked).toEqual(["ArInvoice: Invoice eq '1'"]);
  });

  it.each(['I', 'D', 'C', 'X'])(
    'given an entry of an unapplied payment of type %s, then it is counted and nothing asked',
    async (DocumentType) => {
      const row = { ...blank('_CRD00012  '), DocumentType };
      expect(await read([row, { ...row, Invoice: '_crd7' }])).toEqual({
        told: ['carried-later', 'carried-later'],
        asked: [],
      });
    },
  );

  it('given payments that say their currency, then nothing is asked', async () => {
    expect(await read([payment()])).toEqual({ told: ['ZAR'], asked: [] });
  });
});
