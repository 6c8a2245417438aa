import { join } from 'node:path';
import { IdempotencyStore } from '../limits/idempotency-store.js';
import { RateLimiter } from '../limits/rate-limiter.js';
import { Journal } from '../store/journal.js';
import { SiteStore } from '../store/site-store.js';
import type { SiteOptions } from './site-options.js';

/** One running site: its objects, limits, kept answers and locks. */
export class Site {
  readonly store: SiteStore;
  readonly limiter: RateLimiter;
  readonly idempotency: IdempotencyStore;
  /** Customers with a write in flight. */
  readonly locks = new Set<string>();
  private readonly journal: Journal | undefined;

  constructor(
    readonly options: SiteOptions,
    clock: () => number,
    dataDir: string | undefined,
  ) {
    this.journal = dataDir === undefined ? undefined : new Journal(join(dataDir, `${options.name}.jsonl`));
    this.store = new SiteStore(this.journal, clock);
    this.limiter = new RateLimiter(clock);
    this.idempotency = new IdempotencyStore(clock);
    this.restore();
  }

  /** Forgets every object, kept answer and counted request. */
  reset(): void {
    this.journal?.clear();
    this.store.clear();
    this.idempotency.clear();
    this.limiter.clear();
  }

  close(): void {
    this.journal?.close();
  }

  private restore(): void {
    for (const line of this.journal?.read() ?? []) {
      line.puts.forEach((put) => this.store.apply(put));
      if (line.answer !== undefined) this.idempotency.keep(line.answer);
    }
  }
}
