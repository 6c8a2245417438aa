import { describe, expect, it } from '@jest/globals';
import { assertAllowedAddress, refusedHost } from './allowed-address.js';

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.1',
    '172.16.0.1',
    '8.8.8.8',
    '::1',
    'fd00::1',
    '2001:db8::1',
    '::ffff:10.0.0.1',
  ])('given loopback, private or public %s, when asserted, then it is allowed', (ip) =>
    expect(() => assertAllowedAddress(ip)).not.toThrow(),
  );

  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::',
    'not an address',
    '',
  ])('given %s, when asserted, then it is refused', (ip) => {
    expect(() => assertAllowedAddress(ip)).toThrow(expect.objectContaining({ code: 'ADDRESS_REFUSED' }));
  });
});

describe('hosts', () => {
  it.each(['', 'erp.acme.local:31002', 'localhost:8080', '10.0.0.5', '[::1]:48620', 'acme.chargebee.com'])(
    'given %j, when checked, then it may be an endpoint',
    (host) => expect(refusedHost(host)).toBeUndefined(),
  );

  it.each([
    '169.254.169.254',
    '169.254.169.254:80',
    '2852039166',
    '0xA9FEA9FE',
    '0251.0376.0251.0376',
    '[fe80::1]:8080',
    '[::ffff:169.254.169.254]',
    'METADATA.google.internal',
    'metadata.google.internal.:80',
    'instance-data',
    'a b',
  ])('given %j, when checked, then it is refused', (host) => expect(refusedHost(host)).toMatch(/address/));
});
