import { describe, expect, it } from '@jest/globals';
import type { ChargebeeControls, ChargebeeObject, GpControls, GpDocument } from '@ledgerbridge/sandbox';
import { documentsCalledFor, documentsIn, doubledDocuments, lineOf } from './ledger-document.js';

// 2026-03-01T03:00Z is still February where the site is
const NIGHT = 1_772_334_000;
const common = { customer_id: 'BUYER-1', currency_code: 'USD', date: NIGHT };

function siteWith(objects: Readonly<Record<string, readonly ChargebeeObject[]>>): ChargebeeControls {
  return { objects: async (kind: string) => objects[kind] ?? [] } as unknown as ChargebeeControls;
}

const gpWith = (documents: readonly Partial<GpDocument>[]): GpControls =>
  ({ documents: async () => documents }) as unknown as GpControls;

const receipt: Partial<GpDocument> = {
  kind: 'cash-receipt',
  ...{ id: 'CBPTXN.AAAA', customerId: 'CBBUYER-1', currency: 'USD', amount: '12.50' },
  value: { Date: '2026-02-28T00:00:00', Description: 'Payment txn_1' },
};

describe('documents of the ledger', () => {
  it('given a payment, then the site calls for the document that GP shows', async () => {
    const site = siteWith({
      transaction: [{ ...common, id: 'txn_1', type: 'payment', status: 'success', amount: 1250 }],
    });
    const called = await documentsCalledFor(site, 'both');
    expect(called.map(lineOf)).toEqual(['payment of txn_1: CBBUYER-1 USD 12.50 on 2026-02-28']);
    expect(await documentsIn(gpWith([receipt]))).toEqual(called);
  });

  it('given a voided invoice, then both documents are called for, or neither when the first never came', async () => {
    const voided = { ...common, id: '7', status: 'voided', total: 900, voided_at: NIGHT + 86_400 };
    const site = siteWith({ invoice: [voided] });
    expect((await documentsCalledFor(site, 'both')).map(lineOf)).toEqual([
      'invoice of 7: CBBUYER-1 USD 9.00 on 2026-02-28',
      'voided-invoice of 7: CBBUYER-1 USD 9.00 on 2026-03-01',
    ]);
    expect(await documentsCalledFor(site, 'neither')).toEqual([]);
  });

  it('given an effect brought about twice, under whatever number, then it is told', async () => {
    const found = await documentsIn(gpWith([receipt, { ...receipt, id: 'CBPTXN.BBBB' }]));
    expect(doubledDocuments(found)).toEqual(['twice in GP: payment of txn_1']);
  });
});
