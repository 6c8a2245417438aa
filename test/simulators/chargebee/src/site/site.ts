import { join } from 'node:path';
import { IdempotencyStore } from '../limits/idempotency-store.js';
import { RateLimiter } from '../limits/rate-limiter.js';
import { Journal } from '../store/journal.js';
import { SiteStore } from '../store/site-store.js';
import { newEndpoint } from '../resources/webhook-endpoints/webhook-endpoint.js';
import { WebhookDispatcher } from '../webhooks/webhook-dispatcher.js';
import type { SiteOptions } from './site-options.js';
import type { Switches } from './switches.js';

/** One running site: its objects, limits, kept answers and locks. */
export class Site {
  readonly store: SiteStore;
  readonly limiter: RateLimiter;
  readonly idempotency: IdempotencyStore;
  readonly webhooks: WebhookDispatcher;
  /** Customers with a write in flight. */
  readonly locks = new Set<string>();
  private readonly journal: Journal | undefined;

  constructor(
    readonly options: SiteOptions,
    clock: () => number,
    dataDir: string | undefined,
    switches: () => Switches,
  ) {
    this.journal = dataDir === undefined ? undefined : new Journal(join(dataDir, `${options.name}.jsonl`));
    this.store = new SiteStore(this.journal, clock);
    this.limiter = new RateLimiter(clock);
    this.idempotency = new IdempotencyStore(clock);
    this.webhooks = new WebhookDispatcher(this.store, switches, clock);
    this.restore();
  }

  /** Adds the webhooks of the options and calls what an earlier run left open. */
  open(): void {
    this.addWebhooks();
    this.webhooks.resume();
  }

  /** Forgets every object, kept answer, counted request and webhook call; the webhooks of the options stay. */
  reset(): void {
    this.journal?.clear();
    this.store.clear();
    this.idempotency.clear();
    this.limiter.clear();
    this.webhooks.clear();
    this.addWebhooks();
  }

  async close(): Promise<void> {
    await this.webhooks.close();
    this.journal?.close();
  }

  private addWebhooks(): void {
    const unit = this.store.begin();
    (this.options.webhooks ?? []).forEach((given, index) =>
      unit.put('webhook_endpoint', newEndpoint(`whe_${index + 1}`, given)),
    );
    this.store.commit(unit);
  }

  private restore(): void {
    for (const line of this.journal?.read() ?? []) {
      line.puts.forEach((put) => this.store.apply(put));
      if (line.answer !== undefined) this.idempotency.keep(line.answer);
    }
  }
}
