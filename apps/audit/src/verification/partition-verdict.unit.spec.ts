import { describe, expect, it } from '@jest/globals';
import { judgePartition, type VerifiedRows } from './partition-verdict.js';

const rows = (overrides: Partial<VerifiedRows> = {}): VerifiedRows => ({
  messages: 3,
  firstOffset: 0n,
  lastOffset: 2n,
  head: Buffer.from('ab', 'hex'),
  problem: undefined,
  ...overrides,
});

describe('partition verdict', () => {
  it('given an intact chain up to the position, then it is ok', () => {
    expect(judgePartition('t', 1, rows(), 3n)).toMatchObject({ ok: true, messages: 3, head: 'ab', consumedTo: '3' });
  });

  it('given rows cut off the end, then the position gives it away', () => {
    expect(judgePartition('t', 1, rows({ lastOffset: 1n }), 3n)).toMatchObject({
      ok: false,
      problem: 'last row is 1, but consumed to 3',
    });
  });

  it('given every row gone, then the position gives it away', () => {
    const none = rows({ messages: 0, firstOffset: undefined, lastOffset: undefined, head: undefined });
    expect(judgePartition('t', 1, none, 3n)).toMatchObject({ ok: false, problem: 'no rows, but consumed to 3' });
  });

  it('given nothing was ever consumed, then an empty partition is ok', () => {
    const none = rows({ messages: 0, firstOffset: undefined, lastOffset: undefined, head: undefined });
    expect(judgePartition('t', 1, none, undefined).ok).toBe(true);
  });

  it('given a broken chain, then that is told before the position', () => {
    expect(judgePartition('t', 1, rows({ problem: 'row 1 was changed' }), 9n).problem).toBe('row 1 was changed');
  });
});
