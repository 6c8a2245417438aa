import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { sysproConnectionDefinition } from './connection-definition.js';
import { SysproSettings } from './connection-settings.js';
import { codeOfStatus, codeOfTransport, SYSPRO_ERROR_CODES, SysproError } from './syspro.errors.js';

const odata = {
  baseUrl: 'https://erp.acme.local/SYSPRO8Odata/SYSPROOData/A',
  username: 'OP',
  password: 'hunter2-canary',
};

const names = (errors: readonly ValidationError[], path = ''): string[] =>
  errors.flatMap((error) => [
    ...(error.constraints === undefined ? [] : [`${path}${error.property}`]),
    ...names(error.children ?? [], `${path}${error.property}.`),
  ]);
const check = (plain: object) =>
  names(validateSync(plainToInstance(SysproSettings, plain), { whitelist: true, forbidNonWhitelisted: true }));

describe('connection settings', () => {
  it('given address and credentials alone, then valid, with the defaults of the design', () => {
    expect(check({ odata })).toEqual([]);
    expect(plainToInstance(SysproSettings, { odata })).toMatchObject({
      read: { via: 'odata' },
      poll: { cron: '*/5 * * * *', timeZone: 'Africa/Johannesburg', overlapDays: 3, rescanPeriods: 3, pageSize: 500 },
    });
  });

  it('given wrong or unknown settings, then each is named', () => {
    const plain = {
      odata: { ...odata, baseUrl: 'erp', maxUrlLength: 5, proxy: 'x' },
      poll: { cron: 'every day', timeZone: 'Mars/Olympus', pageSize: 9_000 },
      mapping: { currencies: { R: 'RAND' }, localCurrency: 'XX', tolerance: -1, address: { addr1: 'street' } },
      colour: 'blue',
    };
    expect(check(plain).toSorted()).toEqual(
      [
        'colour',
        'mapping.address.addr1',
        'mapping.currencies',
        'mapping.localCurrency',
        'mapping.tolerance',
        'odata.baseUrl',
        'odata.maxUrlLength',
        'odata.proxy',
        'poll.cron',
        'poll.pageSize',
        'poll.timeZone',
      ].toSorted(),
    );
  });

  it('given secrets, then each is bound to the host it is sent to', () => {
    const settings = plainToInstance(SysproSettings, { odata });
    const hosts = sysproConnectionDefinition.secrets.map(({ path, host }) => [path, host(settings)]);
    expect(hosts).toEqual([
      ['odata.password', 'erp.acme.local'],
      ['enet.operatorPassword', undefined],
      ['enet.companyPassword', undefined],
    ]);
  });

  it('given reading through e.net, then refused by name', () => {
    const settings = plainToInstance(SysproSettings, { odata, read: { via: 'enet' } });
    expect(sysproConnectionDefinition.refuse?.(settings)).toContain('read.via');
    expect(sysproConnectionDefinition.refuse?.(plainToInstance(SysproSettings, { odata }))).toBeUndefined();
  });
});

describe('SYSPRO errors', () => {
  it.each(SYSPRO_ERROR_CODES)('given %s, then the message names connection and table', (code) => {
    const error = new SysproError(code, { connection: 'acme', table: 'ArInvoice' });
    expect(error.message).toMatch(/^acme: SYSPRO \(ArInvoice\) /);
    expect(error.details).toMatchObject({ connection: 'acme', table: 'ArInvoice' });
  });

  it.each([
    [200, undefined],
    [302, 'SYSPRO_REDIRECTED'],
    [400, 'SYSPRO_QUERY_REFUSED'],
    [401, 'SYSPRO_UNAUTHORIZED'],
    [418, 'SYSPRO_UNEXPECTED_STATUS'],
    [501, 'SYSPRO_QUERY_REFUSED'],
    [504, 'SYSPRO_SERVER_ERROR'],
  ])('given status %s, then %s', (status, code) => expect(codeOfStatus(status)).toBe(code));

  it.each([
    ['ECONNREFUSED', 'SYSPRO_UNREACHABLE'],
    ['UND_ERR_HEADERS_TIMEOUT', 'SYSPRO_TIMEOUT'],
    ['UND_ERR_CONNECT_TIMEOUT', 'SYSPRO_TIMEOUT'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'SYSPRO_TLS'],
    ['UND_ERR_SOCKET', 'SYSPRO_CONNECTION_BROKEN'],
  ])('given %s, then %s', (code, meaning) => expect(codeOfTransport({ code })).toBe(meaning));
});
