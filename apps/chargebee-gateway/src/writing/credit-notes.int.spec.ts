import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assertTotals, type CanonicalEventOf, type CreditNote, type Invoice } from '@ledgerbridge/contracts';
import { aCreditNote, aCustomer, anInvoice } from '@ledgerbridge/testing';
import { GatewayRig } from '../testing/gateway-rig.fixture.spec.js';

const CURRENCIES = ['USD', 'EUR', 'JPY', 'KWD'];
const keys = [{ name: 'bridge', secret: 'test_simulator_full_access', access: 'full' as const }];

describe('credit notes at a Chargebee site', () => {
  let rig: GatewayRig;
  let number = 500_000;

  beforeAll(async () => {
    rig = await GatewayRig.start({
      simulator: { sites: [{ name: 'acme-test', keys, currencies: CURRENCIES }] },
      connection: { timeouts: { requestSeconds: 1, settleSeconds: 0 } },
    });
    await rig.deliver(aCustomer().event(), aCustomer().withNumber('BAY002').event());
  });
  afterAll(() => rig.close());
  beforeEach(() => rig.simulator.controls.clearFaults());

  const nextInvoice = (amount = '100') =>
    anInvoice()
      .withNumber(String((number += 1)))
      .withLine({ amount });
  const noteOf = (invoice: { record: { sourceId: string } }, changes: Partial<CreditNote> = {}) =>
    aCreditNote().with({ number: `CN-${(number += 1)}`, invoiceId: invoice.record.sourceId, ...changes });
  const stored = (id: string) => rig.simulator.controls.find('credit_note', id);
  const storedInvoice = (id: string) => rig.simulator.controls.find('invoice', id);

  /** An invoice that is on the site. */
  async function credited(changes: Partial<Invoice> = {}, amount = '100'): Promise<CanonicalEventOf<'invoice'>> {
    const event = nextInvoice(amount).with(changes).event();
    await rig.deliver(event);
    return event;
  }

  it.each([
    ['USD', 19_195],
    ['EUR', 19_195],
    ['JPY', 192],
    ['KWD', 19_195],
  ])(
    'given one in %s with discounts, taxes and rounding, then it lowers the debt to the unit',
    async (currency, total) => {
      const rounding = currency === 'JPY' ? '0' : '-0.05';
      const invoice = await credited({ currency }, '500');
      const event = noteOf(invoice, { currency })
        .withLine({ amount: '200', discount: '20', taxes: [{ name: 'VAT', rate: '15', amount: '27' }] })
        .withLine({ amount: '-10' })
        .withDiscount({ description: 'Trade', amount: '5' })
        .withRounding(rounding)
        .event();
      assertTotals(event.state);
      const [delivery] = await rig.deliver(event);
      expect(delivery).toMatchObject({ state: 'delivered', targetId: event.state.number, attempt: 1 });
      expect(stored(event.state.number)).toMatchObject({
        type: 'adjustment',
        status: 'adjusted',
        customer_id: 'BAY001',
        currency_code: currency,
        reference_invoice_id: invoice.state.number,
        create_reason_code: 'Other',
        total,
        amount_available: 0,
        date: Date.parse('2026-01-20T05:00:00Z') / 1000,
      });
      const before = Number(storedInvoice(invoice.state.number)?.total);
      expect(storedInvoice(invoice.state.number)).toMatchObject({ amount_adjusted: total, amount_due: before - total });
    },
  );

  it('given a credit of an invoice that was paid, then it is the customer’s to use', async () => {
    const invoice = await credited({ status: 'paid', balance: '0' });
    const event = noteOf(invoice).withLine({ amount: '40' }).event();
    expect(await rig.deliver(event)).toMatchObject([{ state: 'delivered' }]);
    expect(stored(event.state.number)).toMatchObject({
      type: 'refundable',
      status: 'refund_due',
      amount_available: 4_000,
    });
  });

  it('given two credits of which the second exceeds what is left, then only the first lowers the debt', async () => {
    const invoice = await credited();
    await rig.byHand(`/invoices/${invoice.state.number}/record_payment`, {
      'transaction[payment_method]': 'check',
      'transaction[amount]': 5_000,
    });
    const events = ['40', '30'].map((amount) => noteOf(invoice).withLine({ amount }).event());
    await rig.deliver(...events);
    const types = events.map((event) => stored(event.state.number)?.type);
    expect(types.sort()).toEqual(['adjustment', 'refundable']);
  });

  it('given one placeholder number at two customers, then each has a note of its own', async () => {
    const events = await Promise.all(
      ['BAY001', 'BAY002'].map(async (customerId) =>
        noteOf(await credited({ customerId }), { customerId, number: '_CR0000003' }).event(),
      ),
    );
    const deliveries = await rig.deliver(...events);
    expect(deliveries).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
    const ids = deliveries.map(({ targetId }) => targetId ?? '');
    expect(ids[0]).toMatch(/^BAY001-_CR0000003-[0-9a-f]{12}$/);
    expect(ids[1]).toMatch(/^BAY002-_CR0000003-[0-9a-f]{12}$/);
    expect(ids.map((id) => stored(id)?.customer_id)).toEqual(['BAY001', 'BAY002']);
  });

  const rules: readonly [string, Partial<CreditNote>, string][] = [
    ['issued before the start', { issuedOn: '2025-12-31' }, 'before-start'],
    ['voided before it was ever sent', { status: 'voided' }, 'void-before-issue'],
    ['deleted', { status: 'deleted' }, 'deletion-not-propagated'],
  ];
  it.each(rules)('given one %s, then it is skipped, whatever it credits', async (_what, changes, reason) => {
    const event = aCreditNote()
      .with({ number: `CN-${(number += 1)}`, ...changes })
      .event();
    expect(await rig.deliver(event)).toMatchObject([{ state: 'skipped', reason }]);
    expect(stored(event.state.number)).toBeUndefined();
  });

  it('given one over nothing, then it is skipped', async () => {
    const event = noteOf(await credited())
      .withLine({ amount: '0' })
      .event();
    expect(await rig.deliver(event)).toMatchObject([{ state: 'skipped', reason: 'zero-total' }]);
  });

  it('given one that names no invoice, then a person is asked', async () => {
    const event = aCreditNote()
      .with({ number: `CN-${(number += 1)}` })
      .event();
    expect(await rig.deliver(event)).toMatchObject([
      { state: 'failed', failureClass: 'data', reason: 'CREDITED_INVOICE_UNKNOWN', details: { field: 'invoiceId' } },
    ]);
  });

  it('given one of an invoice that never landed, then it is named, and goes on by itself once it has', async () => {
    const invoice = nextInvoice().event();
    const event = noteOf(invoice).withLine({ amount: '40' }).event();
    expect(await rig.deliver(event)).toMatchObject([
      {
        state: 'failed',
        failureClass: 'data',
        reason: 'CREDITED_INVOICE_UNKNOWN',
        details: { invoice: invoice.record.sourceId },
        waitingOn: { type: 'invoice', sourceId: invoice.record.sourceId },
      },
    ]);
    await rig.deliver(invoice);
    expect(await rig.settled(event, ['delivered'])).toMatchObject({ targetId: event.state.number });
  });

  it('given one of an invoice that is not there yet, then it waits for that by name', async () => {
    const invoice = nextInvoice().with({ customerId: 'LATE9' }).event();
    const event = noteOf(invoice, { customerId: 'LATE9' }).withLine({ amount: '40' }).event();
    await rig.deliver(invoice);
    expect(await rig.deliver(event)).toMatchObject([
      { state: 'waiting', reason: `acme-syspro/invoice/${invoice.record.sourceId}` },
    ]);
    await rig.deliver(aCustomer().withNumber('LATE9').event());
    expect(await rig.settled(event, ['delivered'])).toMatchObject({ state: 'delivered' });
    expect(storedInvoice(invoice.state.number)).toMatchObject({ amount_due: 6_000 });
  });

  it.each(['before', 'after'] as const)(
    'given an invoice before the start that lands %s it, then it is too',
    async (when) => {
      const invoice = nextInvoice().with({ issuedOn: '2025-12-30' }).event();
      const event = noteOf(invoice).event();
      await rig.deliver(...(when === 'before' ? [invoice] : [event]));
      await rig.deliver(...(when === 'before' ? [event] : [invoice]));
      expect(await rig.settled(event, ['skipped'])).toMatchObject({ reason: 'before-start' });
    },
  );

  it('given an invoice that ended otherwise without an object, then a person is asked and told how, and it goes on once the invoice is there', async () => {
    const invoiceNumber = String((number += 1));
    const invoice = anInvoice().withNumber(invoiceNumber).withLine({ amount: '0' }).event({ version: 1 });
    await rig.deliver(invoice);
    const event = noteOf(invoice).withLine({ amount: '40' }).event();
    expect(await rig.deliver(event)).toMatchObject([
      { state: 'failed', reason: 'CREDITED_INVOICE_UNKNOWN', details: { ended: 'zero-total', awaits: 'there' } },
    ]);
    await rig.deliver(anInvoice().withNumber(invoiceNumber).withLine({ amount: '100' }).event({ version: 2 }));
    expect(await rig.settled(event, ['delivered'])).toMatchObject({ state: 'delivered' });
  });

  it('given an invoice that was voided on the site, then nothing is written', async () => {
    const invoice = await credited();
    await rig.byHand(`/invoices/${invoice.state.number}/void`, {});
    expect(await rig.deliver(noteOf(invoice).event())).toMatchObject([
      { state: 'failed', failureClass: 'data', reason: 'INVOICE_VOIDED', details: { invoiceId: invoice.state.number } },
    ]);
  });

  it.each(['reset-after-apply', 'hang-after-apply', 'timeout-after-apply', '500-after-apply', 'truncated'] as const)(
    'given %s, then the import is in doubt, found by read-back and never sent again',
    async (fault) => {
      const event = noteOf(await credited())
        .withLine({ amount: '40' })
        .event();
      rig.simulator.controls.fault({ operation: 'import_credit_note', fault, times: 1 });
      expect(await rig.deliver(event)).toMatchObject([{ state: 'delivered' }]);
      const sent = rig.simulator.controls
        .requests({ operation: 'import_credit_note' })
        .filter(({ body }) => new URLSearchParams(body).get('id') === event.state.number);
      expect(sent).toHaveLength(1);
    },
  );

  it.each(['reset', 'html', '503', 'lock-timeout'] as const)(
    'given %s, then the same bytes are sent again',
    async (fault) => {
      const event = noteOf(await credited())
        .withLine({ amount: '40' })
        .event();
      rig.simulator.controls.fault({ operation: 'import_credit_note', fault, times: 1 });
      expect(await rig.deliver(event)).toMatchObject([{ state: 'delivered' }]);
      const [first, second, ...more] = rig.simulator.controls
        .requests({ operation: 'import_credit_note' })
        .filter(({ body }) => new URLSearchParams(body).get('id') === event.state.number);
      expect([second?.body, more]).toEqual([first?.body, []]);
      expect(rig.simulator.controls.objects('credit_note').filter(({ id }) => id === event.state.number)).toHaveLength(
        1,
      );
    },
  );

  it('given our number with other content on the site, then both values are told', async () => {
    const there = noteOf(await credited())
      .withLine({ amount: '40' })
      .event();
    await rig.deliver(there);
    const other = noteOf(await credited())
      .withLine({ amount: '41' })
      .event();
    rig.simulator.controls.put('credit_note', { ...stored(there.state.number), id: other.state.number } as never);
    expect(await rig.deliver(other)).toMatchObject([
      {
        state: 'failed',
        failureClass: 'collision',
        reason: 'TARGET_DIFFERS',
        details: { differences: { total: { ours: '41.00', theirs: '40.00' }, reference_invoice_id: {} } },
      },
    ]);
  });

  describe('updates of a delivered one', () => {
    /** Delivers a first version; gives what makes the next one. */
    async function delivered() {
      const invoice = await credited();
      const id = `CN-${(number += 1)}`;
      const build = (changes: Partial<CreditNote> = {}) => noteOf(invoice, { number: id, ...changes });
      await rig.deliver(build().withLine({ amount: '40' }).event({ version: 1 }));
      return { id, build, before: rig.writes().length };
    }
    const again = { version: 2, change: 'updated' } as const;

    it('given another status or text, then it is unchanged', async () => {
      const { build, before } = await delivered();
      const same = build({ status: 'settled', reason: 'Returned' }).withLine({
        amount: '40',
        description: 'Corrected',
      });
      expect(await rig.deliver(same.event(again))).toMatchObject([{ state: 'unchanged' }]);
      expect(rig.writes()).toHaveLength(before);
    });

    it('given another amount and day, then it fails with both values and nothing is written', async () => {
      const { id, build, before } = await delivered();
      const other = build({ issuedOn: '2026-01-21' }).withLine({ amount: '41' });
      expect(await rig.deliver(other.event(again))).toMatchObject([
        {
          state: 'failed',
          reason: 'TARGET_IMMUTABLE',
          details: {
            targetId: id,
            differences: {
              total: { ours: '41.00', theirs: '40.00' },
              date: { ours: '2026-01-21', theirs: '2026-01-20' },
            },
          },
        },
      ]);
      expect(rig.writes()).toHaveLength(before);
    });

    it('given that it credits another invoice now, then it fails with both', async () => {
      const { build } = await delivered();
      const other = await credited();
      const changed = build({ invoiceId: other.record.sourceId }).withLine({ amount: '40' });
      expect(await rig.deliver(changed.event(again))).toMatchObject([
        {
          reason: 'TARGET_IMMUTABLE',
          details: { differences: { reference_invoice_id: { ours: other.state.number } } },
        },
      ]);
    });

    it('given a void, then it fails and tells both states; a deletion changes nothing', async () => {
      const { build, before } = await delivered();
      const voided = build({ status: 'voided' }).withLine({ amount: '40' });
      expect(await rig.deliver(voided.event({ version: 2, change: 'voided' }))).toMatchObject([
        { reason: 'TARGET_IMMUTABLE', details: { differences: { status: { ours: 'voided', theirs: 'adjusted' } } } },
      ]);
      const gone = build({ status: 'deleted' }).withLine({ amount: '40' });
      expect(await rig.deliver(gone.event({ version: 3, change: 'deleted' }))).toMatchObject([
        { state: 'skipped', reason: 'deletion-not-propagated' },
      ]);
      expect(rig.writes()).toHaveLength(before);
    });
  });
});
