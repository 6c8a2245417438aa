import { describe, expect, it } from '@jest/globals';
import { assertTotals, type CreditNote } from '@ledgerbridge/contracts';
import { mapResource } from './map-resource.js';
import {
  aContext,
  aSiteCreditNote,
  aSiteCustomer,
  aSubscription,
  aTransaction,
  LATE_EVENING,
} from './resources.fixture.spec.js';

const ORIGIN = { connection: 'erp', type: 'invoice' as const, sourceId: 'C1~100~I' };

describe('credit notes of the site', () => {
  it('given an adjustment, then its state is positive, settled and allocated', () => {
    const outcome = mapResource('credit_note', aSiteCreditNote(), aContext());
    expect(outcome).toMatchObject({
      state: {
        number: 'CN-1',
        customerId: 'cust_1',
        invoiceId: 'INV-1',
        status: 'settled',
        reason: 'Order change',
        issuedOn: '2026-03-31',
        totals: { total: '100.00' },
        allocations: [{ invoiceId: 'INV-1', amount: '100.00' }],
      },
    });
  });

  it.each([
    [{ status: 'refund_due' }, { status: 'open' }],
    [{ status: 'refunded' }, { status: 'settled' }],
    [
      { status: 'voided', voided_at: LATE_EVENING },
      { status: 'voided', voidedAt: '2026-04-01T02:30:00.000Z' },
    ],
    [{ deleted: true }, { status: 'deleted' }],
    [{ reason_code: 'write_off', create_reason_code: 'Bad debt' }, { reason: 'write_off' }],
    [{ reason_code: 'waiver', create_reason_code: undefined }, { reason: 'waiver' }],
  ])('given %j, then it is %j', (changes, state) => {
    expect(mapResource('credit_note', aSiteCreditNote(changes), aContext())).toMatchObject({ state });
  });

  it('given no lines, then one line has its whole amount', () => {
    const note = aSiteCreditNote({ line_items: [], taxes: [{ name: 'VAT', amount: 1_000 }] });
    const { state } = mapResource('credit_note', note, aContext()) as { state: CreditNote };
    assertTotals(state);
    expect(state.lines).toEqual([
      { id: 'summary', kind: 'summary', description: 'Whole amount', amount: '90.00', taxes: [] },
    ]);
  });
});

describe('transactions of the site', () => {
  it('given a payment by card of an invoice of ours, then it names gateway, reference and origin', () => {
    const origins = { of: (type: string, id: string) => (type === 'invoice' && id === 'INV-1' ? ORIGIN : undefined) };
    expect(mapResource('transaction', aTransaction(), aContext({ origins }))).toMatchObject({
      record: { type: 'payment', sourceId: 'txn_1' },
      state: {
        number: 'txn_1',
        kind: 'payment',
        status: 'succeeded',
        amount: '100.00',
        currency: 'USD',
        paidOn: '2026-03-31',
        method: 'card',
        gateway: 'stripe',
        reference: 'ch_1',
        allocations: [{ documentType: 'invoice', documentId: 'INV-1', amount: '100.00', origin: ORIGIN }],
      },
    });
  });

  it('given a payment we recorded, then its tag finds its origin', () => {
    const ours = { connection: 'erp', type: 'payment' as const, sourceId: 'P-9' };
    const origins = { of: (type: string, id: string) => (type === 'payment' && id === 'P-9' ? ours : undefined) };
    const resource = aTransaction({ gateway: 'not_applicable', reference_number: 'Cheque 7 [P-9]' });
    const outcome = mapResource('transaction', resource, aContext({ origins }));
    expect(outcome).toMatchObject({ state: { origin: ours, reference: 'Cheque 7 [P-9]' } });
    expect((outcome as { state: object }).state).not.toHaveProperty('gateway');
  });

  it.each([
    [
      { type: 'refund', refunded_txn_id: 'txn_0' },
      { kind: 'refund', reversesPaymentId: 'txn_0' },
    ],
    [
      { type: 'payment_reversal', reference_transaction_id: 'txn_0' },
      { kind: 'reversal', reversesPaymentId: 'txn_0' },
    ],
    [
      { type: 'refund', linked_payments: [{ id: 'txn_0' }] },
      { kind: 'refund', reversesPaymentId: 'txn_0' },
    ],
    [{ status: 'failure' }, { status: 'failed' }],
    [{ status: 'late_failure' }, { status: 'failed' }],
    [{ status: 'late_failure', reversal_transaction_id: 'txn_9' }, { status: 'succeeded' }],
    [
      { status: 'voided', voided_at: LATE_EVENING },
      { status: 'voided', voidedAt: '2026-04-01T02:30:00.000Z' },
    ],
    [{ deleted: true, status: 'in_progress' }, { status: 'deleted' }],
    [
      { type: 'refund', linked_invoices: [], linked_credit_notes: [{ cn_id: 'CN-1', applied_amount: 4_000 }] },
      { allocations: [{ documentType: 'credit-note', documentId: 'CN-1', amount: '40.00' }] },
    ],
  ])('given %j, then it is %j', (changes, state) => {
    expect(mapResource('transaction', aTransaction(changes), aContext())).toMatchObject({ state });
  });

  it.each([
    [{ type: 'authorization' }, 'authorization'],
    [{ status: 'in_progress' }, 'payment-unsettled'],
    [{ status: 'needs_attention' }, 'payment-unsettled'],
    [{ status: 'timeout' }, 'payment-unsettled'],
  ])('given %j, then it is not carried', (changes, reason) => {
    expect(mapResource('transaction', aTransaction(changes), aContext())).toMatchObject({
      kind: 'not-carried',
      reason,
    });
  });

  it.each([
    [{ customer_id: undefined }, 'customer_id', 'CUSTOMER_MISSING'],
    [{ type: 'gift' }, 'type', 'KIND_UNKNOWN'],
    [{ amount: undefined }, 'amount', 'AMOUNT_MISSING'],
  ])('given %j, then it is rejected by name', (changes, field, rule) => {
    const outcome = mapResource('transaction', aTransaction(changes), aContext());
    expect(outcome).toMatchObject({ kind: 'rejected', rejection: { type: 'payment', sourceId: 'txn_1', field, rule } });
  });
});

