import type { BackoffPolicy } from './backoff.js';

export interface DispatchTuning {
  /** How often a connection is looked at when nothing nudges. */
  readonly pollMs: number;
  /** Deliveries read at once. */
  readonly batch: number;
  readonly retry: BackoffPolicy;
  readonly circuit: BackoffPolicy;
  /** A call is not begun with less of the lease left. */
  readonly leaseMarginMs: number;
}

/** A transient failure is retried for as long as it lasts, at most five minutes apart, and shows its attempt. */
export const DEFAULT_DISPATCH_TUNING: DispatchTuning = {
  pollMs: 1_000,
  batch: 200,
  retry: { baseMs: 1_000, capMs: 300_000 },
  circuit: { baseMs: 1_000, capMs: 60_000 },
  leaseMarginMs: 1_000,
};
