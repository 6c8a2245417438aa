import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assertTotals, type Invoice } from '@ledgerbridge/contracts';
import { aCustomer, anInvoice, type InvoiceBuilder } from '@ledgerbridge/testing';
import { GatewayRig } from '../testing/gateway-rig.fixture.spec.js';

/** An invoice with a discount and a tax on its line, a discount of its own, a line that takes back, and rounding. */
function full(invoice: InvoiceBuilder): InvoiceBuilder {
  return invoice
    .withLine({ amount: '200', discount: '20', taxes: [{ name: 'VAT', rate: '15', amount: '27' }] })
    .withLine({ amount: '-10' })
    .withDiscount({ description: 'Settlement', amount: '5' })
    .withRounding('0');
}

describe('invoices at a Chargebee site', () => {
  let rig: GatewayRig;
  let number = 100_000;

  beforeAll(async () => {
    rig = await GatewayRig.start({
      simulator: {
        sites: [
          {
            name: 'acme-test',
            keys: [{ name: 'bridge', secret: 'test_simulator_full_access', access: 'full' }],
            currencies: ['USD', 'EUR', 'JPY', 'KWD'],
          },
        ],
      },
    });
    await rig.deliver(aCustomer().event());
  });
  afterAll(() => rig.close());

  const next = () => anInvoice().withNumber(String((number += 1)));
  const stored = (id: string) => rig.simulator.controls.find('invoice', id);

  it.each([
    ['USD', 19_200],
    ['EUR', 19_200],
    ['JPY', 192],
    ['KWD', 19_200],
  ])(
    'given an invoice in %s with discounts and taxes, when delivered, then it is imported to the unit',
    async (currency, total) => {
      const event = full(next().with({ currency })).event();
      assertTotals(event.state);
      const [delivery] = await rig.deliver(event);
      expect(delivery).toMatchObject({ state: 'delivered', targetId: event.state.number, attempt: 1 });
      expect(stored(event.state.number)).toMatchObject({
        customer_id: 'BAY001',
        currency_code: currency,
        total,
        amount_due: total,
        status: 'payment_due',
        date: Date.parse('2026-01-15T05:00:00Z') / 1000,
      });
    },
  );

  it('given an invoice the source calls paid, when delivered, then it is imported as paid with a payment', async () => {
    const event = next().with({ status: 'paid', balance: '0' }).event();
    await rig.deliver(event);
    expect(stored(event.state.number)).toMatchObject({ status: 'paid', amount_due: 0, amount_paid: 10_000 });
  });

  it('given a debit note of an invoice’s number, when delivered, then both are on the site', async () => {
    const invoice = next();
    const events = [invoice.event(), invoice.with({ kind: 'debit-note' }).event()];
    const [first, second] = await rig.deliver(...events);
    expect(second?.targetId).toBe(`${first?.targetId}-DN`);
    expect(stored(second?.targetId ?? '')).toMatchObject({ po_number: first?.targetId });
  });

  it('given the same number of another customer, when delivered, then it fails and names whose it is', async () => {
    const invoice = next();
    await rig.deliver(aCustomer().withNumber('BAY002').event(), invoice.event());
    expect(await rig.deliver(invoice.forCustomer('BAY002').event())).toMatchObject([
      { state: 'failed', failureClass: 'collision', reason: 'TARGET_ID_TAKEN' },
    ]);
  });

  it('given an invoice before its customer, when delivered, then it waits by name and follows the customer', async () => {
    const customer = aCustomer().withNumber('LATE1').event();
    const invoice = next().forCustomer('LATE1').event();
    expect(await rig.deliver(invoice)).toMatchObject([{ state: 'waiting', reason: 'acme-syspro/customer/LATE1' }]);
    await rig.deliver(customer);
    expect(await rig.settled(invoice, ['delivered'])).toMatchObject({ state: 'delivered' });
  });

  const rules: readonly [string, Partial<Invoice>, string][] = [
    ['issued before the start', { issuedOn: '2025-12-31' }, 'before-start'],
    ['voided before it was ever sent', { status: 'voided' }, 'void-before-issue'],
    ['deleted', { status: 'deleted' }, 'deletion-not-propagated'],
  ];
  it.each(rules)('given an invoice %s, when delivered, then it is skipped', async (_what, changes, reason) => {
    const event = next().with(changes).event();
    expect(await rig.deliver(event)).toMatchObject([{ state: 'skipped', reason }]);
    expect(stored(event.state.number)).toBeUndefined();
  });

  it('given an invoice over nothing, when delivered, then it is skipped', async () => {
    expect(await rig.deliver(next().withLine({ amount: '0' }).event())).toMatchObject([
      { state: 'skipped', reason: 'zero-total' },
    ]);
  });

  it('given an amount finer than Chargebee’s money, when delivered, then the field is named', async () => {
    const event = next().with({ currency: 'KWD' }).withLine({ amount: '1.005' }).event();
    expect(await rig.deliver(event)).toMatchObject([
      { state: 'failed', failureClass: 'data', reason: 'AMOUNT_DOES_NOT_FIT', details: { amount: '1.005' } },
    ]);
  });
});

