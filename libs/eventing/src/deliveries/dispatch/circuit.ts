import { backoffCeilingMs, type BackoffPolicy } from './backoff.js';

export type CircuitState = 'closed' | 'open' | 'half-open';

/** `probe`: the one delivery that finds out whether the target is up again. */
export type Admission = 'pass' | 'probe' | 'stop';

/**
 * Keeps calls away from a target that is down. Opens at the first refusal, lets one delivery through when its time has
 * come (half-open), closes at the first answer of any kind. Times are monotonic milliseconds.
 */
export class Circuit {
  private openings = 0;
  private openUntil = 0;
  private probing = false;

  constructor(private readonly policy: BackoffPolicy) {}

  state(now: number): CircuitState {
    if (this.openings === 0) return 'closed';
    return this.probing || now >= this.openUntil ? 'half-open' : 'open';
  }

  /** May a delivery start? In half-open state the first asker becomes the probe. */
  admit(now: number): Admission {
    if (this.openings === 0) return 'pass';
    if (this.probing || now < this.openUntil) return 'stop';
    this.probing = true;
    return 'probe';
  }

  /** The target answered, whatever it said. */
  answered(): void {
    this.openings = 0;
    this.openUntil = 0;
    this.probing = false;
  }

  /** The target is down. Calls that were under way when it opened do not open it further. */
  down(now: number): void {
    if (this.openings > 0 && !this.probing) return;
    this.probing = false;
    this.openings += 1;
    this.openUntil = now + backoffCeilingMs(this.openings, this.policy);
  }

  /** No answer came: says nothing of a target thought up, but a probe has found nobody. */
  unanswered(now: number): void {
    if (this.probing) this.down(now);
  }

  /** Whether the target does its work is not known, after it refused all of it: one delivery finds out. */
  suspect(): void {
    if (this.openings === 0) this.openings = 1;
  }

  /** The probe ended without a call. */
  unused(): void {
    this.probing = false;
  }

  /** Milliseconds until the next probe may start; 0 when deliveries may start now. */
  waitMs(now: number): number {
    if (this.openings === 0) return 0;
    return this.probing ? Infinity : Math.max(0, this.openUntil - now);
  }
}
