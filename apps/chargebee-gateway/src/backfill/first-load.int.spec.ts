import { afterEach, describe, expect, it } from '@jest/globals';
import type { ChargebeeSimulator } from '@ledgerbridge/simulator-chargebee';
import {
  aLineItem,
  aSiteCreditNote,
  aSiteCustomer,
  aSiteInvoice,
  aSubscription,
  aTransaction,
  LATE_EVENING,
} from '../chargebee/reading/resources.fixture.spec.js';
import { BackfillRig, put } from './backfill-rig.fixture.spec.js';

const CUSTOMERS = 250;

function seed(simulator: ChargebeeSimulator): void {
  for (let n = 0; n < CUSTOMERS; n += 1) {
    put(simulator, 'customer', aSiteCustomer({ id: `c${n}`, created_at: LATE_EVENING + n, updated_at: undefined }));
  }
  put(simulator, 'customer', aSiteCustomer({ id: 'gone', created_at: LATE_EVENING, deleted: true }));
  put(simulator, 'subscription', aSubscription({ created_at: LATE_EVENING }));
  put(simulator, 'invoice', aSiteInvoice());
  put(simulator, 'invoice', aSiteInvoice({ id: 'INV-2', currency_code: 'EUR', customer_id: 'gone' }));
  put(simulator, 'invoice', aSiteInvoice({ id: 'PENDING', status: 'pending' }));
  put(simulator, 'invoice', aSiteInvoice({ id: 'ODD', total: 1 }));
  put(simulator, 'transaction', aTransaction());
  put(
    simulator,
    'transaction',
    aTransaction({ id: 'refund', type: 'refund', amount: 2_500, refunded_txn_id: 'txn_1' }),
  );
  put(simulator, 'transaction', aTransaction({ id: 'auth', type: 'authorization', updated_at: undefined }));
  put(simulator, 'transaction', aTransaction({ id: 'failed', status: 'failure' }));
  put(simulator, 'credit_note', aSiteCreditNote());
}

describe('the first reading of a site', () => {
  let rig: BackfillRig;
  afterEach(() => rig?.close());

  it('given a site with all kinds of records, then each is told once, with sums, and what is odd is named', async () => {
    rig = await BackfillRig.start({ seed });
    const run = await rig.firstRun();
    expect(run).toMatchObject({ state: 'completed', trigger: 'schedule' });
    expect(run.streams.map(({ stream }) => stream)).toEqual([
      'events',
      'customers',
      'subscriptions',
      'invoices',
      'transactions',
      'credit-notes',
    ]);
    expect(run.counts).toMatchObject({ rows: CUSTOMERS + 11, created: CUSTOMERS + 8, rejected: 1, carriedLater: 2 });
    const totals = Object.fromEntries(run.streams.map(({ stream, totals: sums }) => [stream, sums]));
    expect(totals).toMatchObject({
      invoices: { USD: '100', EUR: '100' },
      transactions: { USD: '75' },
      'credit-notes': { USD: '100' },
    });
    expect(run.rejected).toEqual([
      { type: 'invoice', sourceId: 'ODD', field: 'total', shape: '1 line(s)', rule: 'TOTALS_MISMATCH' },
    ]);
    const customers = await rig.told('customer');
    expect(new Set(customers.map(({ sourceId }) => sourceId)).size).toBe(CUSTOMERS + 1);
    expect(customers.find(({ sourceId }) => sourceId === 'gone')).toMatchObject({ change: 'deleted' });
    expect((await rig.told('payment')).map(({ sourceId, change }) => [sourceId, change])).toEqual([
      ['failed', 'failed'],
      ['refund', 'refunded'],
      ['txn_1', 'succeeded'],
    ]);
    expect(await rig.told('subscription')).toHaveLength(1);
    expect(await rig.told('credit-note')).toHaveLength(1);
  });

  it('given it, then lists are read whole, oldest first and deleted ones too', async () => {
    rig = await BackfillRig.start({ seed });
    const lists = rig.lists();
    expect(lists).toHaveLength(3 + 4);
    expect(lists[0]).toBe('/api/v2/customers?limit=100&sort_by[asc]=created_at&include_deleted=true');
    expect(lists.at(-1)).toBe('/api/v2/credit_notes?limit=100&sort_by[asc]=date&include_deleted=true');
  });

  it('given custom fields to publish, then customers carry them, and are read anew when the list changes', async () => {
    rig = await BackfillRig.start({
      byApi: true,
      seed: (simulator) => put(simulator, 'customer', aSiteCustomer({ cf_gp_id: 'ACME01', created_at: LATE_EVENING })),
      connection: { backfill: { cron: '0 0 1 1 *', overlapMinutes: 0 } },
    });
    expect((await rig.told('customer'))[0]?.state).not.toHaveProperty('attributes');
    await rig.gateway.putConnection({ publishes: { customFields: ['cf_gp_id'] } });
    expect(await rig.sync()).toMatchObject({ state: 'completed', counts: { changed: 1 } });
    expect((await rig.told('customer')).at(-1)).toMatchObject({
      change: 'updated',
      state: { attributes: { cf_gp_id: 'ACME01' } },
    });
  });

  it('given 500 lines and texts of any script, then the invoice is told whole', async () => {
    const lines = Array.from({ length: 500 }, (_, n) =>
      aLineItem({ id: `li_${n}`, unit_amount: 10, amount: 20, description: 'שלום 🚀' }),
    );
    rig = await BackfillRig.start({
      seed: (simulator) => put(simulator, 'invoice', aSiteInvoice({ line_items: lines })),
    });
    const [invoice] = await rig.told('invoice');
    expect(invoice?.state['lines']).toHaveLength(500);
    expect(invoice?.state['totals']).toMatchObject({ total: '100.00' });
  });

  it('given a payment too large to be told, then it is named, and what is listed with it is told', async () => {
    const links = Array.from({ length: 9_000 }, (_, n) => ({
      invoice_id: `${n}-${'x'.repeat(90)}`,
      applied_amount: 1,
    }));
    rig = await BackfillRig.start({
      seed: (simulator) => {
        put(simulator, 'transaction', aTransaction({ id: 'before' }));
        put(simulator, 'transaction', aTransaction({ id: 'huge', linked_invoices: links }));
        put(simulator, 'transaction', aTransaction({ id: 'after' }));
      },
    });
    const run = await rig.firstRun();
    expect(run).toMatchObject({ state: 'completed', counts: { rows: 3, created: 2, rejected: 1 } });
    expect(run.rejected).toMatchObject([{ type: 'payment', sourceId: 'huge', rule: 'EVENT_TOO_LARGE' }]);
    expect((await rig.told('payment')).map(({ sourceId }) => sourceId).sort()).toEqual(['after', 'before']);
  });

  it('given an answer that is lost on the way, then the reading goes on', async () => {
    rig = await BackfillRig.start({
      seed: (simulator) => {
        seed(simulator);
        simulator.controls.fault({ operation: 'list_customers', fault: '503', times: 2 });
        simulator.controls.fault({ operation: 'list_invoices', fault: 'truncated', times: 1 });
      },
    });
    expect(await rig.firstRun()).toMatchObject({ state: 'completed', counts: { created: CUSTOMERS + 8 } });
  });
});
