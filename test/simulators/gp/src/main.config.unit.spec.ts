import { describe, expect, it } from '@jest/globals';
import { readConfig } from './main.config.js';

describe('readConfig', () => {
  it('leaves the standard when nothing is said', () => {
    expect(readConfig([], {})).toEqual({ port: 0, controlPort: 0, switches: {} });
  });

  it('reads arguments before variables', () => {
    const args = [
      '--port',
      '9001',
      '--account',
      'ACME\\svc:pa:ss',
      '--account',
      'ACME\\other:x',
      '--auth',
      'ntlm,basic',
    ];
    const companies = [{ id: 3, name: 'Acme' }];
    const variables = {
      PORT: '9000',
      CONTROL_PORT: '9002',
      DATA_DIR: '/data',
      HOST: '0.0.0.0',
      COMPANIES: JSON.stringify(companies),
      SWITCHES: '{"batchPrefix":"WS"}',
    };
    expect(readConfig(args, variables)).toEqual({
      port: 9001,
      controlPort: 9002,
      dataDir: '/data',
      host: '0.0.0.0',
      companies,
      schemes: ['ntlm', 'basic'],
      switches: { batchPrefix: 'WS' },
      accounts: [
        { domain: 'ACME', user: 'svc', password: 'pa:ss' },
        { domain: 'ACME', user: 'other', password: 'x' },
      ],
    });
  });

  it.each([
    [['--port', 'x'], 'port'],
    [['--account', 'no-domain:x'], 'account'],
    [['--auth', 'kerberos'], 'auth'],
    [['--companies', '{'], 'companies'],
    [['--tls-key', 'key.pem'], 'tls-key'],
    [['--nonsense'], 'nonsense'],
  ])('refuses %j', (args, message) => {
    expect(() => readConfig(args, {})).toThrow(message);
  });
});
