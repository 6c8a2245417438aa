import type { Delivery } from './delivery.js';

/** Deliveries by the time they are due; those due at once keep the order in which they were added. */
export class DeliveryQueue {
  /** Due when they were added or found due since, oldest first; `head` of them are taken. */
  private ready: Delivery[] = [];
  private head = 0;
  private later: Delivery[] = [];

  get size(): number {
    return this.ready.length - this.head + this.later.length;
  }

  add(delivery: Delivery): void {
    this.later.push(delivery);
  }

  /** The next delivery that is due; undefined when none is. */
  take(now: number): Delivery | undefined {
    if (this.head === this.ready.length) this.promote(now);
    const next = this.ready[this.head];
    if (next !== undefined) this.head += 1;
    return next;
  }

  /** When the earliest one falls due. */
  nextDueAt(): number | undefined {
    if (this.head < this.ready.length) return 0;
    return this.later.reduce<number | undefined>(
      (earliest, { dueAt }) => (earliest === undefined || dueAt < earliest ? dueAt : earliest),
      undefined,
    );
  }

  clear(): void {
    this.ready = [];
    this.head = 0;
    this.later = [];
  }

  private promote(now: number): void {
    // the sort is stable: equal times keep their order
    this.ready = this.later.filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
    this.head = 0;
    this.later = this.later.filter(({ dueAt }) => dueAt > now);
  }
}
