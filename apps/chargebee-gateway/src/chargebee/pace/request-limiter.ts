import { SYSTEM_CLOCK, type Clock } from './clock.js';
import { FairQueue } from './fair-queue.js';

const MINUTE = 60_000;
/** Part of the allowance that is used: what the network shifts between our clock and the site's must fit in the rest. */
const USED_SHARE = 0.98;
/** How far behind its schedule the pace may catch up: late timers then cost nothing, and a burst stays tiny. */
const CATCH_UP_MS = 100;
/** A refused request without Retry-After: the site counts over a minute, so a part of it gives the pace room again. */
const DEFAULT_PAUSE_MS = 10_000;

/** `intake` reads the site's own records and tests it; `delivery` is writes, their read-backs and what decisions read. */
export type CallLane = 'intake' | 'delivery';
/** GETs and POSTs have ceilings of their own. */
export type CallKind = 'read' | 'write';

export interface PacedCall {
  readonly lane: CallLane;
  readonly kind: CallKind;
}

export interface Pace {
  readonly requestsPerMinute: number;
  /** How many calls may be under way. */
  readonly concurrency: Readonly<Record<CallKind, number>>;
  /** Parts of the pace that each lane is sure of, relative to each other. */
  readonly shares: Readonly<Record<CallLane, number>>;
}

interface Waiter extends PacedCall {
  readonly begin: (leave: () => void) => void;
  readonly giveUp: (reason: unknown) => void;
}

/**
 * Whose turn it is to call one site: spaces all calls evenly over the minute, bounds those under way, and shares turns
 * between lanes. A turn is given only to a call that can begin at once, so none is wasted. Starts without any credit:
 * whoever held the site before may have used the minute up.
 * @see https://www.chargebee.com/docs/billing/2.0/kb/platform/what-are-the-chargebee-api-limits
 */
export class RequestLimiter {
  private readonly intervalMs: number;
  private readonly queue: FairQueue<CallLane, Waiter>;
  private readonly underWay: Record<CallKind, number> = { read: 0, write: 0 };
  private nextAt: number;
  private pump: AbortController | undefined;
  private closed: Error | undefined;

  /** @param predecessor of the same site: its pause goes on */
  constructor(
    private readonly pace: Pace,
    private readonly clock: Clock = SYSTEM_CLOCK,
    predecessor?: RequestLimiter,
  ) {
    this.intervalMs = MINUTE / (pace.requestsPerMinute * USED_SHARE);
    this.queue = new FairQueue(pace.shares);
    this.nextAt = Math.max(clock.now() + this.intervalMs, predecessor?.nextAt ?? 0);
  }

  /**
   * Resolves when the call may begin, with what is to be done when it has ended.
   * @throws at once, also in the middle of a long pause: the signal's reason when it aborts, an Error when the limiter is closed
   */
  take(call: PacedCall, signal?: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (this.closed !== undefined) return reject(this.closed);
      if (signal?.aborted) return reject(signal.reason as Error);
      const onAbort = (): void => this.abandon(waiter, signal?.reason);
      const over = (): void => signal?.removeEventListener('abort', onAbort);
      const waiter: Waiter = {
        ...call,
        begin: (leave) => resolve((over(), leave)),
        giveUp: (reason) => reject((over(), reason as Error)),
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.queue.add(call.lane, waiter);
      this.keepGoing();
    });
  }

  /** No call starts before `ms` have passed, those already waiting included. */
  pause(ms: number = DEFAULT_PAUSE_MS): void {
    this.nextAt = Math.max(this.nextAt, this.clock.now() + ms);
  }

  /** Gives up what waits, and what comes later; calls under way end by themselves. */
  close(): void {
    this.closed = new Error('the limiter is closed');
    for (const waiter of this.queue.clear()) waiter.giveUp(this.closed);
    this.pump?.abort();
  }

  private readonly canBegin = ({ kind }: Waiter): boolean => this.underWay[kind] < this.pace.concurrency[kind];

  private abandon(waiter: Waiter, reason: unknown): void {
    this.queue.remove(waiter.lane, waiter);
    waiter.giveUp(reason);
    if (this.queue.isEmpty) this.pump?.abort();
  }

  private keepGoing(): void {
    const isGoing = this.pump?.signal.aborted === false;
    if (isGoing || !this.queue.hasAny(this.canBegin)) return;
    const pump = new AbortController();
    this.pump = pump;
    void this.run(pump);
  }

  /** Gives turns until nobody waits that could begin. */
  private async run(pump: AbortController): Promise<void> {
    while (this.queue.hasAny(this.canBegin)) {
      const waitMs = this.nextAt - this.clock.now();
      if (waitMs > 0) await this.clock.sleep(waitMs, pump.signal).catch(() => undefined);
      else this.giveTurn();
      if (pump.signal.aborted) return;
    }
    pump.abort();
  }

  private giveTurn(): void {
    const waiter = this.queue.next(this.canBegin);
    if (waiter === undefined) return;
    this.nextAt = Math.max(this.nextAt, this.clock.now() - CATCH_UP_MS) + this.intervalMs;
    this.underWay[waiter.kind] += 1;
    let isUnderWay = true;
    waiter.begin(() => {
      if (isUnderWay) this.underWay[waiter.kind] -= 1;
      isUnderWay = false;
      this.keepGoing();
    });
  }
}
