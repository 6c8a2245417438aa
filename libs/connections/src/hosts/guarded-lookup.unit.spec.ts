import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { guardedLookup } from './guarded-lookup.js';

type Found = string | LookupAddress[];

/** The outcome of a guarded lookup whose resolver answers `found`. */
function lookUp(found: Found, failure: NodeJS.ErrnoException | null = null): { error: unknown; found: Found } {
  const resolve: LookupFunction = (_hostname, _options, callback) => callback(failure, found, 4);
  let outcome: { error: unknown; found: Found } | undefined;
  guardedLookup(resolve)('erp.acme.local', { all: true }, (error, address) => (outcome = { error, found: address }));
  if (outcome === undefined) throw new Error('the lookup did not answer');
  return outcome;
}

describe('guardedLookup', () => {
  it('given names that lead to ordinary addresses, when looked up, then the answer is passed on', () => {
    const addresses = [{ address: '10.0.0.5', family: 4 }];

    expect(lookUp(addresses)).toEqual({ error: null, found: addresses });
    expect(lookUp('127.0.0.1')).toEqual({ error: null, found: '127.0.0.1' });
  });

  it('given a name of which one address is refused, when looked up, then the lookup fails', () => {
    const rebound = [
      { address: '10.0.0.5', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ];

    expect(lookUp(rebound).error).toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(lookUp('fe80::1').error).toMatchObject({ code: 'ADDRESS_REFUSED' });
  });

  it('given a name that is not found, when looked up, then the resolver’s error is passed on', () => {
    const failure = Object.assign(new Error('not found'), { code: 'ENOTFOUND' });

    expect(lookUp([], failure).error).toBe(failure);
  });
});
