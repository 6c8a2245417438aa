/**
 * The right to be the only one who does something, for a limited time by Postgres' clock. It limits callers; what
 * must not be done by a stale holder is guarded by {@link leaseIsCurrent} inside the transaction.
 */
export interface Lease {
  readonly name: string;
  /** Grows with every take-over; a decimal string. */
  readonly epoch: string;
  /** Aborts when the lease is lost, cannot be confirmed in time, or its keeper is being stopped. */
  readonly signal: AbortSignal;
  /** Milliseconds the lease is certain to last without another renewal, never below 0. The deadline of a call must be shorter. */
  remainingMs(): number;
}
