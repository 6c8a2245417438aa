import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_SITE } from '../../site/site-options.js';
import { startChargebeeSimulator, type ChargebeeSimulator } from '../../simulator.js';
import { ApiClient, importFields, type WireFields } from '../../testing/api-client.js';

const PATH = '/invoices/import_invoice';
const PAYMENT = { 'payments[amount][0]': 10_000, 'payments[payment_method][0]': 'check' };

describe('import_invoice', () => {
  let simulator: ChargebeeSimulator;
  let api: ApiClient;
  const importing = (overrides: WireFields = {}) => api.post(PATH, importFields(overrides));

  beforeAll(async () => {
    simulator = await startChargebeeSimulator({
      sites: [{ ...DEFAULT_SITE, currencies: ['USD', 'JPY', 'KWD'], customFields: { invoice: ['cf_number'] } }],
      switches: { requestsPerMinute: null },
    });
    api = new ApiClient(simulator);
  });
  afterAll(() => simulator.close());
  beforeEach(async () => {
    simulator.controls.reset();
    await api.post('/customers', { id: 'C-1', vat_number: 'ZA1', 'billing_address[city]': 'Rome' });
  });

  it('keeps the number, the lines and a snapshot of the address', async () => {
    const { status, body } = await importing({ cf_number: '000123', po_number: 'PO', due_date: 1_760_086_400 });
    expect(status).toBe(200);
    expect(body.invoice).toMatchObject({
      id: 'INV-1',
      status: 'payment_due',
      total: 10_000,
      amount_due: 10_000,
      vat_number: 'ZA1',
      first_invoice: true,
      cf_number: '000123',
      line_items: [{ amount: 10_000, unit_amount: 10_000, quantity: 1, entity_type: 'adhoc', description: 'Pump' }],
      billing_address: { city: 'Rome' },
    });
    await api.post('/customers/C-1/update_billing_info', { 'billing_address[city]': 'Oslo' });
    const read = await api.get('/invoices/INV-1');
    expect(read.body).toEqual(body);
    expect((await importing({ id: 'INV-2' })).body.invoice).toMatchObject({ first_invoice: false });
  });

  it.each<[string, WireFields, string]>([
    ['no number', { id: '' }, 'id'],
    ['a number of 51 characters', { id: 'x'.repeat(51) }, 'id'],
    ['no customer', { customer_id: '' }, 'customer_id'],
    ['no currency where there are several', { currency_code: '' }, 'currency_code'],
    ['a currency of another site', { currency_code: 'EUR' }, 'currency_code'],
    ['a total that does not add up', { total: 10_001 }, 'total'],
    ['a date in milliseconds', { date: 1_760_000_000_000 }, 'date'],
    ['a due date before the date', { due_date: 1_759_000_000 }, 'due_date'],
    ['a decimal amount', { 'line_items[amount][0]': '100.00' }, 'line_items[amount][0]'],
    ['a long description', { 'line_items[description][0]': 'x'.repeat(251) }, 'line_items[description][0]'],
    ['rows instead of columns', { 'line_items[0][amount]': 1 }, 'line_items[0][amount]'],
    ['a rate over 100', { 'taxes[name][0]': 'VAT', 'taxes[rate][0]': 101 }, 'taxes[rate][0]'],
    ['a tax on no line', { 'taxes[name][0]': 'VAT', 'taxes[rate][0]': 15 }, 'taxes[name][0]'],
    ['paid without payments', { status: 'paid' }, 'payments'],
    ['open but wholly paid', { status: 'payment_due', ...PAYMENT }, 'status'],
    ['payments over the total', { ...PAYMENT, 'payments[amount][0]': 10_001 }, 'payments'],
    ['payments of a void', { status: 'voided', ...PAYMENT }, 'payments'],
    ['taxes of a pending one', { status: 'pending', 'taxes[name][0]': 'V', 'taxes[rate][0]': 1 }, 'taxes'],
    [
      'an unknown payment method',
      { ...PAYMENT, 'payments[payment_method][0]': 'cheque' },
      'payments[payment_method][0]',
    ],
    ['a write-off without credit note', { is_written_off: 'true' }, 'credit_note[id]'],
    ['rounding over 99', { round_off: 100 }, 'round_off'],
  ])('refuses %s', async (_what, overrides, param) => {
    const { status, error } = await importing(overrides);
    expect([status, error.api_error_code, error.param]).toEqual([400, 'param_wrong_value', param]);
    expect(simulator.controls.objects('invoice')).toHaveLength(0);
    expect(simulator.controls.objects('transaction')).toHaveLength(0);
  });

  it('refuses an invoice without lines and one of an unknown customer', async () => {
    const { error } = await api.post(PATH, { id: 'I', customer_id: 'C-1', currency_code: 'USD', date: 1, total: 0 });
    expect(error.param).toBe('line_items');
    expect((await importing({ customer_id: 'C-9' })).error).toMatchObject({
      http_status_code: 404,
      api_error_code: 'resource_not_found',
      param: 'customer_id',
    });
  });

  it('keeps a number taken, after a void and a deletion too', async () => {
    await importing();
    await api.post('/invoices/INV-1/void');
    expect((await importing()).error).toMatchObject({ api_error_code: 'duplicate_entry', param: 'id' });
    await api.post('/invoices/INV-1/delete');
    expect((await importing()).error).toMatchObject({ api_error_code: 'duplicate_entry', param: 'id' });
  });

  it('adds up discounts, taxes and rounding', async () => {
    const { body, error } = await importing({
      total: 10_351,
      round_off: 1,
      'line_items[id][0]': 'l1',
      'line_items[item_level_discount1_amount][0]': 500,
      'line_items[tax1_name][0]': 'VAT',
      'line_items[tax1_amount][0]': 1_350,
      'discounts[entity_type][0]': 'item_level_discount',
      'discounts[line_item_id][0]': 'l1',
      'discounts[amount][0]': 500,
      'discounts[entity_type][1]': 'document_level_discount',
      'discounts[amount][1]': 500,
      'taxes[name][0]': 'VAT',
      'taxes[rate][0]': 15,
    });
    expect(error.message).toBeUndefined();
    expect(body.invoice).toMatchObject({
      sub_total: 9_500,
      tax: 1_350,
      total: 10_351,
      taxes: [{ name: 'VAT', amount: 1_350 }],
      line_item_taxes: [{ line_item_id: 'l1', tax_rate: 15, tax_amount: 1_350 }],
      line_item_discounts: [{ line_item_id: 'l1', discount_amount: 500 }],
    });
  });

  it('leaves taxes out of the sum when prices include them', async () => {
    const fields = { 'taxes[name][0]': 'VAT', 'taxes[rate][0]': 15 };
    const onLine = { 'line_items[tax1_name][0]': 'VAT', 'line_items[tax1_amount][0]': 1_304 };
    const { body } = await importing({ price_type: 'tax_inclusive', ...fields, ...onLine });
    expect(body.invoice).toMatchObject({ total: 10_000, tax: 1_304 });
  });

  it('does not check what its switches turn off', async () => {
    simulator.controls.set({ checkTotals: false, checkLineTaxes: false, paidNeedsPayments: false });
    const { status } = await importing({ total: 1, status: 'paid', 'taxes[name][0]': 'VAT', 'taxes[rate][0]': 15 });
    simulator.controls.set({ checkTotals: true, checkLineTaxes: true, paidNeedsPayments: true });
    expect(status).toBe(200);
  });

  it('turns payments into transactions', async () => {
    const reference = { 'payments[reference_number][0]': 'R-1', 'payments[date][0]': 1_760_000_100 };
    const { body } = await importing({ status: 'paid', ...PAYMENT, ...reference });
    expect(body.invoice).toMatchObject({ status: 'paid', amount_paid: 10_000, amount_due: 0, paid_at: 1_760_000_000 });
    const [transaction] = simulator.controls.objects('transaction');
    expect(transaction).toMatchObject({
      amount: 10_000,
      status: 'success',
      payment_method: 'check',
      reference_number: 'R-1',
      linked_invoices: [{ invoice_id: 'INV-1', applied_amount: 10_000, invoice_status: 'paid' }],
    });
    expect(body.invoice?.linked_payments).toMatchObject([{ txn_id: transaction?.id, txn_date: 1_760_000_100 }]);
    expect((await api.get('/invoices/INV-1/payments')).body.list).toHaveLength(1);
    const types = simulator.controls.objects('event').map((event) => event.event_type);
    expect(types).toEqual(['customer_created', 'invoice_generated', 'transaction_created', 'payment_succeeded']);
  });

  it('takes partial payments, and a status from the payments when none is given', async () => {
    const partial = await importing({ ...PAYMENT, 'payments[amount][0]': 4_000 });
    expect(partial.body.invoice).toMatchObject({ status: 'payment_due', amount_paid: 4_000, amount_due: 6_000 });
    expect((await importing({ id: 'INV-2', ...PAYMENT })).body.invoice).toMatchObject({ status: 'paid' });
  });

  it('writes the rest off by a credit note of its own', async () => {
    const { body } = await importing({ is_written_off: 'true', 'credit_note[id]': 'CN-1' });
    expect(body.invoice).toMatchObject({
      status: 'paid',
      write_off_amount: 10_000,
      amount_adjusted: 10_000,
      amount_due: 0,
    });
    expect(body.credit_note).toMatchObject({ id: 'CN-1', type: 'adjustment', status: 'adjusted', total: 10_000 });
  });

  it('takes yen in whole units, dinars in hundredths, and a thousand lines', async () => {
    expect((await importing({ id: 'J', currency_code: 'JPY' })).status).toBe(200);
    expect((await importing({ id: 'K', currency_code: 'KWD' })).status).toBe(200);
    const totals = simulator.controls.summary().sites['acme-test']?.invoices.totals;
    expect([totals?.JPY?.total, totals?.KWD?.total]).toEqual(['10000', '100.00']);
    const lines = Array.from({ length: 1000 }, (_, index) => [
      [`line_items[description][${index}]`, `Part ${index}`],
      [`line_items[amount][${index}]`, '-1'],
    ]).flat() as [string, string][];
    const big = await importing({ id: 'BIG', total: 0, ...Object.fromEntries(lines), 'line_items[amount][0]': 999 });
    expect(big.body.invoice).toMatchObject({ status: 'paid', total: 0 });
    expect(big.body.invoice?.line_items).toHaveLength(1000);
  });
});
