export const FAULT_KINDS = ['status', 'html', 'truncate', 'hang', 'reset', 'slow'] as const;

/** Something that goes wrong for the next requests that match. */
export interface Fault {
  /**
   * status: an IIS error page with `status`. html: a proxy's HTML page with `status` (200 too). truncate: the body stops in its middle
   * and the connection closes. hang: no answer. reset: the connection is reset. slow: `ms` before a good answer.
   */
  kind: (typeof FAULT_KINDS)[number];
  /** How many matching requests it hits; 0 = until cleared. Default 1. */
  times?: number;
  /** Matching requests let through first. */
  after?: number;
  /** Only this entity. */
  entity?: string;
  /** Default 503. */
  status?: number;
  /** Retry-After header, seconds or a date, as given. */
  retryAfter?: string;
  /** Default 1000. */
  ms?: number;
}

interface Armed {
  fault: Fault;
  toSkip: number;
  left: number;
}

/** Faults in the order given; a request meets at most one. */
export class FaultQueue {
  private armed: Armed[] = [];

  arm(faults: readonly Fault[]): void {
    this.armed = faults.map((fault) => ({
      fault,
      toSkip: fault.after ?? 0,
      left: fault.times === 0 ? Infinity : (fault.times ?? 1),
    }));
  }

  take(entity: string | undefined): Fault | undefined {
    for (const item of this.armed) {
      if (item.left <= 0 || (item.fault.entity !== undefined && item.fault.entity !== entity)) continue;
      if (item.toSkip > 0) {
        item.toSkip -= 1;
        continue;
      }
      item.left -= 1;
      return item.fault;
    }
    return undefined;
  }
}
