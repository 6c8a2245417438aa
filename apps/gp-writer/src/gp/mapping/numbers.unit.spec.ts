import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { RecordRef } from '@ledgerbridge/contracts';
import { aCustomer } from '@ledgerbridge/testing';
import fc from 'fast-check';
import { MappingSettings } from '../mapping-settings.js';
import {
  customerId,
  customerIdOf,
  DOCUMENT_LETTERS,
  documentNumber,
  documentNumberOf,
  type Effect,
} from './numbers.js';

const EFFECTS = Object.keys(DOCUMENT_LETTERS) as Effect[];

const parts = fc.record({
  letter: fc.constantFrom(...Object.values(DOCUMENT_LETTERS)),
  prefix: fc.stringMatching(/^[A-Z0-9]{1,4}$/),
  length: fc.integer({ min: 15, max: 20 }),
});

/** Ids that are easily taken for one another: cases, common beginnings, signs that are dropped, our own numbers. */
const lookalike = fc
  .tuple(
    fc.constantFrom('', 'txn_', 'INV-2026-', 'cus_AzZl5zTNPqKZ'),
    fc.string({ unit: fc.constantFrom(...'aAbB1-_. é.'), maxLength: 12 }),
  )
  .map((both) => both.join(''));
const sourceId = fc
  .oneof(lookalike, fc.string({ unit: 'binary', maxLength: 60 }), fc.stringMatching(/^[A-Z0-9.-]{1,16}$/))
  .filter((id) => id !== '');

describe('document number', () => {
  it.each([
    ['1234', 'CBI1234'],
    ['INV-2026-00001', 'CBIINV-2026-00001'],
    ['INV-2026-000001', 'CBIINV.28JYDMCJAX'],
    ['inv-1', 'CBIINV.VM0YMDHDT0'],
    ['ÅÄÖ~1', 'CBIAAO.Q9Z23SHZF3'],
    ['שלום', 'CBI.XQ8558D4CP'],
  ])('given the source id %s, then it is %s', (id, number) => {
    expect(documentNumber({ letter: 'I', sourceId: id, prefix: 'CB', length: 17 })).toBe(number);
  });

  it('given any source id, then it fits, has only what GP keeps, and is the same every time', () => {
    fc.assert(
      fc.property(parts, sourceId, (given, id) => {
        const number = documentNumber({ ...given, sourceId: id });
        expect(number).toMatch(/^[A-Z0-9.-]+$/);
        expect(number.length).toBeLessThanOrEqual(given.length);
        expect(number.startsWith(given.prefix + given.letter)).toBe(true);
        expect(documentNumber({ ...given, sourceId: id })).toBe(number);
      }),
    );
  });

  it('given different source ids, then their numbers differ, lower and upper case too', () => {
    fc.assert(
      fc.property(parts, fc.uniqueArray(sourceId, { minLength: 2, maxLength: 100 }), (given, ids) => {
        const numbers = ids.map((id) => documentNumber({ ...given, sourceId: id }));
        expect(new Set(numbers).size).toBe(ids.length);
      }),
    );
    const one = (id: string) => documentNumber({ letter: 'P', sourceId: id, prefix: 'CB', length: 17 });
    expect(one('txn_AZ')).not.toBe(one('txn_Az'));
    expect(one('A')).not.toBe(one('a'));
  });

  it('given a source id that is the number of another, then they do not meet', () => {
    fc.assert(
      fc.property(parts, sourceId, (given, id) => {
        const number = documentNumber({ ...given, sourceId: id });
        const body = number.slice(given.prefix.length + given.letter.length);
        fc.pre(body !== id);
        expect(documentNumber({ ...given, sourceId: body })).not.toBe(number);
      }),
    );
  });

  it('given two effects of one record, then their numbers differ', () => {
    const record: RecordRef = { connection: 'acme-chargebee', type: 'invoice', sourceId: '1' };
    const numbers = EFFECTS.map((effect) => documentNumberOf(effect, record, new MappingSettings()));
    expect(new Set(numbers).size).toBe(EFFECTS.length);
    expect(numbers[0]).toBe('CBI1');
  });

  it('given a prefix for the connection, then its numbers begin with it', () => {
    const mapping = Object.assign(new MappingSettings(), { numberPrefixes: { 'eu-chargebee': 'EU' } });
    const record: RecordRef = { connection: 'eu-chargebee', type: 'invoice', sourceId: '1' };
    expect(documentNumberOf('invoice', record, mapping)).toBe('EUI1');
    expect(documentNumberOf('invoice', { ...record, connection: 'constructor' }, mapping)).toBe('CBI1');
  });
});

describe('customer id', () => {
  const record: RecordRef = { connection: 'acme-chargebee', type: 'customer', sourceId: 'cus_1' };
  const customer = aCustomer()
    .with({ attributes: { cf_gp: ' AARON0001 ', cf_empty: ' ' } })
    .build();
  const settings = (changes: Partial<MappingSettings>) => Object.assign(new MappingSettings(), changes);

  it('given a table, a field, or neither, then the first that names one is taken', () => {
    const customers = { cus_1: 'TABLE01' };
    expect(customerIdOf(record, customer, settings({ customers, customerIdField: 'cf_gp' }))).toEqual({
      id: 'TABLE01',
      from: 'table',
    });
    expect(customerIdOf(record, customer, settings({ customerIdField: 'cf_gp' }))).toEqual({
      id: 'AARON0001',
      from: 'field',
    });
    for (const customerIdField of ['cf_empty', 'cf_absent', 'constructor']) {
      expect(customerIdOf(record, customer, settings({ customerIdField })).from).toBe('generated');
    }
    expect(customerIdOf({ ...record, sourceId: 'constructor' }, customer, settings({})).from).toBe('generated');
  });

  it('given a field that holds no GP id, then it is refused by name and its value not told', () => {
    const wrong = aCustomer()
      .with({ attributes: { cf_gp: 'sixteen-letters!' } })
      .build();
    const map = () => customerIdOf(record, wrong, settings({ customerIdField: 'cf_gp' }));
    expect(map).toThrow(expect.objectContaining({ code: 'CUSTOMER_ID_DOES_NOT_FIT', failureClass: 'data' }));
    expect(map).not.toThrow(/sixteen/);
  });

  it('given different customers, then their ids differ and have at most 15 characters', () => {
    fc.assert(
      fc.property(fc.uniqueArray(sourceId, { minLength: 2, maxLength: 100 }), (ids) => {
        const mapped = ids.map((id) => customerId({ sourceId: id, prefix: 'CB', length: 15 }));
        expect(new Set(mapped).size).toBe(ids.length);
        expect(mapped.every((id) => /^[A-Z0-9.-]{1,15}$/.test(id))).toBe(true);
      }),
    );
  });
});
