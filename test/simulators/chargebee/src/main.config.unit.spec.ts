import { describe, expect, it } from '@jest/globals';
import { readConfig } from './main.config.js';

describe('readConfig', () => {
  it('starts the standard site when nothing is said', () => {
    expect(readConfig([], {})).toMatchObject({ port: 0, sites: [{ name: 'acme-test' }], switches: {} });
  });

  it('reads arguments before variables', () => {
    const args = ['--port', '9001', '--key', 'bridge:s3cret', '--key', 'audit:other:read-only'];
    const config = readConfig(args, {
      PORT: '9000',
      SITE: 'beta-test',
      CURRENCIES: 'ZAR, USD',
      REQUESTS_PER_MINUTE: '3500',
      DATA_DIR: '/data',
      CUSTOM_FIELDS: 'customer.cf_region,invoice.cf_order',
    });
    expect(config).toEqual({
      port: 9001,
      dataDir: '/data',
      switches: { requestsPerMinute: 3500 },
      sites: [
        {
          name: 'beta-test',
          keys: [
            { name: 'bridge', secret: 's3cret', access: 'full' },
            { name: 'audit', secret: 'other', access: 'read-only' },
          ],
          currencies: ['ZAR', 'USD'],
          customFields: { customer: ['cf_region'], invoice: ['cf_order'], credit_note: [] },
        },
      ],
    });
  });

  it('takes 0 requests a minute as no ceiling', () => {
    expect(readConfig(['--requests-per-minute', '0'], {}).switches).toEqual({ requestsPerMinute: null });
  });

  it('takes the credentials of a webhook from its URL', () => {
    const [site] = readConfig(['--webhook', 'http://hook:p%40ss@127.0.0.1:3/in'], {}).sites ?? [];
    expect(site?.webhooks).toEqual([{ url: 'http://127.0.0.1:3/in', username: 'hook', password: 'p@ss' }]);
  });

  it.each([
    [['--webhook', 'nowhere'], 'webhook'],
    [['--port', 'x'], 'port'],
    [['--key', 'only-a-name'], 'key'],
    [['--sites', '{'], 'sites'],
    [['--nonsense'], 'nonsense'],
  ])('refuses %j', (args, message) => {
    expect(() => readConfig(args, {})).toThrow(message);
  });
});
