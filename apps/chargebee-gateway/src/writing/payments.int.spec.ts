import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CanonicalEventOf, Invoice, Payment } from '@ledgerbridge/contracts';
import { aCustomer, anInvoice, aPayment } from '@ledgerbridge/testing';
import { GatewayRig } from '../testing/gateway-rig.fixture.spec.js';

type InvoiceEvent = CanonicalEventOf<'invoice'>;
const keys = [{ name: 'bridge', secret: 'test_simulator_full_access', access: 'full' as const }];

/** A payment of an invoice as SYSPRO's come: its source id is the invoice's with an entry. */
function paymentOf({ record, state }: InvoiceEvent, entry: number, changes: Partial<Payment> = {}, version = 1) {
  const { currency } = state;
  const amount = changes.amount ?? '60';
  const allocations = [{ documentType: 'invoice' as const, documentId: record.sourceId, amount }];
  const sourceId = `${record.sourceId}~${entry}`;
  const payment = aPayment().with({ number: sourceId, currency, amount, allocations, reference: 'CHQ 77', ...changes });
  return payment.event({ sourceId, version, change: version === 1 ? 'succeeded' : 'updated' });
}

describe('payments that are not recorded', () => {
  let rig: GatewayRig;

  beforeAll(async () => {
    rig = await GatewayRig.start();
  });
  afterAll(() => rig.close());

  it('given the setting is off, then the invoice’s own import tells what was paid', async () => {
    const invoice = anInvoice().with({ status: 'paid', balance: '0' }).event();
    await rig.deliver(aCustomer().event(), invoice, paymentOf(invoice, 1, { amount: '100' }));
    await rig.settled(invoice, ['delivered']);
    expect(await rig.find(paymentOf(invoice, 1, { amount: '100' }))).toMatchObject({
      state: 'skipped',
      reason: 'driven-by-other-document',
    });
    expect(rig.simulator.controls.find('invoice', '100001')).toMatchObject({ status: 'paid', amount_paid: 10_000 });
    expect(rig.simulator.controls.objects('transaction')).toHaveLength(1);
  });
});

