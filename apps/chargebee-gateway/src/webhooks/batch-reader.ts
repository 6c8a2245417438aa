import type { Logger } from '@ledgerbridge/service';
import type { Read } from '../chargebee/calls/chargebee-call.js';
import type { WebhookReceipt } from '../database/webhook-receipt.entity.js';
import { meaningOf } from './call-meaning.js';
import type { ReceiptQueue } from './receipt-queue.js';
import { SiteUnreadableError } from './webhooks.errors.js';

/** This many failures with no success in between are no single record's affair any more. */
const FAILURES_IN_A_ROW = 3;

/** The reads of one batch: a failure is noted at the receipts it holds up, until it is the site's. */
export class BatchReader {
  private failures = 0;

  constructor(
    private readonly read: Read,
    /** Aborts when the connection is given back. */
    private readonly signal: AbortSignal,
    private readonly queue: ReceiptQueue,
    private readonly now: () => number,
    private readonly logger: Logger,
  ) {}

  /**
   * The answer; undefined when there is none and the receipts are put off.
   * @throws SiteUnreadableError
   */
  async ask<T>(
    receipts: readonly WebhookReceipt[],
    question: (read: Read) => Promise<T>,
  ): Promise<{ readonly answer: T } | undefined> {
    try {
      const answer = await question(this.read);
      this.failures = 0;
      return { answer };
    } catch (error) {
      await this.failed(receipts, error);
      return undefined;
    }
  }

  async missing(receipts: readonly WebhookReceipt[], reason: 'unknown-event' | 'not-readable'): Promise<void> {
    for (const receipt of receipts) await this.queue.missing(receipt, reason, this.now());
  }

  private async failed(receipts: readonly WebhookReceipt[], error: unknown): Promise<void> {
    const meaning = this.signal.aborted ? 'site' : meaningOf(error);
    if (meaning === 'passing') this.failures += 1;
    if (meaning === 'site' || this.failures >= FAILURES_IN_A_ROW) throw new SiteUnreadableError(error);
    this.logger.warn({ err: error, events: receipts.length }, 'an event cannot be worked on now');
    for (const receipt of receipts) {
      if (meaning === 'refused') await this.queue.missing(receipt, 'refused', this.now());
      else await this.queue.failed(receipt, 'call-failed', this.now());
    }
  }
}
