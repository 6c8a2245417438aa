import { describe, expect, it } from '@jest/globals';
import { AddressRanges, isAddressRange } from './address-ranges.js';

describe('AddressRanges', () => {
  it.each(['203.0.113.7', '203.0.113.0/24', '0.0.0.0/0', '2001:db8::1', '2001:db8::/32'])(
    'given %s, then it is one',
    (text) => {
      expect(isAddressRange(text)).toBe(true);
    },
  );

  it.each([
    '',
    'example.com',
    '203.0.113',
    '203.0.113.7/33',
    '203.0.113.7/',
    '203.0.113.7/a',
    '1.2.3.4/8/8',
    'fe80::1%eth0',
    7,
  ])('given %p, then it is none', (value) => expect(isAddressRange(value)).toBe(false));

  it('given addresses inside and outside, then only those inside are included, IPv4 in its IPv6 form too', () => {
    const ranges = new AddressRanges(['203.0.113.7', '198.51.100.0/24', '2001:db8::/32']);
    const inside = ['203.0.113.7', '198.51.100.250', '::ffff:198.51.100.1', '2001:db8:1::9'];
    const outside = ['203.0.113.8', '198.51.101.1', '::ffff:203.0.113.8', '2001:db9::1', '', 'unknown'];
    expect(inside.filter((address) => !ranges.includes(address))).toEqual([]);
    expect(outside.filter((address) => ranges.includes(address))).toEqual([]);
  });
});
