import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aCreditNote, aCustomer, anInvoice, aPayment } from '@ledgerbridge/testing';
import { SOURCE } from '../testing/surroundings.fixture.spec.js';
import { WriterRig } from '../testing/writer-rig.fixture.spec.js';

const connection = SOURCE;
const customer = (number: string, changes = {}) =>
  aCustomer()
    .with({ number, ...changes })
    .event({ connection });

describe('records in Dynamics GP', () => {
  let rig: WriterRig;

  beforeAll(async () => {
    rig = await WriterRig.start({ fromFile: true });
  });
  afterAll(() => rig.close());
  afterEach(() => {
    const { schemaViolations } = rig.simulator.controls.summary();
    rig.simulator.controls.reset();
    expect(schemaViolations.count).toBe(0);
  });

  const documentsOf = (id: string) => rig.documents().filter((document) => document.includes(id));

  it('given the life of a customer’s invoices, payments and credit notes, then GP holds a document for each step', async () => {
    const invoice = (sourceId: string, version: number, changes = {}) =>
      anInvoice()
        .with({ customerId: 'A1', ...changes })
        .withLine({ amount: '100', taxes: [{ name: 'VAT', rate: '15', amount: '15' }] })
        .event({ connection, sourceId, version });
    const payment = (number: string, version: number, changes = {}) =>
      aPayment()
        .with({ number, customerId: 'A1', amount: '115', ...changes })
        .event({ connection, version });
    const note = (sourceId: string, version: number, changes = {}) =>
      aCreditNote()
        .with({ customerId: 'A1', invoiceId: 'INV-2', ...changes })
        .withLine({ amount: '30' })
        .event({ connection, sourceId, version });
    const voided = { status: 'voided', voidedAt: '2026-02-10T08:00:00Z' } as const;

    // first: what waits for it counts as settled, and would give way to its next version
    await rig.deliver(customer('A1'));
    await rig.deliver(invoice('INV-1', 1), invoice('INV-2', 1), payment('T1', 1), payment('T2', 1));
    await rig.deliver(
      payment('T3', 1, { kind: 'refund', reversesPaymentId: 'T1', amount: '15' }),
      payment('T2', 2, { status: 'voided', voidedAt: '2026-02-11T08:00:00Z' }),
      note('CN-1', 1),
      note('CN-2', 1, { reason: 'write_off' }),
    );
    const last = await rig.deliver(
      invoice('INV-1', 2, voided),
      note('CN-1', 2, voided),
      invoice('INV-2', 2, { status: 'paid' }),
    );
    expect(last.map(({ state }) => state)).toEqual(['delivered', 'delivered', 'unchanged']);
    expect(rig.documents().sort()).toEqual([
      'cash-receipt CBPT1 115.00 USD',
      'cash-receipt CBPT2 115.00 USD',
      'credit-memo CBCCN-1 30.00 USD',
      'credit-memo CBCCN-2 30.00 USD',
      'credit-memo CBVINV-1 115.00 USD',
      'debit-memo CBDT3 15.00 USD',
      'debit-memo CBWT2 115.00 USD',
      'debit-memo CBXCN-1 30.00 USD',
      'invoice CBIINV-1 115.00 USD',
      'invoice CBIINV-2 115.00 USD',
    ]);
    const batches = rig.simulator.controls
      .summary()
      .companies['-1']?.batches.map(({ source, id }) => `${source} ${id}`);
    expect(batches?.sort()).toEqual([
      'RM_Cash CBR20260125',
      'RM_Sales CBS20260115',
      'RM_Sales CBS20260120',
      'RM_Sales CBS20260125',
      'RM_Sales CBS20260210',
      'RM_Sales CBS20260211',
    ]);
  });

  it('given a rebuilt schema, then what GP has is found again, and a void that comes now undoes it', async () => {
    const invoice = (version: number, changes = {}) =>
      anInvoice()
        .with({ customerId: 'B1', ...changes })
        .event({ connection, sourceId: 'INV-B', version });
    await rig.deliver(customer('B1'), invoice(1));
    await rig.dropSchema();
    await rig.settled(invoice(1), ['delivered']);
    expect(documentsOf('INV-B')).toEqual(['invoice CBIINV-B 100.00 USD']);
    await rig.deliver(invoice(2, { status: 'voided', voidedAt: '2026-02-10T08:00:00Z' }));
    const both = ['invoice CBIINV-B 100.00 USD', 'credit-memo CBVINV-B 100.00 USD'];
    expect(documentsOf('INV-B')).toEqual(both);
    await rig.dropSchema();
    await rig.settled(invoice(2), ['delivered']);
    expect(documentsOf('INV-B')).toEqual(both);
  });

  it('given a customer that is in GP already, then it is adopted and brought up to date, once', async () => {
    rig.simulator.controls.addData({ customers: [{ id: 'CBC1', name: 'Old Name' }] });
    expect(await rig.deliver(customer('C1'))).toMatchObject([{ state: 'delivered', targetId: 'CBC1' }]);
    const [found] = rig.simulator.controls.customers().filter(({ id }) => id === 'CBC1');
    expect(found).toMatchObject({ updates: 1, value: { Name: 'Bayside Bikes' } });
    await rig.deliver(customer('C2'));
    expect(rig.simulator.controls.customers().find(({ id }) => id === 'CBC2')).toMatchObject({ updates: 0 });
  });
});
