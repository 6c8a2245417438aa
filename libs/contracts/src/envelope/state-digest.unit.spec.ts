import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeEvent } from './event-codec.js';
import { encodeEvent } from './event-codec.js';
import { canonicalEvent } from '../records/arbitraries.fixture.spec.js';
import { stateDigest } from './state-digest.js';

describe('state digest', () => {
  it('given the same members in another order, when digested, then the digest is the same', () => {
    expect(stateDigest({ a: 1, b: { c: [1, 2], d: undefined } })).toBe(stateDigest({ b: { c: [1, 2] }, a: 1 }));
  });
  it('given the same items in another order, when digested, then the digest differs', () => {
    expect(stateDigest({ a: [1, 2] })).not.toBe(stateDigest({ a: [2, 1] }));
  });
  it('given any state, when it travels through the codec, then its digest stays', () => {
    fc.assert(
      fc.property(canonicalEvent, (event) => {
        expect(stateDigest(decodeEvent(encodeEvent(event)).state)).toBe(stateDigest(event.state));
      }),
    );
  });
});
