import type { Resource } from '../resources/resource.js';
import type { WebhookEndpoint } from '../resources/webhook-endpoints/webhook-endpoint.js';
import type { Switches } from '../site/switches.js';
import type { SiteStore } from '../store/site-store.js';
import { postEvent, type Delivery } from './delivery.js';
import { DeliveryQueue } from './delivery-queue.js';
import { retryWait } from './retry-schedule.js';
import { seededRandom } from './seeded-random.js';
import { isOpen, overallStatus, type EventWebhook, type WebhookStatus } from './webhook-status.js';

/** What a site's webhooks have come to; `pending` counts what is still to be called, waits and held-back ones included. */
export interface WebhookCounts {
  pending: number;
  /** Calls made. */
  sent: number;
  /** Calls that were answered 2xx. */
  succeeded: number;
  /** Calls that were not, each followed by another one or by giving up. */
  refused: number;
  /** Given up after the last attempt. */
  failed: number;
  dropped: number;
  duplicated: number;
  heldBack: number;
  replayed: number;
}

const NOTHING: Omit<WebhookCounts, 'pending'> = {
  sent: 0,
  succeeded: 0,
  refused: 0,
  failed: 0,
  dropped: 0,
  duplicated: 0,
  heldBack: 0,
  replayed: 0,
};

/**
 * Calls the webhooks of one site, after the commit that recorded the events and in their order, except for what waits for a retry and
 * what the switches disturb. Its state is the `webhooks` of each event, so what a restart finds open is called again.
 */
export class WebhookDispatcher {
  private readonly queue = new DeliveryQueue();
  private readonly stopped = new AbortController();
  private counts = { ...NOTHING };
  private random: { seed: number; next: () => number } | undefined;
  private readonly inFlight = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private woken = false;

  constructor(
    private readonly store: SiteStore,
    private readonly switches: () => Switches,
    private readonly clock: () => number,
  ) {
    store.onEvents((events) => events.forEach((event) => this.accept(event)));
  }

  /** Takes up what an earlier run left open. */
  resume(): void {
    for (const { value } of this.store.rows('event')) {
      for (const { id } of webhooksOf(value).filter(isOpen)) this.enqueue(value.id, id, this.clock(), false);
    }
  }

  get summary(): WebhookCounts {
    return { pending: this.queue.size + this.inFlight.size, ...this.counts };
  }

  /** Calls the webhooks of every event of the site again, whatever became of it before; optionally in another order. */
  replayAll(options: { shuffle?: boolean; eventType?: string } = {}): number {
    const all = [...this.store.rows('event')].filter(
      ({ value }) => options.eventType === undefined || value.event_type === options.eventType,
    );
    const keyed = all.map(({ value, row }) => ({ value, key: options.shuffle === true ? this.draw() : row }));
    const endpoints = [...this.store.rows('webhook_endpoint')].filter(({ value }) => value.deleted !== true);
    for (const { value } of keyed.sort((a, b) => a.key - b.key)) {
      for (const endpoint of endpoints) {
        this.counts.replayed += 1;
        this.enqueue(value.id, endpoint.value.id, this.clock(), false);
      }
    }
    return keyed.length;
  }

  /** Looks again at what is due: the clock or the switches have changed. */
  wake(): void {
    if (this.woken) return;
    this.woken = true;
    setImmediate(() => {
      this.woken = false;
      this.run();
    });
  }

  clear(): void {
    this.queue.clear();
    this.counts = { ...NOTHING };
    this.random = undefined;
  }

  async close(): Promise<void> {
    this.stopped.abort();
    clearTimeout(this.timer);
    await Promise.all(this.inFlight);
  }

