import { describe, expect, it } from '@jest/globals';
import { differencesOf, holds } from './normalise.js';

describe('comparison after normalising', () => {
  it.each([
    [{ company: ' Bayside  BIKES ' }, { company: 'Bayside Bikes' }, true],
    [{ company: 'Bayside Boats' }, { company: 'Bayside Bikes' }, false],
    [{}, { phone: '' }, true],
    [{ phone: '1' }, { phone: '' }, false],
    [{ vat_number: 'DE 123.456' }, { vat_number: 'DE123456' }, true],
    [{ billing_address: { zip: 'SW1A 1AA' } }, { billing_address: { zip: 'SW1A1AA' } }, true],
    [{ billing_address: { city: 'Bonn' } }, { billing_address: { city: 'Köln' } }, false],
    [{}, { billing_address: { city: 'Köln' } }, false],
    [{ company: 'Å' }, { company: 'A\u030a' }, true],
    [{ company: 'x', net_term_days: 30 }, { company: 'x', email: undefined }, true],
  ])('given %j there and %j of ours, then holding it is %s', (theirs, ours, expected) => {
    expect(holds(theirs, ours)).toBe(expected);
  });

  it('given two sets of facts, then only what differs is told, with both values', () => {
    expect(differencesOf({ total: '1.00', date: '2026-01-01' }, { total: '2.00', date: '2026-01-01' })).toEqual({
      total: { ours: '1.00', theirs: '2.00' },
    });
  });
});
