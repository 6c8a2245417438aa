import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chainHash, GENESIS, type ChainedMessage } from './hash-chain.js';

const bytes = fc.uint8Array({ maxLength: 12 }).map((array) => Buffer.from(array));
const message: fc.Arbitrary<ChainedMessage> = fc.record({
  topic: fc.string(),
  partition: fc.nat(),
  offset: fc.nat().map(String),
  timestamp: fc.nat().map(String),
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers: fc.array(fc.tuple(fc.string(), bytes), { maxLength: 3 }),
});

describe('hash chain', () => {
  it('given the same message after the same head, then the hash is the same', () => {
    fc.assert(fc.property(message, (m) => chainHash(GENESIS, m).equals(chainHash(GENESIS, structuredClone(m)))));
  });

  it('given two messages that differ anywhere, then their hashes differ', () => {
    fc.assert(
      fc.property(message, message, (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(chainHash(GENESIS, a).equals(chainHash(GENESIS, b))).toBe(same);
      }),
    );
  });

  it('given a message with one part changed, then the hash changes', () => {
    const base = {
      topic: 't',
      partition: 0,
      offset: '0',
      timestamp: '0',
      key: Buffer.from('k'),
      value: Buffer.from('v'),
      headers: [['h', Buffer.from('1')]] as [string, Buffer][],
    };
    const parts: Partial<typeof base>[] = [
      { topic: 'u' },
      { partition: 1 },
      { offset: '1' },
      { timestamp: '1' },
      { key: Buffer.from('l') },
      { value: Buffer.from('w') },
      { headers: [['h', Buffer.from('2')]] },
      { headers: [['i', Buffer.from('1')]] },
    ];
    const hashes = [base, ...parts.map((part) => ({ ...base, ...part }))].map((each) => chainHash(GENESIS, each));
    hashes.push(chainHash(Buffer.alloc(32, 1), base));
    expect(new Set(hashes.map((hash) => hash.toString('hex'))).size).toBe(hashes.length);
  });

  it('given bytes moved from the key to the value, then the hash changes', () => {
    const base = { topic: 't', partition: 0, offset: '0', timestamp: '0', headers: [] };
    const left = chainHash(GENESIS, { ...base, key: Buffer.from('ab'), value: Buffer.from('c') });
    const right = chainHash(GENESIS, { ...base, key: Buffer.from('a'), value: Buffer.from('bc') });
    expect(left.equals(right)).toBe(false);
  });
});
