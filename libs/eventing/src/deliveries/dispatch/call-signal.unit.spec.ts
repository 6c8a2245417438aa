import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { HeldConnection } from '@ledgerbridge/connections';
import { assertMayCall, withCallSignal } from './call-signal.js';

/** A held connection whose lease ends at that time of the (fake) clock, unless it is renewed. */
function holding(endsAt: () => number) {
  const shutdown = new AbortController();
  const lease = { name: 'connection:x', epoch: '1', signal: shutdown.signal };
  const remainingMs = (): number => Math.max(0, endsAt() - performance.now());
  const held = { connection: { id: 'x' }, lease: { ...lease, remainingMs }, signal: shutdown.signal };
  return { held: held as unknown as HeldConnection<object>, shutdown };
}

/** The signal of a call that goes on for ever. */
function callUnder(held: HeldConnection<object>): AbortSignal {
  let seen: AbortSignal | undefined;
  void withCallSignal(held, ({ signal }) => {
    seen = signal;
    return new Promise(() => undefined);
  });
  return seen as AbortSignal;
}

describe('a call under a lease', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('given a lease that is not renewed, when it ends, then the call is cut off: it never outlives it', () => {
    const end = performance.now() + 1_000;
    const signal = callUnder(holding(() => end).held);
    jest.advanceTimersByTime(999);
    expect(signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(signal.reason).toMatchObject({ code: 'LEASE_LOST' });
  });

  it('given a lease that is renewed meanwhile, when its first end passes, then the call goes on', () => {
    let end = performance.now() + 1_000;
    const signal = callUnder(holding(() => end).held);
    jest.advanceTimersByTime(500);
    end += 1_000;
    jest.advanceTimersByTime(1_400);
    expect(signal.aborted).toBe(false);
    jest.advanceTimersByTime(100);
    expect(signal.aborted).toBe(true);
  });

  it('given a shutdown or a changed connection, then the call in flight may end', () => {
    const { held, shutdown } = holding(() => Number.MAX_SAFE_INTEGER);
    const signal = callUnder(held);
    shutdown.abort();
    expect(signal.aborted).toBe(false);
  });

  it('given too little left of the lease, then no call begins', () => {
    const end = performance.now() + 999;
    const { held } = holding(() => end);
    expect(() => assertMayCall(held, 1_000)).toThrow(expect.objectContaining({ code: 'LEASE_LOST' }));
    expect(() => assertMayCall(held, 999)).not.toThrow();
  });
});
