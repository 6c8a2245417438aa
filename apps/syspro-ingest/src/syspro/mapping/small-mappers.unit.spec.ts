import { describe, expect, it } from '@jest/globals';
import { Customer } from '@ledgerbridge/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { customerRow, settings } from '../builders.fixture.js';
import { mapCountry } from './country.mapper.js';
import { mapCurrency } from './currency.mapper.js';
import { mapCustomer } from './customer.mapper.js';
import { documentKey, documentSourceId, unreadableSourceId } from './document-key.js';
import { mapEmails } from './emails.mapper.js';
import { dueDate, termsDays } from './terms.mapper.js';

describe('country mapper', () => {
  it.each([
    ['South Africa', 'ZA'],
    ['south  africa', 'ZA'],
    ['RSA', 'ZA'],
    ['Suid-Afrika', 'ZA'],
    ['U.S.A.', 'US'],
    ['United States of America', 'US'],
    ['UK', 'GB'],
    ['U. K.', 'GB'],
    ['England', 'GB'],
    ['The Netherlands', 'NL'],
    ['Holland', 'NL'],
    ['Germany', 'DE'],
    ['Deutschland', 'DE'],
    ['España', 'ES'],
    ["Côte d'Ivoire", 'CI'],
    ['DE', 'DE'],
    ['ZAF', 'ZA'],
  ])('given %s, then %s', (text, code) => expect(mapCountry(text)).toBe(code));

  it('given text that is no country, then nothing; given settings, then theirs first', () => {
    for (const text of ['', '  ', 'Attention: stores', 'XX', 'Gauteng']) expect(mapCountry(text)).toBeUndefined();
    expect(mapCountry('Mzansi', { mzansi: 'ZA' })).toBe('ZA');
  });
});

describe('currency mapper', () => {
  it('given symbols, codes and settings, then ISO 4217', () => {
    const own = { currencies: { US: 'USD', $: 'AUD' } };
    expect(mapCurrency('R', { currencies: {} })).toBe('ZAR');
    expect(mapCurrency('$', { currencies: {} })).toBe('USD');
    expect(mapCurrency('$', own)).toBe('AUD');
    expect(mapCurrency('US', own)).toBe('USD');
    expect(mapCurrency('eur', own)).toBe('EUR');
    expect(mapCurrency('XX', own)).toBeUndefined();
    expect(mapCurrency('constructor', own)).toBeUndefined();
    expect(mapCurrency(undefined, { ...own, localCurrency: 'BWP' })).toBe('BWP');
  });
});

describe('emails mapper', () => {
  it('given several addresses in one field, then each once, in order', () => {
    expect(mapEmails('accounts@a.example; buyer@a.example;ACCOUNTS@a.example , ,')).toEqual([
      'accounts@a.example',
      'buyer@a.example',
    ]);
    expect(mapEmails('"Smith, Anna" <anna@b.example> / mailto:bob@b.example.')).toEqual([
      'anna@b.example',
      'bob@b.example',
    ]);
  });

  it('given text that is no address, then none', () => {
    expect(mapEmails('tel 011 555 0199 ask for Thandi')).toEqual([]);
    expect(mapEmails(undefined)).toEqual([]);
  });
});

describe('terms mapper', () => {
  const terms = termsDays(
    [
      ['30 ', '30'],
      ['07', 7],
      ['CO', '0.00'],
      ['XX', 'soon'],
      ['  ', 5],
    ],
    { '60': 61 },
  );

  it('given a terms code, then the due date by the table or the settings', () => {
    expect(dueDate('2026-01-31', '30', terms)).toBe('2026-03-02');
    expect(dueDate('2026-01-31', 'CO', terms)).toBe('2026-01-31');
    expect(dueDate('2026-01-31', '60', terms)).toBe('2026-04-02');
  });

  it('given a code that says nothing, then no due date', () => {
    for (const code of ['XX', 'ZZ', undefined]) expect(dueDate('2026-01-31', code, terms)).toBeUndefined();
  });
});

describe('document key', () => {
  const key = { Customer: 'BAY001   ', Invoice: ' 100 ', DocumentType: 'i' };

  it('given padded keys and a lower-case type, then the public source id', () => {
    expect(documentSourceId(documentKey(key))).toBe('BAY001~100~I');
  });

  it('given a key that would be another’s, then it is refused and still has a name', () => {
    expect(() => documentKey({ ...key, Customer: 'A~B' })).toThrow('Customer: KEY_INVALID');
    expect(unreadableSourceId({ Customer: null, Invoice: 'A\u0000B', DocumentType: 'I' })).toBe('~A\ufffdB~I');
    // an index of Postgres takes some 2,700 bytes a row
    expect(unreadableSourceId({ ...key, Invoice: '🚀'.repeat(5_000) }).length).toBeLessThan(100);
  });
});

describe('customer mapper', () => {
  const map = (over: Record<string, unknown> = {}): Customer => {
    const state = mapCustomer(customerRow(over), settings(), new Map([['30', 30]]));
    expect(validateSync(plainToInstance(Customer, state))).toEqual([]);
    return state;
  };

  it('given a full row, when mapped, then it is complete', () => {
    const over = {
      TermsCode: '30',
      Contact: 'Pieter van Wyk',
      Email: 'a@b.example',
      TaxStatus: 'E',
      CustomerOnHold: 'Y',
    };
    expect(map({ ...over, CompanyTaxNumber: '4012345678', Telephone: '+27 11 555 0199' })).toEqual({
      number: 'BAY001',
      status: 'on-hold',
      name: 'Bayside Bikes',
      firstName: 'Pieter',
      lastName: 'van Wyk',
      emails: ['a@b.example'],
      phone: '+27 11 555 0199',
      currency: 'ZAR',
      taxNumber: '4012345678',
      taxExempt: true,
      paymentTermsDays: 30,
    });
  });

  it('given nulls, unknown fields and an unknown currency, when mapped, then what is known is published', () => {
    expect(map({ Name: null, Currency: 'XX', Email: null, Surprise: { a: 1 } })).toEqual({
      number: 'BAY001',
      status: 'active',
      emails: [],
      taxExempt: false,
    });
  });

  it('given a 300-character name, when mapped, then it is kept; 501 are refused by name', () => {
    expect(map({ Name: 'x'.repeat(300) }).name).toHaveLength(300);
    expect(() => map({ Name: 'x'.repeat(501) })).toThrow('Name: TEXT_TOO_LONG (string(501))');
  });
});