describe('updates of a delivered invoice', () => {
  let rig: GatewayRig;
  let number = 200_000;

  beforeAll(async () => {
    rig = await GatewayRig.start();
    await rig.deliver(aCustomer().event());
  });
  afterAll(() => rig.close());

  /** Delivers a first version; gives what makes the next one. */
  async function delivered(changes: Partial<Invoice> = {}) {
    number += 1;
    const build = () => anInvoice().withNumber(String(number)).with(changes);
    await rig.deliver(build().withLine({ amount: '100' }).event({ version: 1 }));
    return { id: String(number), build, before: rig.writes().length };
  }
  const again = { version: 2, change: 'updated' } as const;

  it('given a changed balance, status or text, then nothing is written', async () => {
    const { build, before } = await delivered();
    const paid = build().with({ status: 'paid', balance: '0' }).withLine({ amount: '100', description: 'Corrected' });
    expect(await rig.deliver(paid.event(again))).toMatchObject([{ state: 'unchanged' }]);
    expect(rig.writes()).toHaveLength(before);
  });

  it('given a changed order number and address, then the details are updated, and again changed back', async () => {
    const { id, build, before } = await delivered({ purchaseOrder: 'PO-1' });
    const changed = build()
      .with({ purchaseOrder: 'PO-2', billingAddress: { lines: ['9 Pier'], country: 'US' } })
      .withLine({ amount: '100' });
    expect(await rig.deliver(changed.event(again))).toMatchObject([{ state: 'delivered', targetId: id }]);
    expect(rig.simulator.controls.find('invoice', id)).toMatchObject({
      po_number: 'PO-2',
      billing_address: { line1: '9 Pier' },
    });
    const back = build()
      .withLine({ amount: '100' })
      .event({ ...again, version: 3 });
    expect(await rig.deliver(back)).toMatchObject([{ state: 'delivered' }]);
    expect(rig.simulator.controls.find('invoice', id)).toMatchObject({ po_number: 'PO-1' });
    expect(rig.writes().slice(before)).toEqual(['update_invoice_details', 'update_invoice_details']);
  });

  it('given another amount and day, then it fails with both values and nothing is written', async () => {
    const { build, before } = await delivered();
    const changed = build().with({ issuedOn: '2026-01-16' }).withLine({ amount: '120' }).event(again);
    expect(await rig.deliver(changed)).toMatchObject([
      {
        state: 'failed',
        failureClass: 'data',
        reason: 'TARGET_IMMUTABLE',
        details: {
          differences: {
            total: { ours: '120.00', theirs: '100.00' },
            lines: { ours: '120.00', theirs: '100.00' },
            date: { ours: '2026-01-16', theirs: '2026-01-15' },
          },
        },
      },
    ]);
    expect(rig.writes()).toHaveLength(before);
  });

  it('given a void of a delivered invoice, then it fails and tells both states', async () => {
    const { build } = await delivered();
    const voided = build()
      .with({ status: 'voided' })
      .withLine({ amount: '100' })
      .event({ ...again, change: 'voided' });
    expect(await rig.deliver(voided)).toMatchObject([
      {
        state: 'failed',
        reason: 'TARGET_IMMUTABLE',
        details: { differences: { status: { ours: 'voided', theirs: 'payment_due' } } },
      },
    ]);
  });

  it('given a deletion of a delivered invoice, then it stays on the site', async () => {
    const { build } = await delivered();
    const gone = build()
      .with({ status: 'deleted' })
      .withLine({ amount: '100' })
      .event({ ...again, change: 'deleted' });
    expect(await rig.deliver(gone)).toMatchObject([{ state: 'skipped', reason: 'deletion-not-propagated' }]);
  });
});
