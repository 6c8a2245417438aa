import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffCeilingMs, backoffMs } from './backoff.js';

const policy = fc
  .record({ baseMs: fc.integer({ min: 1, max: 60_000 }), factor: fc.integer({ min: 1, max: 10_000 }) })
  .map(({ baseMs, factor }) => ({ baseMs, capMs: baseMs * factor }));
const attempt = fc.integer({ min: 1, max: 5_000 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoff', () => {
  it('given any attempt, when no Retry-After, then the wait is between nothing and the ceiling', () => {
    fc.assert(
      fc.property(attempt, policy, random, (n, p, r) => {
        const wait = backoffMs(n, p, r);
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(backoffCeilingMs(n, p));
      }),
    );
  });

  it('given one more attempt, then the ceiling never falls, doubles below the cap and never passes it', () => {
    fc.assert(
      fc.property(attempt, policy, (n, p) => {
        const now = backoffCeilingMs(n, p);
        const next = backoffCeilingMs(n + 1, p);
        expect(next).toBe(Math.min(p.capMs, Math.max(now * 2, now)));
        expect(next).toBeLessThanOrEqual(p.capMs);
      }),
    );
  });

  it('given a Retry-After up to an hour, then nothing is asked earlier, whatever the attempt', () => {
    fc.assert(
      fc.property(attempt, policy, random, fc.integer({ min: 0, max: 3_600_000 }), (n, p, r, retryAfterMs) => {
        const wait = backoffMs(n, p, r, retryAfterMs);
        expect(wait).toBeGreaterThanOrEqual(retryAfterMs);
        expect(wait).toBeLessThanOrEqual(retryAfterMs + p.baseMs);
      }),
    );
  });

  it('given an absurd or negative Retry-After, then the wait stays within an hour and not below nothing', () => {
    const p = { baseMs: 1_000, capMs: 300_000 };
    expect(backoffMs(1, p, 0, 1e15)).toBe(3_600_000);
    expect(backoffMs(1, p, 0, -5)).toBe(0);
  });
});
