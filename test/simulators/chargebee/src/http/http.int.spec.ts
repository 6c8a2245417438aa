import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_SITE, type SiteOptions } from '../site/site-options.js';
import { startChargebeeSimulator, type ChargebeeSimulator } from '../simulator.js';
import { ApiClient } from '../testing/api-client.js';

const OTHER_SITE: SiteOptions = {
  name: 'beta-test',
  keys: [{ name: 'beta', secret: 'beta_key', access: 'full' }],
  currencies: ['EUR'],
};

describe('requests', () => {
  let simulator: ChargebeeSimulator;
  let api: ApiClient;

  beforeAll(async () => {
    simulator = await startChargebeeSimulator({
      sites: [DEFAULT_SITE, OTHER_SITE],
      switches: { requestsPerMinute: null },
    });
    api = new ApiClient(simulator);
  });
  afterAll(() => simulator.close());
  beforeEach(() => simulator.controls.reset());

  it('carry the API key as Basic user with an empty password', async () => {
    const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;
    const key = DEFAULT_SITE.keys[0]?.secret as string;
    for (const authorization of ['', basic('wrong:'), basic(key), basic(`${key}:password`), `Bearer ${key}`]) {
      const { status, error, headers } = await api.send('/customers', { headers: { authorization } });
      expect([status, error.api_error_code]).toEqual([401, 'api_authentication_failed']);
      expect(headers.get('www-authenticate')).toContain('Basic');
    }
    expect((await api.send('/customers', { headers: { authorization: basic(`${key}:`) } })).status).toBe(200);
  });

  it('with a read-only key may read but not write', async () => {
    const reader = new ApiClient(simulator, DEFAULT_SITE.keys[1]?.secret);
    expect((await reader.get('/customers')).status).toBe(200);
    expect((await reader.post('/customers')).error).toMatchObject({
      http_status_code: 403,
      api_error_code: 'api_authorization_failed',
    });
  });

  it('see only the site of their key', async () => {
    await api.post('/customers', { id: 'C-1' });
    const other = new ApiClient(simulator, 'beta_key');
    expect((await other.get('/customers/C-1')).status).toBe(404);
    expect((await other.post('/customers', { id: 'C-1' })).body.customer).toMatchObject({
      preferred_currency_code: 'EUR',
    });
    expect(simulator.controls.objects('customer', 'beta-test')).toHaveLength(1);
  });

  it('need no currency on a site that has one', async () => {
    const other = new ApiClient(simulator, 'beta_key');
    await other.post('/customers', { id: 'C-1' });
    const fields = { id: 'I', customer_id: 'C-1', date: 1_760_000_000, total: 1 };
    const line = { 'line_items[description][0]': 'x', 'line_items[amount][0]': 1 };
    const { body } = await other.post('/invoices/import_invoice', { ...fields, ...line });
    expect(body.invoice).toMatchObject({ currency_code: 'EUR' });
  });

  it.each([
    ['GET', '/nothing', 404, 'resource_not_found'],
    ['GET', '/customers/none', 404, 'resource_not_found'],
    ['POST', '/customers/none', 404, 'resource_not_found'],
    ['GET', '/customers/a/b/c', 404, 'resource_not_found'],
    ['GET', '/invoices/import_invoice', 405, 'http_method_not_supported'],
    ['DELETE', '/customers/none', 405, 'http_method_not_supported'],
    ['PUT', '/customers', 405, 'http_method_not_supported'],
  ])('%s %s answers %i', async (method, path, status, code) => {
    const { error } = await api.send(path, { method });
    expect(error).toMatchObject({ http_status_code: status, api_error_code: code, type: 'invalid_request' });
  });

  it.each([
    ['application/json', '{"id":"C-1"}'],
    ['text/plain', 'id=C-1'],
    ['application/x-www-form-urlencoded; charset=iso-8859-1', 'id=C-1'],
    ['application/x-www-form-urlencoded', 'id=%E9'],
  ])('with %s and %s are refused', async (type, body) => {
    const { status } = await api.send('/customers', { method: 'POST', body, headers: { 'content-type': type } });
    expect(status).toBe(400);
    expect(simulator.controls.objects('customer')).toHaveLength(0);
  });

  it('find objects whose ids need encoding', async () => {
    await api.post('/customers', { id: 'A B&ü' });
    expect((await api.get(`/customers/${encodeURIComponent('A B&ü')}`)).body.customer).toMatchObject({ id: 'A B&ü' });
  });

  it('get the headers of the original, no rate counters among them', async () => {
    const { headers } = await api.get('/configurations');
    expect(headers.get('content-type')).toBe('application/json;charset=utf-8');
    expect(headers.get('cache-control')).toContain('no-store');
    expect([...headers.keys()].filter((name) => name.includes('limit'))).toEqual([]);
  });

  it('are refused by sites that are off, read-only, or lack the operation', async () => {
    const { controls } = simulator;
    controls.set({ siteDisabled: true });
    expect((await api.get('/customers')).error).toMatchObject({
      api_error_code: 'request_blocked',
      http_status_code: 403,
    });
    controls.set({ siteDisabled: false, siteReadOnly: true });
    expect((await api.post('/customers')).error).toMatchObject({ api_error_code: 'site_read_only_mode' });
    expect((await api.get('/customers')).status).toBe(200);
    controls.set({ siteReadOnly: false, disabledOperations: ['import_invoice'] });
    const { error } = await api.post('/invoices/import_invoice');
    expect(error).toMatchObject({ api_error_code: 'configuration_incompatible', error_code: 'api_restricted' });
    controls.set({ disabledOperations: [] });
  });

  it('are logged without their key', async () => {
    await api.post('/customers', { id: 'C-1' }, { 'chargebee-event-email': 'all-disabled' });
    const entry = api.lastRequest();
    expect(entry).toMatchObject({ operation: 'create_customer', status: 200, user: 'bridge', body: 'id=C-1' });
    expect(entry.headers).toMatchObject({ 'chargebee-event-email': 'all-disabled' });
    expect(JSON.stringify(simulator.controls.requests())).not.toContain('authorization');
  });
});