  /** An event just committed, disturbed as the switches ask. Three numbers are drawn for each call, so one share never shifts another. */
  private accept(event: Resource): void {
    const { webhookDrop, webhookDuplicate, webhookShuffle, webhookShuffleMs } = this.switches();
    for (const { id } of webhooksOf(event).filter(isOpen)) {
      const [drop, twice, hold] = [this.draw(), this.draw(), this.draw()];
      if (drop < webhookDrop) {
        this.counts.dropped += 1;
        this.settle(event.id, id, 'failed', 'dropped');
        continue;
      }
      const held = hold < webhookShuffle;
      if (held) this.counts.heldBack += 1;
      const delay = held ? webhookShuffleMs * (hold / webhookShuffle) : 0;
      this.enqueue(event.id, id, this.clock() + delay, twice < webhookDuplicate);
    }
  }

  private enqueue(eventId: string, endpointId: string, dueAt: number, twice: boolean): void {
    this.queue.add({ eventId, endpointId, attempt: 1, dueAt, twice });
    this.wake();
  }

  private run(): void {
    const { webhooksPaused, webhookConcurrency } = this.switches();
    if (webhooksPaused || this.stopped.signal.aborted) return;
    while (this.inFlight.size < webhookConcurrency) {
      const next = this.queue.take(this.clock());
      if (next === undefined) return this.sleep();
      const call = this.deliver(next).finally(() => {
        this.inFlight.delete(call);
        this.wake();
      });
      this.inFlight.add(call);
    }
  }

  private sleep(): void {
    const next = this.queue.nextDueAt();
    if (next === undefined) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), Math.min(Math.max(next - this.clock(), 1), 2_147_483_647));
  }

  private async deliver(delivery: Delivery): Promise<void> {
    const event = this.store.find('event', delivery.eventId)?.value;
    const endpoint = this.store.find('webhook_endpoint', delivery.endpointId)?.value as WebhookEndpoint | undefined;
    if (event === undefined || endpoint === undefined) return;
    if (endpoint.deleted === true || endpoint.disabled) return this.settle(event.id, endpoint.id, 'disabled');
    this.counts.sent += 1;
    const timeoutMs = this.switches().webhookTimeoutMs;
    const { taken, reason } = await postEvent(endpoint, event, { timeoutMs, stopped: this.stopped.signal });
    // closed or reset in the meantime
    if (this.stopped.signal.aborted || this.store.find('event', event.id) === undefined) return;
    if (taken) this.taken(delivery);
    else this.refused(delivery, reason);
  }

  private taken(delivery: Delivery): void {
    this.counts.succeeded += 1;
    this.settle(delivery.eventId, delivery.endpointId, 'succeeded');
    if (!delivery.twice) return;
    this.counts.duplicated += 1;
    this.enqueue(delivery.eventId, delivery.endpointId, this.clock(), false);
  }

  private refused(delivery: Delivery, reason: string | undefined): void {
    this.counts.refused += 1;
    const wait = retryWait(delivery.attempt, this.switches().webhookTimeScale);
    if (wait === undefined) {
      this.counts.failed += 1;
      this.settle(delivery.eventId, delivery.endpointId, 'failed', reason);
      return;
    }
    this.settle(delivery.eventId, delivery.endpointId, 're_scheduled', reason);
    this.queue.add({ ...delivery, attempt: delivery.attempt + 1, dueAt: this.clock() + wait });
  }

  private settle(eventId: string, endpointId: string, status: WebhookStatus, reason?: string): void {
    const stored = this.store.find('event', eventId);
    if (stored === undefined) return;
    const { webhook_failure_reason: _before, ...event } = stored.value;
    const others = webhooksOf(event).filter(({ id }) => id !== endpointId);
    const webhooks = [...others, { id: endpointId, webhook_status: status }];
    const unit = this.store.begin();
    const why = reason === undefined ? {} : { webhook_failure_reason: reason };
    unit.overwrite('event', stored.row, { ...event, webhooks, webhook_status: overallStatus(webhooks), ...why });
    this.store.commit(unit);
  }

  private draw(): number {
    const { webhookSeed: seed } = this.switches();
    if (this.random?.seed !== seed) this.random = { seed, next: seededRandom(seed) };
    return this.random.next();
  }
}

function webhooksOf(event: Resource): readonly EventWebhook[] {
  return (event.webhooks ?? []) as readonly EventWebhook[];
}
