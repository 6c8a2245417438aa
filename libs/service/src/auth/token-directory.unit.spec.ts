import { describe, expect, it } from '@jest/globals';
import { roleIncludes } from './role.js';
import { TokenDirectory } from './token-directory.js';

describe('TokenDirectory', () => {
  const directory = new TokenDirectory([
    { role: 'admin', name: 'alice', token: 'token-of-alice-00' },
    { role: 'viewer', name: 'viewer', token: 'token-of-viewers-0' },
  ]);

  it('given a known token, when looked up, then its owner is found under role/name', () => {
    expect(directory.find('token-of-alice-00')).toEqual({ id: 'admin/alice', role: 'admin', name: 'alice' });
    expect(directory.find('token-of-viewers-0')?.id).toBe('viewer/viewer');
  });

  it('given anything else, when looked up, then nobody is found', () => {
    expect(['', 'token-of-alice-0', 'token-of-alice-000'].map((token) => directory.find(token))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('roleIncludes', () => {
  it('given two roles, when compared, then each includes itself and what is below', () => {
    expect(roleIncludes('admin', 'viewer')).toBe(true);
    expect(roleIncludes('operator', 'operator')).toBe(true);
    expect(roleIncludes('viewer', 'operator')).toBe(false);
  });
});