describe('payments at a Chargebee site', () => {
  let rig: GatewayRig;
  let number = 600_000;

  beforeAll(async () => {
    rig = await GatewayRig.start({
      simulator: { sites: [{ name: 'acme-test', keys, currencies: ['USD', 'EUR'] }] },
      connection: { timeouts: { requestSeconds: 1, settleSeconds: 0 } },
      accepts: { recordPayments: true },
    });
    await rig.deliver(aCustomer().event());
  });
  afterAll(() => rig.close());
  beforeEach(() => rig.simulator.controls.clearFaults());

  const nextInvoice = (changes: Partial<Invoice> = {}) =>
    anInvoice().with({ number: String((number += 1)), ...changes });
  const storedInvoice = (id: string) => rig.simulator.controls.find('invoice', id);
  const transactionsOf = (id: string) =>
    rig.simulator.controls
      .objects('transaction')
      .filter((row) => (row.linked_invoices as { invoice_id: string }[]).some(({ invoice_id }) => invoice_id === id));
  const byHand = (id: string, amount: number) =>
    rig.byHand(`/invoices/${id}/record_payment`, {
      'transaction[payment_method]': 'cash',
      'transaction[amount]': amount,
    });

  /** An invoice that is on the site. */
  async function due(changes: Partial<Invoice> = {}): Promise<InvoiceEvent> {
    const event = nextInvoice(changes).event();
    await rig.deliver(event);
    return event;
  }

  it('given a paid invoice and its payments, then it is imported as due and paid by them, each with its mark', async () => {
    const invoice = await due({ status: 'paid', balance: '0' });
    const id = invoice.state.number;
    expect(storedInvoice(id)).toMatchObject({ status: 'payment_due', amount_due: 10_000 });
    const payments = [
      paymentOf(invoice, 1, { method: 'Cheque' }),
      paymentOf(invoice, 2, { amount: '40', method: 'EFT', paidOn: '2026-01-26' }),
    ];
    expect(await rig.deliver(...payments)).toMatchObject([
      { state: 'delivered', targetId: `${invoice.record.sourceId}~1` },
      { state: 'delivered', targetId: `${invoice.record.sourceId}~2` },
    ]);
    expect(storedInvoice(id)).toMatchObject({ status: 'paid', amount_due: 0, amount_paid: 10_000 });
    const site = transactionsOf(id).sort((one, other) => Number(other.amount) - Number(one.amount));
    expect(site).toMatchObject([
      {
        amount: 6_000,
        payment_method: 'check',
        date: Date.parse('2026-01-25T05:00:00Z') / 1000,
        reference_number: `CHQ 77 [${invoice.record.sourceId}~1]`,
        amount_unused: 0,
      },
      { amount: 4_000, payment_method: 'other', reference_number: `CHQ 77 [${invoice.record.sourceId}~2]` },
    ]);
    const [request] = rig.simulator.controls.requests({ operation: 'record_payment' });
    expect(request?.headers).toMatchObject({ 'chargebee-event-email': 'all-disabled' });
  });

  it('given payments of more than one page, then every one is looked for to the end before it is sent', async () => {
    const invoice = await due();
    for (let hand = 0; hand < 101; hand += 1) await byHand(invoice.state.number, 1);
    const payment = paymentOf(invoice, 1);
    await rig.deliver(payment);
    const calls = rig.simulator.controls
      .requests()
      .slice(-3)
      .map(({ operation, query }) => [operation, query]);
    expect(calls.map(([operation]) => operation)).toEqual([
      'list_invoice_payments',
      'list_invoice_payments',
      'record_payment',
    ]);
  });

  const faults = [
    'reset-after-apply',
    'hang-after-apply',
    'timeout-after-apply',
    '500-after-apply',
    'truncated',
  ] as const;
  it.each(faults)('given %s, then the payment is in doubt, found by its mark and never sent again', async (fault) => {
    const invoice = await due();
    const payment = paymentOf(invoice, 1);
    rig.simulator.controls.fault({ operation: 'record_payment', fault, times: 1 });
    const before = rig.writes('record_payment').length;
    await rig.publish(payment);
    await rig.settled(payment, ['in_doubt']);
    await rig.settled(payment, ['delivered']);
    expect(rig.writes('record_payment')).toHaveLength(before + 1);
    expect(transactionsOf(invoice.state.number)).toHaveLength(1);
    expect(storedInvoice(invoice.state.number)).toMatchObject({ amount_due: 4_000 });
  });

  it.each(['reset', 'html', '500', '503', 'lock-timeout', '429'] as const)(
    'given %s twice, then it is looked for before every send, and there once',
    async (fault) => {
      const invoice = await due();
      const payment = paymentOf(invoice, 1);
      rig.simulator.controls.fault({ operation: 'record_payment', fault, times: 2 });
      const seen = rig.simulator.controls.requests().length;
      await rig.deliver(payment);
      await rig.settled(payment, ['delivered']);
      const calls = rig.simulator.controls
        .requests()
        .slice(seen)
        .filter(({ path }) => path.includes(`/invoices/${invoice.state.number}/`))
        .map(({ operation }) => operation);
      expect(calls.filter((operation) => operation === 'record_payment')).toHaveLength(3);
      calls.forEach((operation, index) => {
        if (operation === 'record_payment') expect(calls[index - 1]).toBe('list_invoice_payments');
      });
      expect(transactionsOf(invoice.state.number)).toHaveLength(1);
    },
  );

  it('given a payment that is there with our mark but another amount, then both values are told', async () => {
    const invoice = await due();
    const payment = paymentOf(invoice, 1);
    await rig.byHand(`/invoices/${invoice.state.number}/record_payment`, {
      'transaction[payment_method]': 'cash',
      'transaction[amount]': 5_000,
      'transaction[reference_number]': `other text [${payment.record.sourceId}]`,
      'transaction[date]': Date.parse('2026-01-25T12:00:00Z') / 1000,
    });
    expect(await rig.deliver(payment)).toMatchObject([
      {
        state: 'failed',
        failureClass: 'collision',
        reason: 'TARGET_DIFFERS',
        details: { differences: { amount: { ours: '60.00', theirs: '50.00' } } },
      },
    ]);
  });

  it('given more than is due, then nothing becomes an excess payment', async () => {
    const invoice = await due();
    await rig.deliver(paymentOf(invoice, 1));
    const before = rig.writes('record_payment').length;
    expect(await rig.deliver(paymentOf(invoice, 2))).toMatchObject([
      {
        state: 'failed',
        failureClass: 'data',
        reason: 'PAYMENT_EXCEEDS_DUE',
        details: { amount: '60.00', amountDue: '40.00' },
      },
    ]);
    await rig.deliver(paymentOf(invoice, 3, { amount: '40' }));
    expect(storedInvoice(invoice.state.number)).toMatchObject({ status: 'paid' });
    expect(await rig.deliver(paymentOf(invoice, 4, { amount: '10' }))).toMatchObject([
      { state: 'failed', reason: 'PAYMENT_EXCEEDS_DUE', details: { amountDue: '0.00' } },
    ]);
    expect(rig.writes('record_payment')).toHaveLength(before + 1);
  });

  it('given an invoice that is paid there without our marks, then its payment is told by that', async () => {
    const invoice = await due();
    await byHand(invoice.state.number, 10_000);
    expect(await rig.deliver(paymentOf(invoice, 1))).toMatchObject([
      { state: 'skipped', reason: 'driven-by-other-document' },
    ]);
    expect(transactionsOf(invoice.state.number)).toHaveLength(1);
  });

  it('given an invoice that was voided on the site, then nothing is written', async () => {
    const invoice = await due();
    await rig.byHand(`/invoices/${invoice.state.number}/void`, {});
    expect(await rig.deliver(paymentOf(invoice, 1))).toMatchObject([
      { state: 'failed', failureClass: 'data', reason: 'INVOICE_VOIDED' },
    ]);
  });

  it('given another currency than the invoice’s, then nothing is written', async () => {
    const invoice = await due();
    expect(await rig.deliver(paymentOf(invoice, 1, { currency: 'EUR' }))).toMatchObject([
      { state: 'failed', reason: 'CURRENCY_DIFFERS', details: { currency: 'EUR', invoiceCurrency: 'USD' } },
    ]);
  });

  it('given a payment before its invoice, then it waits by name and follows it', async () => {
    const invoice = nextInvoice().event();
    const payment = paymentOf(invoice, 1);
    expect(await rig.deliver(payment)).toMatchObject([
      { state: 'waiting', reason: `acme-syspro/invoice/${invoice.record.sourceId}` },
    ]);
    await rig.deliver(invoice);
    await rig.settled(payment, ['delivered']);
  });

  it.each(['before', 'after'] as const)(
    'given an invoice before the start that lands %s it, then it is too',
    async (when) => {
      const invoice = nextInvoice({ issuedOn: '2025-12-30' }).event();
      const payment = paymentOf(invoice, 1);
      await rig.deliver(...(when === 'before' ? [invoice] : [payment]));
      await rig.deliver(...(when === 'before' ? [payment] : [invoice]));
      expect(await rig.settled(payment, ['skipped'])).toMatchObject({ reason: 'before-start' });
    },
  );

  it('given an invoice that ended otherwise without an object, then a person is asked and told how', async () => {
    const invoice = nextInvoice({ status: 'voided' }).event();
    await rig.deliver(invoice);
    expect(await rig.deliver(paymentOf(invoice, 1))).toMatchObject([
      { state: 'failed', reason: 'PAID_INVOICE_UNKNOWN', details: { ended: 'void-before-issue' } },
    ]);
  });

  describe('updates of a recorded one', () => {
    async function recorded() {
      const invoice = await due();
      await rig.deliver(paymentOf(invoice, 1));
      return { invoice, before: rig.writes().length };
    }

    it('given another reference or method, then it is unchanged', async () => {
      const { invoice, before } = await recorded();
      const again = paymentOf(invoice, 1, { reference: 'CHQ 78', method: 'cash' }, 2);
      expect(await rig.deliver(again)).toMatchObject([{ state: 'unchanged' }]);
      expect(rig.writes()).toHaveLength(before);
    });

    it('given another amount and day, then it fails with both values', async () => {
      const { invoice, before } = await recorded();
      expect(await rig.deliver(paymentOf(invoice, 1, { amount: '61', paidOn: '2026-01-27' }, 2))).toMatchObject([
        {
          state: 'failed',
          failureClass: 'data',
          reason: 'TARGET_IMMUTABLE',
          details: {
            targetId: `${invoice.record.sourceId}~1`,
            differences: {
              amount: { ours: '61.00', theirs: '60.00' },
              date: { ours: '2026-01-27', theirs: '2026-01-25' },
            },
          },
        },
      ]);
      expect(rig.writes()).toHaveLength(before);
    });

    it.each(['voided', 'deleted'] as const)('given it is %s, then it fails and tells both states', async (status) => {
      const { invoice, before } = await recorded();
      expect(await rig.deliver(paymentOf(invoice, 1, { status }, 2))).toMatchObject([
        { reason: 'TARGET_IMMUTABLE', details: { differences: { status: { ours: status, theirs: 'success' } } } },
      ]);
      expect(rig.writes()).toHaveLength(before);
    });

    it('given it pays another invoice now, then it fails and tells both', async () => {
      const { invoice } = await recorded();
      const other = await due();
      const allocations = [{ documentType: 'invoice' as const, documentId: other.record.sourceId, amount: '60' }];
      expect(await rig.deliver(paymentOf(invoice, 1, { allocations }, 2))).toMatchObject([
        {
          reason: 'TARGET_IMMUTABLE',
          details: { differences: { invoice: { ours: other.state.number, theirs: invoice.state.number } } },
        },
      ]);
    });
  });

  it('given the service died between a payment and its answer, then the next one finds it and sends nothing', async () => {
    const invoice = await due();
    const payment = paymentOf(invoice, 1);
    await rig.deliver(payment);
    const before = rig.writes('record_payment').length;
    await rig.restart(async (sql) => {
      await sql(`UPDATE chargebee_gateway.deliveries SET state = 'writing' WHERE event_id = '${payment.id}'`);
      await sql(`UPDATE chargebee_gateway.links SET confirmed = false WHERE source_id = '${payment.record.sourceId}'`);
    });
    await rig.settled(payment, ['delivered']);
    expect(rig.writes('record_payment')).toHaveLength(before);
    expect(transactionsOf(invoice.state.number)).toHaveLength(1);
  });
});