describe('customers of the site', () => {
  it('given one, then its state is golden, with the custom fields that are asked for', () => {
    const resource = aSiteCustomer({
      cf_gp_id: 'ACME01',
      cf_score: 7,
      cf_vip: true,
      cf_other: 'no',
      vat_number: '123',
    });
    const customFields = ['cf_gp_id', 'cf_score', 'cf_vip', 'cf_none'];
    expect(mapResource('customer', resource, aContext({ customFields }))).toMatchObject({
      state: {
        number: 'cust_1',
        status: 'active',
        name: 'Acme Inc.',
        firstName: 'Ada',
        lastName: 'Byron',
        emails: ['ada@acme.example'],
        billingAddress: { lines: ['1 Main St'], city: 'Boston', region: 'MA', postalCode: '02101', country: 'US' },
        currency: 'USD',
        taxNumber: '123',
        taxExempt: false,
        paymentTermsDays: 30,
        attributes: { cf_gp_id: 'ACME01', cf_score: '7', cf_vip: 'true' },
      },
    });
  });

  it('given neither name nor address, then it is a customer all the same', () => {
    const bare = { id: 'c', deleted: false, taxability: 'exempt', email: `${'x'.repeat(190)}@x.example` };
    expect(mapResource('customer', bare, aContext())).toEqual({
      kind: 'mapped',
      record: { connection: 'cb', type: 'customer', sourceId: 'c' },
      state: { number: 'c', status: 'active', emails: [bare.email], taxExempt: true },
    });
  });

  it('given a custom field that is too long to mean something cut, then the customer is rejected by its name', () => {
    const outcome = mapResource(
      'customer',
      aSiteCustomer({ cf_gp_id: 'x'.repeat(501) }),
      aContext({ customFields: ['cf_gp_id'] }),
    );
    expect(outcome).toMatchObject({ rejection: { field: 'cf_gp_id', shape: 'string(501)', rule: 'TEXT_TOO_LONG' } });
  });
});

describe('subscriptions of the site', () => {
  it('given one, then its state is golden', () => {
    expect(mapResource('subscription', aSubscription(), aContext())).toMatchObject({
      state: {
        number: 'sub_1',
        customerId: 'cust_1',
        status: 'active',
        currency: 'USD',
        billingPeriod: 1,
        billingPeriodUnit: 'month',
        items: [{ itemCode: 'basic-USD-monthly', kind: 'plan', quantity: '2', unitPrice: '50.00' }],
        startedAt: '2026-04-01T02:30:00.000Z',
        currentTermEndsAt: '2026-05-01T02:30:00.000Z',
      },
    });
  });

  it.each([
    ['in_trial', 'trial'],
    ['non_renewing', 'non-renewing'],
    ['transferred', 'cancelled'],
    ['cancelled', 'cancelled'],
  ])('given %s, then it is %s', (status, expected) => {
    expect(mapResource('subscription', aSubscription({ status }), aContext())).toMatchObject({
      state: { status: expected },
    });
  });

  it('given the first product catalog, then plan and add-ons are its items', () => {
    const resource = aSubscription({
      subscription_items: undefined,
      plan_id: 'basic',
      plan_quantity: 1,
      plan_unit_price: 900,
      addons: [{ id: 'sms', quantity: 3, unit_price: 100 }],
    });
    expect(mapResource('subscription', resource, aContext())).toMatchObject({
      state: {
        items: [
          { itemCode: 'basic', kind: 'plan', quantity: '1', unitPrice: '9.00' },
          { itemCode: 'sms', kind: 'addon', quantity: '3', unitPrice: '1.00' },
        ],
      },
    });
  });
});