describe('lists', () => {
  let simulator: ChargebeeSimulator;
  let api: ApiClient;

  beforeAll(async () => {
    simulator = await startChargebeeSimulator({ switches: { requestsPerMinute: null } });
    api = new ApiClient(simulator);
    for (const id of ['a', 'b', 'c']) await api.post('/customers', { id });
  });
  afterAll(() => simulator.close());

  const ids = (body: unknown) => (body as { list: { customer: { id: string } }[] }).list.map((row) => row.customer.id);

  it('page by opaque offsets', async () => {
    const query = { limit: 2, 'sort_by[asc]': 'created_at' };
    const first = await api.get('/customers', query);
    expect(ids(first.body)).toEqual(['a', 'b']);
    const offset = first.body.next_offset as unknown as string;
    expect(JSON.parse(offset)).toEqual([expect.any(String), expect.any(String)]);
    const last = await api.get('/customers', { ...query, offset });
    expect(ids(last.body)).toEqual(['c']);
    expect(last.body).not.toHaveProperty('next_offset');
  });

  it.each([
    [{ limit: 101 }, 'limit'],
    [{ limit: 0 }, 'limit'],
    [{ offset: 'x' }, 'offset'],
    [{ 'sort_by[asc]': 'id' }, 'sort_by[asc]'],
    [{ 'updated_at[since]': 1_760_000_000 }, 'updated_at[since]'],
    [{ 'updated_at[after][before]': 1_760_000_000 }, 'updated_at[after][before]'],
    [{ 'nickname[is]': 'a' }, 'nickname[is]'],
    [{ id: 'a' }, 'id'],
  ])('refuse %j', async (query, param) => {
    const { status, error } = await api.get('/customers', query);
    expect([status, error.param]).toEqual([400, param]);
  });

  it('lose rows without updated_at to a filter on it, and show them otherwise', async () => {
    simulator.controls.put('customer', { object: 'customer', id: 'old', deleted: false });
    expect(ids((await api.get('/customers', { 'updated_at[after]': 1_000_000_000 })).body)).not.toContain('old');
    expect(ids((await api.get('/customers')).body)).toContain('old');
  });
});
