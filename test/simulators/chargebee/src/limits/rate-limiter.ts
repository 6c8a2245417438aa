const WINDOW_MS = 60_000;

export interface RateLimits {
  perMinute: number | null;
  gets: number;
  posts: number;
}

/** A request let in (`leave` when it ended), or refused with the seconds until the window has room again. */
export type Entry = { leave: () => void } | { refusedForSeconds: number };

/** Counts one site's requests in the past 60 seconds and at this moment. Refused requests do not count. */
export class RateLimiter {
  private readonly times: number[] = [];
  /** Most requests counted in any 60 seconds so far. */
  peak = 0;
  private readonly inFlight = { GET: 0, POST: 0 };

  constructor(private readonly clock: () => number) {}

  enter(method: 'GET' | 'POST', limits: RateLimits): Entry {
    const now = this.clock();
    while (this.times.length > 0 && (this.times[0] as number) <= now - WINDOW_MS) this.times.shift();
    if (limits.perMinute !== null && this.times.length >= limits.perMinute) {
      const free = (this.times[this.times.length - limits.perMinute] ?? now) + WINDOW_MS - now;
      return { refusedForSeconds: Math.max(1, Math.ceil(free / 1000)) };
    }
    if (this.inFlight[method] >= (method === 'GET' ? limits.gets : limits.posts)) return { refusedForSeconds: 1 };
    this.times.push(now);
    this.peak = Math.max(this.peak, this.times.length);
    this.inFlight[method] += 1;
    return { leave: () => (this.inFlight[method] -= 1) };
  }

  clear(): void {
    this.times.length = 0;
    this.peak = 0;
  }
}
