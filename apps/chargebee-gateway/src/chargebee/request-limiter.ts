import { setTimeout as delay } from 'node:timers/promises';

const MINUTE = 60_000;
/** Part of the allowance that is used: what the network shifts between our clock and the site's must fit in the rest. */
const USED_SHARE = 0.98;
/** How far behind its schedule the pace may catch up: late timers then cost nothing, and a burst stays tiny. */
const CATCH_UP_MS = 100;
/** A refused request without Retry-After: the site counts over a minute, so a part of it gives the pace room again. */
const DEFAULT_PAUSE_MS = 10_000;

export interface Clock {
  now(): number;
  /** Rejects when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }),
};

/**
 * Spaces all calls to one site evenly over the minute. Starts without any credit: whoever held the site before may
 * have used the minute up.
 * @see https://www.chargebee.com/docs/billing/2.0/kb/platform/what-are-the-chargebee-api-limits
 */
export class RequestLimiter {
  private readonly intervalMs: number;
  private nextAt: number;
  private pausedUntil = -Infinity;

  constructor(
    requestsPerMinute: number,
    private readonly clock: Clock = SYSTEM_CLOCK,
  ) {
    this.intervalMs = MINUTE / (requestsPerMinute * USED_SHARE);
    this.nextAt = clock.now() + this.intervalMs;
  }

  /**
   * Resolves when it is this call's turn.
   * @throws the signal's reason when it aborts first
   */
  async take(signal?: AbortSignal): Promise<void> {
    let turn = this.reserve();
    for (;;) {
      const waitMs = turn - this.clock.now();
      if (waitMs > 0) await this.clock.sleep(waitMs, signal);
      signal?.throwIfAborted();
      if (this.pausedUntil <= this.clock.now()) return;
      turn = this.reserve();
    }
  }

  /** No call starts before `ms` have passed, those already waiting included. */
  pause(ms: number = DEFAULT_PAUSE_MS): void {
    this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + ms);
    this.nextAt = Math.max(this.nextAt, this.pausedUntil);
  }

  private reserve(): number {
    const turn = Math.max(this.nextAt, this.clock.now() - CATCH_UP_MS);
    this.nextAt = turn + this.intervalMs;
    return turn;
  }
}
