import type { AcquiredLease, LeaseStore } from './lease-store.js';
import type { Lease } from './lease.js';

/** Part of the time to live that is not used: timers fire late, answers arrive late. */
const SAFETY = 0.1;
const RENEWALS_PER_TTL = 3;

export interface HeldLeaseOptions {
  readonly name: string;
  readonly holder: string;
  readonly ttlMs: number;
  readonly onRenewalFailure: (error: unknown) => void;
}

/**
 * A lease while it is held: renews itself at a third of its time to live and aborts its signal when it is lost or
 * when no renewal could be confirmed before it may have expired. Time is counted from before the request was sent,
 * so Postgres never considers it expired earlier than we do.
 */
export class HeldLease implements Lease {
  readonly name: string;
  readonly epoch: string;
  private readonly controller = new AbortController();
  private validUntil: number;
  private timer: NodeJS.Timeout | undefined;
  private lost = false;
  private ended = false;

  constructor(
    private readonly store: LeaseStore,
    private readonly options: HeldLeaseOptions,
    acquired: AcquiredLease,
    sentAt: number,
  ) {
    this.name = options.name;
    this.epoch = acquired.epoch;
    this.validUntil = this.deadlineFrom(sentAt);
    this.scheduleRenewal(options.ttlMs / RENEWALS_PER_TTL);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Lost to another holder or to time; a lost lease must not be released, it is not ours. */
  get isLost(): boolean {
    return this.lost;
  }

  remainingMs(): number {
    return this.lost ? 0 : Math.max(0, Math.floor(this.validUntil - performance.now()));
  }

  /** Asks the work under the lease to end. Renewals go on: what is in flight may finish under a valid lease. */
  requestEnd(reason: string): void {
    this.controller.abort(new Error(reason));
  }

  /** No more renewals; releases the lease so that another holder can take it at once. */
  async end(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    if (!this.lost) await this.store.release(this.name, this.options.holder, this.epoch);
  }

  private deadlineFrom(sentAt: number): number {
    return sentAt + this.options.ttlMs * (1 - SAFETY);
  }

  private scheduleRenewal(inMs: number): void {
    const wait = Math.max(0, Math.min(inMs, this.validUntil - performance.now()));
    this.timer = setTimeout(() => void this.renew(), wait);
  }

  private async renew(): Promise<void> {
    const expiry = setTimeout(() => this.lose('the lease expired before it could be renewed'), this.remainingMs());
    const sentAt = performance.now();
    try {
      const renewed = await this.store.renew(this.name, this.options.holder, this.epoch, this.options.ttlMs);
      if (!renewed) this.lose('the lease was taken over');
      else if (!this.lost) this.validUntil = this.deadlineFrom(sentAt);
    } catch (error) {
      this.options.onRenewalFailure(error);
    } finally {
      clearTimeout(expiry);
    }
    this.continueOrLose(performance.now() - sentAt);
  }

  private continueOrLose(tookMs: number): void {
    if (this.lost || this.ended) return;
    if (this.remainingMs() <= 0) this.lose('the lease expired before it could be renewed');
    else this.scheduleRenewal(Math.max(0, this.nextRenewalMs() - tookMs));
  }

  /** A third of the time to live after a success; sooner when a renewal failed and less is left. */
  private nextRenewalMs(): number {
    return Math.min(this.options.ttlMs / RENEWALS_PER_TTL, this.remainingMs() / RENEWALS_PER_TTL + 50);
  }

  private lose(reason: string): void {
    if (this.lost) return;
    this.lost = true;
    clearTimeout(this.timer);
    this.controller.abort(new Error(reason));
  }
}
