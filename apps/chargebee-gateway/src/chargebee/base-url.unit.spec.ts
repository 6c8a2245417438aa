import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { apiHostOf, baseUrlOf, REGIONS } from './base-url.js';
import { refuseUnserved } from './connection-definition.js';
import { ChargebeeSettings } from './connection-settings.js';

describe('base URL', () => {
  it.each(REGIONS)('given region %s, then the site’s name leads to the API', (region) => {
    expect(baseUrlOf({ site: 'acme-test', region })).toBe('https://acme-test.chargebee.com/api/v2');
    expect(apiHostOf({ site: 'acme-test', region })).toBe('acme-test.chargebee.com');
  });
  it('given an override, then it counts, without slashes at its end', () => {
    const address = { site: 'acme', region: 'eu', baseUrl: 'http://127.0.0.1:8080/api/v2//' } as const;
    expect(baseUrlOf(address)).toBe('http://127.0.0.1:8080/api/v2');
    expect(apiHostOf(address)).toBe('127.0.0.1:8080');
  });
});

describe('host of the API key', () => {
  it('given plain HTTP, then it is another host than that of HTTPS', () => {
    const site = { site: 'acme', region: 'us' } as const;
    expect(apiHostOf({ ...site, baseUrl: 'https://acme.chargebee.com/api/v2' })).toBe('acme.chargebee.com');
    expect(apiHostOf({ ...site, baseUrl: 'http://acme.chargebee.com/api/v2' })).toBe('acme.chargebee.com:80');
  });
});

describe('settings', () => {
  const settings = (accepts?: object) =>
    plainToInstance(ChargebeeSettings, { site: 'acme', region: 'us', apiKey: 'k', timeZone: 'UTC', accepts });

  it('given only what is required, then the rest has its defaults', () => {
    expect(settings({ sources: ['a'], documentsFrom: '2026-01-01' })).toMatchObject({
      requestsPerMinute: 150,
      backfill: { cron: '*/15 * * * *', overlapMinutes: 30 },
      timeouts: { requestSeconds: 60, settleSeconds: 30 },
      accepts: { billingModel: 'imported-invoice', idPrefix: '', customers: {}, sendEmails: false },
    });
  });
  it.each(['subscription', 'charges', 'unbilled-charges'])(
    'given billing model %s, then it is refused by name',
    (model) => {
      expect(refuseUnserved(settings({ billingModel: model }))).toMatch(
        new RegExp(`^accepts\\.billingModel: ${model} comes later`),
      );
    },
  );
  it.each([[{ X: '' }], [{ X: 7 }], [{ X: 'a/b' }], [{ X: 'i'.repeat(51) }]])(
    'given %j as mapped customers, then it is refused',
    (customers) => {
      expect(refuseUnserved(settings({ customers }))).toMatch(/^accepts\.customers/);
    },
  );
  const wrongFields = (changes: object) =>
    validateSync(
      plainToInstance(ChargebeeSettings, { site: 'acme', region: 'us', apiKey: 'k', timeZone: 'UTC', ...changes }),
    ).map(({ property }) => property);

  it.each([
    'http://user:password@127.0.0.1/api/v2',
    'http://127.0.0.1/?x=/api/v2',
    'http://127.0.0.1/#/api/v2',
    'https://acme.chargebee.com',
  ])('given base URL %s, then it is refused', (baseUrl) => {
    expect(wrongFields({ baseUrl })).toEqual(['baseUrl']);
  });
  it.each(['https://acme.chargebee.com/api/v2', 'http://127.0.0.1:8080/api/v2/', 'http://[::1]:8080/api/v2'])(
    'given base URL %s, then it is taken',
    (baseUrl) => {
      expect(wrongFields({ baseUrl })).toEqual([]);
    },
  );
  it.each(['accepts', 'timeouts', 'backfill', 'webhook'])('given a list for %s, then it is refused', (field) => {
    expect(wrongFields({ [field]: [] })).toEqual([field]);
  });
  it.each([[{}], [{ documentsFrom: '2026-13-01' }]])(
    'given accepted sources from %j, then a start date is missed',
    (from) => {
      expect(wrongFields({ accepts: { sources: ['a'], ...from } })).toEqual(['accepts']);
      expect(wrongFields({ accepts: { sources: ['a'], documentsFrom: '2026-01-01' } })).toEqual([]);
    },
  );
  it('given a field for the original number without a name, then it is refused', () => {
    const accepts = { sources: ['a'], documentsFrom: '2026-01-01' };
    expect(wrongFields({ accepts: { ...accepts, originalNumberField: null } })).toEqual(['accepts']);
    expect(wrongFields({ accepts: { ...accepts, originalNumberField: 'cf_number' } })).toEqual([]);
  });
  it('given nothing that is accepted, then there is nothing to refuse', () => {
    expect(refuseUnserved(settings())).toBeUndefined();
  });
});
