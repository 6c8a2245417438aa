import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_SITE } from '../../site/site-options.js';
import { startChargebeeSimulator, type ChargebeeSimulator } from '../../simulator.js';
import { ApiClient } from '../../testing/api-client.js';

describe('customers', () => {
  let simulator: ChargebeeSimulator;
  let api: ApiClient;

  beforeAll(async () => {
    simulator = await startChargebeeSimulator({
      sites: [{ ...DEFAULT_SITE, customFields: { customer: ['cf_region'] } }],
      switches: { requestsPerMinute: null },
    });
    api = new ApiClient(simulator);
  });
  afterAll(() => simulator.close());
  beforeEach(() => simulator.controls.reset());

  it('makes an id when none is given and leaves unset attributes out', async () => {
    const { body } = await api.post('/customers', { first_name: 'Ann', cf_region: 'West' });
    expect(body.customer?.id).toEqual(expect.stringMatching(/^\w{16}$/));
    expect(body.customer).toMatchObject({ first_name: 'Ann', cf_region: 'West', preferred_currency_code: 'USD' });
    expect(body.customer).not.toHaveProperty('last_name');
    expect(body.customer).not.toHaveProperty('billing_address');
  });

  it.each([
    [{ id: 'x'.repeat(51) }, 'id'],
    [{ email: 'nobody' }, 'email'],
    [{ auto_collection: 'yes' }, 'auto_collection'],
    [{ preferred_currency_code: 'GBP' }, 'preferred_currency_code'],
    [{ 'billing_address[country]': 'Utopia' }, 'billing_address[country]'],
    [{ meta_data: '{oops' }, 'meta_data'],
    [{ cf_unknown: '1' }, 'cf_unknown'],
    [{ net_term_days: '30 days' }, 'net_term_days'],
    [{ nickname: 'A' }, 'nickname'],
  ])('refuses %j', async (fields, param) => {
    const { status, error } = await api.post('/customers', fields);
    expect(status).toBe(400);
    expect(error).toMatchObject({
      api_error_code: 'param_wrong_value',
      type: 'invalid_request',
      param,
      error_param: param,
    });
    expect(error.message).toBe(`${param} : ${error.error_msg}`);
    expect(simulator.controls.objects('customer')).toHaveLength(0);
  });

  it('refuses an id that is taken, by a deleted customer too', async () => {
    await api.post('/customers', { id: 'C-1' });
    expect((await api.post('/customers', { id: 'C-1' })).error).toMatchObject({
      api_error_code: 'duplicate_entry',
      error_code: 'param_not_unique',
      param: 'id',
    });
    await api.post('/customers/C-1/delete');
    expect((await api.post('/customers', { id: 'C-1' })).error.api_error_code).toBe('duplicate_entry');
    expect((await api.get('/customers/C-1')).status).toBe(404);
    const { body } = await api.get('/customers', { include_deleted: 'true' });
    expect(body.list).toMatchObject([{ customer: { id: 'C-1', deleted: true } }]);
  });

  it('updates the rest but neither billing address nor tax number', async () => {
    await api.post('/customers', { id: 'C-1', first_name: 'Ann', phone: '1' });
    const { body } = await api.post('/customers/C-1', { first_name: 'Bea', phone: '' });
    expect(body.customer).toMatchObject({ first_name: 'Bea' });
    expect(body.customer).not.toHaveProperty('phone');
    for (const [name, value] of [
      ['billing_address[city]', 'Rome'],
      ['vat_number', '1'],
      ['id', 'C-2'],
    ] as const) {
      expect((await api.post('/customers/C-1', { [name]: value })).error).toMatchObject({ param: name });
    }
    simulator.controls.set({ strictUnknownParams: false });
    const ignored = await api.post('/customers/C-1', { vat_number: '1' });
    simulator.controls.set({ strictUnknownParams: true });
    expect(ignored.status).toBe(200);
    expect(ignored.body.customer).not.toHaveProperty('vat_number');
  });

  it('changes only the given parts of a billing address', async () => {
    await api.post('/customers', { id: 'C-1', 'billing_address[line1]': 'A 1', 'billing_address[line2]': 'B' });
    const { body } = await api.post('/customers/C-1/update_billing_info', {
      vat_number: 'ZA1',
      'billing_address[line1]': 'A 2',
      'billing_address[line2]': '',
    });
    expect(body.customer).toMatchObject({ vat_number: 'ZA1' });
    expect(body.customer?.billing_address).toEqual({
      line1: 'A 2',
      validation_status: 'not_validated',
      object: 'billing_address',
    });
  });

  it('gives each version a greater resource_version and an event of the key that wrote it', async () => {
    const created = await api.post('/customers', { id: 'C-1' });
    const updated = await api.post('/customers/C-1', { phone: '1' });
    expect(Number(updated.body.customer?.resource_version)).toBeGreaterThan(
      Number(created.body.customer?.resource_version),
    );
    const events = simulator.controls.objects('event');
    expect(events.map((event) => event.event_type)).toEqual(['customer_created', 'customer_changed']);
    expect(events[1]).toMatchObject({ user: 'bridge', source: 'api', content: { customer: updated.body.customer } });
  });

  it('marks events of requests that ask for no webhooks', async () => {
    await api.post('/customers', {}, { 'chargebee-event-webhook': 'all-disabled' });
    expect(simulator.controls.objects('event')[0]).toMatchObject({ webhook_status: 'disabled' });
  });
});
