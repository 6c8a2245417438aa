import { Inject, Injectable } from '@nestjs/common';
import { Coalescer, unlessAborted } from '@ledgerbridge/eventing';
import { LOGGER, problem, type Logger } from '@ledgerbridge/service';
import { WebhookNudge } from './webhook-nudge.js';
import { WebhookReceipts, type WebhookEvent } from './webhook-receipts.js';

/** Well below the time Chargebee waits for an answer (20 s are told, unverified). */
const LONGEST_MS = 10_000;

type Kept = 'accepted' | 'duplicate' | 'failed';

/** Keeps events that webhooks tell of, those that come at the same time with one commit. */
@Injectable()
export class WebhookIntake {
  private readonly inserts = new Coalescer<WebhookEvent, Kept>((events) => this.insert(events));

  constructor(
    private readonly receipts: WebhookReceipts,
    private readonly nudge: WebhookNudge,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Resolves once the event is committed, or known to be.
   * @throws ProblemError 503 when Postgres does not take it; Chargebee sends it again
   */
  async keep(event: WebhookEvent): Promise<'accepted' | 'duplicate'> {
    const kept = await unlessAborted(this.inserts.submit(event), AbortSignal.timeout(LONGEST_MS));
    if (kept === undefined || kept === 'failed') {
      throw problem(503, 'WEBHOOK_NOT_KEPT', 'The event could not be stored; send it again');
    }
    if (kept === 'accepted') this.nudge.nudge(event.connection);
    return kept;
  }

  /** No item is at fault when this fails, so trying them one by one would only take longer. */
  private async insert(events: readonly WebhookEvent[]): Promise<Kept[]> {
    try {
      const news = await this.receipts.receive(events);
      return news.map((isNew) => (isNew ? 'accepted' : 'duplicate'));
    } catch (error) {
      this.logger.warn({ err: error, events: events.length }, 'webhooks could not be stored');
      return events.map(() => 'failed');
    }
  }
}
