import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aCreditNote, aCustomer, anInvoice, aPayment } from '@ledgerbridge/testing';
import { BackfillRig } from './backfill-rig.fixture.spec.js';

describe('what our own deliveries made at a site', () => {
  let rig: BackfillRig;
  const customer = aCustomer().event();
  const invoice = anInvoice().event();
  const payment = aPayment()
    .with({
      currency: invoice.state.currency,
      amount: '60',
      allocations: [{ documentType: 'invoice', documentId: invoice.record.sourceId, amount: '60' }],
      reference: 'CHQ 77',
    })
    .event({ sourceId: `${invoice.record.sourceId}~1`, change: 'succeeded' });
  const note = aCreditNote().with({ invoiceId: invoice.record.sourceId }).event();

  beforeAll(async () => {
    rig = await BackfillRig.start({ accepts: { recordPayments: true } });
    for (const event of [customer, invoice, payment, note]) {
      expect(await rig.gateway.deliver(event)).toMatchObject([{ state: 'delivered' }]);
    }
    rig.gateway.simulator.controls.put('transaction', {
      ...rig.gateway.simulator.controls.objects('transaction')[0],
      id: 'by-hand',
      reference_number: 'cash [no-payment-of-ours]',
    } as never);
    expect(await rig.sync()).toMatchObject({ state: 'completed', counts: { rejected: 0 } });
  });
  afterAll(() => rig?.close());

  it.each([
    ['customer', customer.record],
    ['invoice', invoice.record],
    ['credit-note', note.record],
  ] as const)('given a %s, when the site is read, then it is told with its origin', async (type, origin) => {
    expect((await rig.told(type)).map(({ state }) => state['origin'])).toEqual([origin]);
  });

  it('given a payment, then it has its origin and that of its invoice, and one by hand only the latter', async () => {
    const payments = await rig.told('payment');
    const ofInvoice = [{ documentType: 'invoice', origin: invoice.record }];
    expect(payments.find(({ sourceId }) => sourceId !== 'by-hand')?.state).toMatchObject({
      origin: payment.record,
      allocations: ofInvoice,
    });
    const byHand = payments.find(({ sourceId }) => sourceId === 'by-hand')?.state;
    expect(byHand).toMatchObject({ allocations: ofInvoice });
    expect(byHand).not.toHaveProperty('origin');
  });

  it('given an invoice typed in by hand under a number of ours, then it has no origin', async () => {
    const collision = anInvoice().withNumber('300001').event();
    const { controls } = rig.gateway.simulator;
    const total = { line_items: [], total: 0, amount_due: 0, sub_total: 0 };
    controls.put('invoice', { ...controls.objects('invoice')[0], ...total, id: '300001' } as never);
    expect(await rig.gateway.deliver(collision)).toMatchObject([{ state: 'failed', failureClass: 'collision' }]);
    await rig.sync({ streams: ['invoices'], from: '2000-01-01' });
    const told = (await rig.told('invoice')).find(({ sourceId }) => sourceId === '300001');
    expect(told?.state['number']).toBe('300001');
    expect(told?.state).not.toHaveProperty('origin');
  });

  it('given such a collision dealt with and the import made again, when it is read while in doubt, then it has its origin', async () => {
    await rig.query(`UPDATE deliveries SET state = 'in_doubt', next_attempt_at = now() + interval '1 hour'
      WHERE state = 'failed'`);
    await rig.sync({ streams: ['invoices'], from: '2000-01-01' });
    const told = (await rig.told('invoice')).findLast(({ sourceId }) => sourceId === '300001');
    expect(told?.state['origin']).toMatchObject({ connection: 'acme-syspro' });
  });

  it('given them read again, then they are told once', async () => {
    expect(await rig.sync()).toMatchObject({ state: 'completed', counts: { created: 0, changed: 0 } });
  });
});
