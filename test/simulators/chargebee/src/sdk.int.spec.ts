import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Chargebee from 'chargebee';
import { DEFAULT_SITE } from './site/site-options.js';
import { startChargebeeSimulator, type ChargebeeSimulator } from './simulator.js';

describe('the official SDK, unmodified', () => {
  let simulator: ChargebeeSimulator;
  let sdk: Chargebee;

  beforeAll(async () => {
    simulator = await startChargebeeSimulator({ switches: { requestsPerMinute: null } });
    const apiKey = DEFAULT_SITE.keys[0]?.secret as string;
    const address = { site: 'localhost', hostSuffix: '', protocol: 'http', port: simulator.port } as const;
    sdk = new Chargebee({ ...address, apiKey });
  });
  afterAll(() => simulator.close());
  beforeEach(() => simulator.controls.reset());

  const customer = { id: 'C-1', company: 'Jürgen & Söhne 😀', meta_data: { source: 'erp' } };
  const invoice = {
    id: 'INV-1',
    customer_id: 'C-1',
    currency_code: 'ZAR',
    date: 1_760_000_000,
    total: 11_500,
    status: 'payment_due' as const,
    line_items: [
      { description: 'Pump', amount: 6_000, tax1_name: 'VAT', tax1_amount: 900 },
      { description: 'Hose', unit_amount: 2_000, quantity: 2, tax1_name: 'VAT', tax1_amount: 600 },
    ],
    taxes: [{ name: 'VAT', rate: 15, amount: 1_500 }],
    billing_address: { city: 'Cape Town', country: 'ZA', zip: '8001' },
  };

  it('creates, updates, reads and lists customers', async () => {
    const created = await sdk.customer.create(customer);
    expect(created.customer).toMatchObject({ ...customer, object: 'customer', auto_collection: 'on', deleted: false });
    await sdk.customer.update('C-1', { email: 'a@b.co' });
    await sdk.customer.updateBillingInfo('C-1', { vat_number: '123', billing_address: { country: 'ZA' } });
    const read = await sdk.customer.retrieve('C-1');
    expect(read.customer).toMatchObject({ email: 'a@b.co', vat_number: '123', billing_address: { country: 'ZA' } });
    await sdk.customer.create({ id: 'C-2' });
    const first = await sdk.customer.list({ limit: 1, 'sort_by[asc]': 'created_at' });
    expect(first.list.map((row) => row.customer.id)).toEqual(['C-1']);
    const second = await sdk.customer.list({
      limit: 1,
      'sort_by[asc]': 'created_at',
      offset: first.next_offset as string,
    });
    expect(second.list.map((row) => row.customer.id)).toEqual(['C-2']);
    expect(second.next_offset).toBeUndefined();
    const filtered = await sdk.customer.list({ id: { in: ['C-2', 'C-3'] }, updated_at: { after: 1_000_000_000 } });
    expect(filtered.list).toHaveLength(1);
  });

  it('imports an invoice, records its payment and reads both', async () => {
    await sdk.customer.create(customer);
    const imported = await sdk.invoice.importInvoice(invoice);
    expect(imported.invoice).toMatchObject({ id: 'INV-1', total: 11_500, tax: 1_500, amount_due: 11_500 });
    const paid = await sdk.invoice.recordPayment('INV-1', {
      transaction: { payment_method: 'bank_transfer', amount: 11_500, reference_number: 'R1', date: 1_760_000_500 },
    });
    expect(paid.invoice).toMatchObject({ status: 'paid', amount_due: 0 });
    const transactions = await sdk.transaction.list({ reference_number: { is: 'R1' } });
    expect(transactions.list[0]?.transaction).toMatchObject({
      amount: 11_500,
      type: 'payment',
      gateway: 'not_applicable',
    });
    const events = await sdk.event.list({ event_type: { is: 'payment_succeeded' } });
    expect(events.list[0]?.event).toMatchObject({
      source: 'api',
      user: 'bridge',
      content: { invoice: { id: 'INV-1' } },
    });
    expect((await sdk.configuration.list()).configurations[0]).toMatchObject({ product_catalog_version: 'v2' });
  });

  it('gets errors as it knows them', async () => {
    await expect(sdk.invoice.importInvoice(invoice)).rejects.toMatchObject({
      http_status_code: 404,
      api_error_code: 'resource_not_found',
      param: 'customer_id',
    });
    await sdk.customer.create(customer);
    await expect(sdk.customer.create(customer)).rejects.toMatchObject({
      http_status_code: 400,
      api_error_code: 'duplicate_entry',
      param: 'id',
      type: 'invalid_request',
    });
  });

  it('sees a repeated idempotency key answered from the first request', async () => {
    const headers = { 'chargebee-idempotency-key': 'key-1' };
    const first = await sdk.customer.create(customer, headers);
    const again = await sdk.customer.create(customer, headers);
    expect([first.isIdempotencyReplayed, again.isIdempotencyReplayed]).toEqual([false, 'true']);
    expect(again.customer).toEqual(first.customer);
    expect(simulator.controls.objects('customer')).toHaveLength(1);
  });
});
