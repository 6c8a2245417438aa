import { describe, expect, it } from '@jest/globals';
import { flattenValidation } from '@ledgerbridge/service';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { gpDefinition, refuseUnserved } from './connection-definition.js';
import { GpSettings } from './connection-settings.js';
import { SPEC_CERTIFICATE } from './transport/certificate.fixture.spec.js';

const LEAST = {
  protocol: 'soap',
  endpoint: 'http://gp.acme.local:48620/DynamicsGPWebServices/DynamicsGPService.asmx',
  username: 'svc-bridge',
  password: 'secret',
  companyId: -1,
};

function settings(changes: object = {}): GpSettings {
  return plainToInstance(GpSettings, { ...LEAST, ...changes });
}

/** Names of the settings that are refused. */
function refused(changes: object): string[] {
  const broken = validateSync(settings(changes), { whitelist: true, forbidNonWhitelisted: true });
  return [...new Set(flattenValidation(broken).map(({ field }) => field))];
}

describe('settings of a GP company', () => {
  it('given only what is required, then the rest has its defaults', () => {
    expect(refused({})).toEqual([]);
    expect(settings()).toMatchObject({
      auth: 'ntlm',
      domain: '',
      timeouts: { requestSeconds: 120, settleSeconds: 60 },
      batches: { prefix: 'CB', per: 'day' },
      periods: { whenClosed: 'hold' },
      maxConcurrent: 4,
      culture: 'en-US',
      faults: [],
      wire: { omitNil: false },
    });
    expect(settings().accepts).toBeUndefined();
    expect(settings().periods.closedThrough).toBeUndefined();
  });

  it('given what is written there, then imported documents are left out unless they are asked for', () => {
    const accepts = { sources: ['acme-chargebee'], documentsFrom: '2026-01-01' };
    expect(refused({ accepts })).toEqual([]);
    expect(settings({ accepts }).accepts?.includeImported).toBe(false);
  });

  it.each<[string, object]>([
    ['protocol', { protocol: 'rest' }],
    ['endpoint', { endpoint: 'ftp://gp.acme.local/x' }],
    ['endpoint', { endpoint: 'http://user:pass@gp.acme.local/x' }],
    ['username', { username: 'ACME\\svc-bridge' }],
    ['domain', { domain: 'ACME\\' }],
    ['password', { password: '' }],
    ['companyId', { companyId: 'TWO' }],
    ['companyId', { companyId: 1.5 }],
    ['auth', { auth: 'kerberos' }],
    ['maxConcurrent', { maxConcurrent: 17 }],
    ['batches.prefix', { batches: { prefix: 'TOOLONG' } }],
    ['batches.per', { batches: { per: 'hour' } }],
    ['periods.closedThrough', { periods: { closedThrough: '2026-02-30' } }],
    ['periods.whenClosed', { periods: { whenClosed: 'ignore' } }],
    ['faults[0].match', { faults: [{ match: '(', as: 'data' }] }],
    ['faults[0].match', { faults: [{ match: 'x'.repeat(201), as: 'data' }] }],
    ['faults[0].as', { faults: [{ match: 'x', as: 'whatever' }] }],
    ['accepts.sources', { accepts: { documentsFrom: '2026-01-01' } }],
    ['accepts.documentsFrom', { accepts: { sources: ['acme-chargebee'] } }],
    ['flavour', { flavour: 'mint' }],
    ['wire.flavour', { wire: { flavour: 'mint' } }],
  ])('given a wrong %s, then it is named', (field, changes) => {
    expect(refused(changes)).toEqual([field]);
  });

  it.each<[string, object, string | undefined]>([
    ['a certificate', { tls: { ca: SPEC_CERTIFICATE.cert } }, undefined],
    ['two certificates', { tls: { ca: SPEC_CERTIFICATE.cert.repeat(2) } }, undefined],
    ['a key', { tls: { ca: SPEC_CERTIFICATE.key } }, 'tls.ca'],
    ['a damaged certificate', { tls: { ca: SPEC_CERTIFICATE.cert.replace('MII', 'XXX').slice(9) } }, 'tls.ca'],
    ['a colon for Basic', { auth: 'basic', domain: 'a:b' }, 'domain'],
    ['a colon for NTLM', { domain: 'a:b' }, undefined],
  ])('given %s, then it is served, or refused by name', (_what, changes, named) => {
    const reason = refuseUnserved(settings(changes));
    if (named === undefined) expect(reason).toBeUndefined();
    else expect(reason).toContain(named);
  });

  it('given the password, then it is bound to the endpoint, and the company cannot change', () => {
    expect(gpDefinition.secrets.map(({ path, host }) => [path, host(settings())])).toEqual([
      ['password', 'gp.acme.local:48620'],
    ]);
    expect(gpDefinition.immutable).toEqual(['companyId']);
  });
});
