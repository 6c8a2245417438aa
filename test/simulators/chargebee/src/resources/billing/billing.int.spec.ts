import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChargebeeSimulator } from '../../simulator.js';
import { ApiClient } from '../../testing/api-client.js';
import { eventTypes, startBillingSite } from '../../testing/billing-site.js';
import { inconsistencies } from '../../testing/inconsistencies.js';

const CHARGE = '/invoices/create_for_charge_items_and_charges';
const ONE_CHARGE = {
  customer_id: 'C-1',
  currency_code: 'USD',
  'charges[amount][0]': 10_000,
  'charges[description][0]': 'Pump',
};

describe('billing by the site itself', () => {
  let simulator: ChargebeeSimulator;
  let api: ApiClient;

  beforeAll(async () => {
    simulator = await startBillingSite({ invoicePrefix: 'INV-' });
    api = new ApiClient(simulator);
  });
  afterAll(() => simulator.close());
  beforeEach(async () => {
    simulator.controls.reset();
    simulator.controls.set({ roundOffTotals: false, voidCreatesCreditNote: false });
    await api.post('/customers', { id: 'C-1', 'billing_address[country]': 'DE' });
  });
  afterEach(() => {
    expect(inconsistencies(simulator.controls)).toEqual([]);
  });

  function payBy(type: 'card' | 'direct_debit', fails = false): void {
    simulator.controls.billing.setPaymentMethod({ customerId: 'C-1', type, fails });
  }

  it('charges are numbered, taxed and due when the customer has nothing to pay with', async () => {
    const { body } = await api.post(CHARGE, ONE_CHARGE);
    expect(body.invoice).toMatchObject({
      id: 'INV-1',
      status: 'payment_due',
      sub_total: 10_000,
      tax: 1_900,
      total: 11_900,
    });
    expect(body.invoice?.line_item_taxes).toMatchObject([{ tax_name: 'VAT', tax_rate: 19, tax_amount: 1_900 }]);
    expect(eventTypes(simulator)).toEqual(['customer_created', 'invoice_generated']);
    expect((await api.post(CHARGE, ONE_CHARGE)).body.invoice).toMatchObject({ id: 'INV-2', first_invoice: false });
  });

  it('a card is collected from at once', async () => {
    payBy('card');
    const { body } = await api.post(CHARGE, ONE_CHARGE);
    expect(body.invoice).toMatchObject({ status: 'paid', amount_paid: 11_900, amount_due: 0 });
    expect(simulator.controls.objects('transaction')).toMatchObject([
      { type: 'payment', status: 'success', payment_method: 'card', gateway: 'chargebee', amount: 11_900 },
    ]);
    expect(eventTypes(simulator).slice(1)).toEqual(['invoice_generated', 'transaction_created', 'payment_succeeded']);
  });

  it('a direct debit is in progress until the bank has answered, and may be taken back later', async () => {
    payBy('direct_debit');
    await api.post(CHARGE, ONE_CHARGE);
    const transactionId = simulator.controls.objects('transaction')[0]?.id as string;
    expect((await api.get('/invoices/INV-1')).body.invoice).toMatchObject({ amount_due: 11_900, amount_to_collect: 0 });
    simulator.controls.billing.settle({ transactionId, outcome: 'success' });
    expect((await api.get('/invoices/INV-1')).body.invoice).toMatchObject({ status: 'paid', amount_due: 0 });
    simulator.controls.billing.settle({ transactionId, outcome: 'reversed' });
    expect((await api.get('/invoices/INV-1')).body.invoice).toMatchObject({
      status: 'payment_due',
      amount_due: 11_900,
    });
    const { body } = await api.get('/transactions', { 'type[is]': 'payment_reversal' });
    expect(body.list).toMatchObject([{ transaction: { reference_transaction_id: transactionId, amount: 11_900 } }]);
    expect(() => simulator.controls.billing.settle({ transactionId, outcome: 'success' })).toThrow('late_failure');
  });

  it('a failing card leaves failed payments, and after the last try the invoice is not paid', async () => {
    payBy('card', true);
    expect((await api.post(CHARGE, ONE_CHARGE)).body.invoice).toMatchObject({
      status: 'payment_due',
      dunning_status: 'in_progress',
      linked_payments: [{ txn_status: 'failure', applied_amount: 11_900 }],
    });
    simulator.controls.billing.advanceDays(5);
    const { body } = await api.get('/invoices/INV-1');
    expect(body.invoice).toMatchObject({ status: 'not_paid', dunning_status: 'exhausted', amount_due: 11_900 });
    expect(simulator.controls.summary().sites['acme-test']?.transactions.totalsByStatus).toEqual({
      USD: { 'payment failure': '476.00' },
    });
    payBy('card');
    expect((await api.post('/invoices/INV-1/collect_payment')).body.invoice).toMatchObject({ status: 'paid' });
  });

  it('discounts, rounding, yen and dinars', async () => {
    simulator.controls.set({ roundOffTotals: true });
    const discounts = { 'discounts[percentage][0]': 10, 'discounts[apply_on][0]': 'invoice_amount' };
    const usd = await api.post(CHARGE, { ...ONE_CHARGE, 'charges[amount][0]': 10_033, ...discounts });
    expect(usd.body.invoice).toMatchObject({ sub_total: 10_033, tax: 1_716, total: 10_700, round_off_amount: -46 });
    const yen = await api.post(CHARGE, { ...ONE_CHARGE, currency_code: 'JPY', 'charges[amount][0]': 1_500 });
    expect(yen.body.invoice).toMatchObject({ total: 1_785, tax: 285 });
    const dinars = await api.post(CHARGE, { ...ONE_CHARGE, currency_code: 'KWD', net_term_days: 30 });
    expect(dinars.body.invoice).toMatchObject({ total: 11_900, status: 'posted' });
    const summary = simulator.controls.summary().sites['acme-test'];
    expect(summary?.invoices.totalsByStatus).toEqual({
      USD: { payment_due: '107.00' },
      JPY: { payment_due: '1785' },
      KWD: { posted: '119.00' },
    });
    simulator.controls.billing.advanceDays(30);
    expect((await api.get('/invoices/INV-3')).body.invoice).toMatchObject({ status: 'payment_due' });
  });

  it.each([
    [{ 'charges[amount][0]': 0 }, 'charges[amount][0]'],
    [{ currency_code: '' }, 'currency_code'],
    [{ invoice_date: 1_500_000_000 }, 'invoice_date'],
    [{ 'item_prices[item_price_id][0]': 'nothing' }, 'item_prices[item_price_id][0]'],
    [{ id: 'OWN-1' }, 'id'],
  ])('charges are refused for %j', async (overrides, param) => {
    expect((await api.post(CHARGE, { ...ONE_CHARGE, ...overrides })).error).toMatchObject({ param });
  });

  it('an online refund leaves a refund and a refunded credit note, and never more than was paid', async () => {
    payBy('card');
    await api.post(CHARGE, ONE_CHARGE);
    const { body } = await api.post('/invoices/INV-1/refund', { refund_amount: 5_950 });
    expect(body.transaction).toMatchObject({ type: 'refund', gateway: 'chargebee', amount: 5_950 });
    expect(body.credit_note).toMatchObject({ id: 'CN-1', status: 'refunded', total: 5_950, sub_total: 5_000 });
    expect(body.invoice).toMatchObject({
      status: 'paid',
      amount_paid: 11_900,
      issued_credit_notes: [{ cn_status: 'refunded' }],
    });
    expect((await api.post('/invoices/INV-1/refund', { refund_amount: 5_951 })).error.param).toBe('refund_amount');
    expect(simulator.controls.find('transaction', String(body.transaction?.refunded_txn_id))).toMatchObject({
      linked_refunds: [{ txn_id: body.transaction?.id, txn_amount: 5_950 }],
    });
    expect(eventTypes(simulator).slice(-3)).toEqual(['credit_note_created', 'transaction_created', 'payment_refunded']);
  });

  it('an offline payment is given back offline', async () => {
    await api.post(CHARGE, ONE_CHARGE);
    await api.post('/invoices/INV-1/record_payment', { 'transaction[payment_method]': 'check' });
    expect((await api.post('/invoices/INV-1/refund')).status).toBe(409);
    const { body } = await api.post('/invoices/INV-1/record_refund', {
      'transaction[payment_method]': 'bank_transfer',
      'transaction[date]': 1_760_000_000,
      'transaction[amount]': 100,
      'credit_note[reason_code]': 'waiver',
    });
    expect(body.credit_note).toMatchObject({
      reason_code: 'waiver',
      create_reason_code: 'Waiver',
      date: 1_760_000_000,
    });
    expect(body.transaction).toMatchObject({
      gateway: 'not_applicable',
      linked_credit_notes: [{ applied_amount: 100 }],
    });
  });

  it('a write-off adjusts away what is due', async () => {
    await api.post(CHARGE, ONE_CHARGE);
    await api.post('/invoices/INV-1/record_payment', {
      'transaction[payment_method]': 'check',
      'transaction[amount]': 1_900,
    });
    const { body } = await api.post('/invoices/INV-1/write_off');
    expect(body.invoice).toMatchObject({
      status: 'paid',
      write_off_amount: 10_000,
      amount_adjusted: 10_000,
      amount_due: 0,
    });
    expect(body.credit_note).toMatchObject({
      type: 'adjustment',
      status: 'adjusted',
      reason_code: 'write_off',
      total: 10_000,
    });
    expect(simulator.controls.summary().sites['acme-test']?.creditNotes.totalsByReason).toEqual({
      USD: { 'adjustment Write Off adjusted': '100.00' },
    });
  });

  it('a removed payment becomes excess, which another invoice takes', async () => {
    await api.post(CHARGE, ONE_CHARGE);
    await api.post(CHARGE, ONE_CHARGE);
    const paid = await api.post('/invoices/INV-1/record_payment', { 'transaction[payment_method]': 'check' });
    const id = paid.body.transaction?.id as string;
    const removed = await api.post('/invoices/INV-1/remove_payment', { 'transaction[id]': id });
    expect(removed.body.invoice).toMatchObject({ status: 'payment_due', amount_due: 11_900, linked_payments: [] });
    expect(removed.body.transaction).toMatchObject({ amount_unused: 11_900, linked_invoices: [] });
    expect((await api.post('/invoices/INV-2/apply_payments')).body.invoice).toMatchObject({ status: 'paid' });
    await api.post('/invoices/INV-2/delete');
    expect(simulator.controls.find('customer', 'C-1')).toMatchObject({ excess_payments: 11_900 });
    await api.post(`/transactions/${id}/delete_offline_transaction`);
    expect(simulator.controls.find('customer', 'C-1')).toMatchObject({ excess_payments: 0 });
    expect(eventTypes(simulator).at(-1)).toBe('transaction_deleted');
  });

  it('a void may leave a credit note of the same series and lines', async () => {
    simulator.controls.set({ voidCreatesCreditNote: true });
    await api.post(CHARGE, ONE_CHARGE);
    const { body } = await api.post('/invoices/INV-1/void');
    expect(body.invoice).toMatchObject({ status: 'voided', amount_due: 11_900 });
    expect(body.credit_note).toMatchObject({
      id: 'CN-1',
      total: 11_900,
      sub_total: 10_000,
      create_reason_code: 'Invoice Void',
    });
  });

  it('an authorization holds money and lets it go', async () => {
    payBy('card');
    const made = await api.post('/transactions/create_authorization', {
      customer_id: 'C-1',
      currency_code: 'USD',
      amount: 500,
    });
    const { body } = await api.post(`/transactions/${String(made.body.transaction?.id)}/void`);
    expect(body.transaction).toMatchObject({ type: 'authorization', status: 'voided', amount_capturable: 0 });
  });
});
