import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { LOGGER, type Logger } from '@ledgerbridge/service';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { HeldLease } from './held-lease.js';
import { LeaseMetrics } from './lease-metrics.js';
import { LeaseStore } from './lease-store.js';
import type { Lease } from './lease.js';

/** Injection token of {@link LeaseTiming}; without it {@link DEFAULT_LEASE_TIMING}. */
export const LEASE_TIMING = Symbol('LEASE_TIMING');

export interface LeaseTiming {
  /** How long a lease outlives its last renewal: what a crash costs. */
  readonly ttlMs: number;
  /** How often a lease held by another is asked for. */
  readonly retryMs: number;
}

export const DEFAULT_LEASE_TIMING: LeaseTiming = { ttlMs: 15_000, retryMs: 1_000 };

/** Handle on a lease that is being kept. */
export interface KeptLease {
  /** Ends the work under the lease by its signal, waits for it, releases the lease. */
  stop(): Promise<void>;
}

/**
 * Holds leases for as long as this process lives: acquires, runs the work, and when the work returned or the lease
 * was lost, waits for the work to end and tries again. Two runs of one `keep` never overlap.
 */
@Injectable()
export class LeaseKeeper {
  private readonly holder = randomUUID();
  private readonly timing: LeaseTiming;

  constructor(
    private readonly store: LeaseStore,
    private readonly metrics: LeaseMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
    @Optional() @Inject(LEASE_TIMING) timing?: LeaseTiming,
  ) {
    this.timing = timing ?? DEFAULT_LEASE_TIMING;
  }

  /** `whileHeld` must end soon after `lease.signal` aborts: the lease is released only then. */
  keep(name: string, whileHeld: (lease: Lease) => Promise<void>): KeptLease {
    const stopping = new AbortController();
    const ended = this.keepUntil(stopping.signal, name, whileHeld);
    return {
      stop: async () => {
        stopping.abort();
        await ended;
      },
    };
  }

  private async keepUntil(stop: AbortSignal, name: string, whileHeld: (lease: Lease) => Promise<void>): Promise<void> {
    while (!stop.aborted) {
      const lease = await this.tryAcquire(name);
      if (lease !== undefined) await this.runUnder(lease, stop, whileHeld);
      await delay(this.timing.retryMs * (0.75 + Math.random() / 2), undefined, { signal: stop }).catch(() => undefined);
    }
  }

  private async tryAcquire(name: string): Promise<HeldLease | undefined> {
    const sentAt = performance.now();
    try {
      const acquired = await this.store.acquire(name, this.holder, this.timing.ttlMs);
      if (acquired === undefined) return undefined;
      this.metrics.acquired(name, acquired.tookOver);
      this.logger.info({ lease: name, epoch: acquired.epoch, tookOver: acquired.tookOver }, 'lease acquired');
      const onRenewalFailure = (error: unknown): void =>
        this.logger.warn({ err: error, lease: name }, 'lease renewal failed');
      const options = { name, holder: this.holder, ttlMs: this.timing.ttlMs, onRenewalFailure };
      return new HeldLease(this.store, options, acquired, sentAt);
    } catch (error) {
      this.logger.warn({ err: error, lease: name }, 'lease could not be asked for');
      return undefined;
    }
  }

  private async runUnder(
    lease: HeldLease,
    stop: AbortSignal,
    whileHeld: (lease: Lease) => Promise<void>,
  ): Promise<void> {
    const onStop = (): void => lease.requestEnd('the service is shutting down');
    stop.addEventListener('abort', onStop, { once: true });
    if (stop.aborted) onStop();
    try {
      await whileHeld(lease);
    } catch (error) {
      this.logger.error({ err: error, lease: lease.name }, 'work under a lease failed');
    } finally {
      stop.removeEventListener('abort', onStop);
    }
    await this.finish(lease);
  }

  private async finish(lease: HeldLease): Promise<void> {
    const { isLost } = lease;
    this.metrics.ended(lease.name, isLost);
    if (isLost) this.logger.warn({ lease: lease.name, epoch: lease.epoch }, 'lease lost');
    try {
      await lease.end();
    } catch (error) {
      this.logger.warn({ err: error, lease: lease.name }, 'lease could not be released; it will expire');
    }
  }
}
