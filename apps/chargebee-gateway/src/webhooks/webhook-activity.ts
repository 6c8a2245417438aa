import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ConnectionHolder, type ConnectionActivity, type HeldConnection } from '@ledgerbridge/connections';
import { backoffMs, pause, Wake } from '@ledgerbridge/eventing';
import { LOGGER, type Logger } from '@ledgerbridge/service';
import type { ChargebeeSettings } from '../chargebee/connection-settings.js';
import { OwnAnswers } from './own-answers.js';
import { BATCH, ReceiptProcessor } from './receipt-processor.js';
import { WebhookNudge } from './webhook-nudge.js';
import { isSiteUnreadable } from './webhooks.errors.js';

/** How soon a receipt that another replica took in is seen. */
const LOOK_EVERY_MS = 500;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const PURGE_EVERY_MS = 3_600_000;

/** Works on the receipts of a connection while it is held here. */
@Injectable()
export class WebhookActivity implements ConnectionActivity<ChargebeeSettings>, OnModuleInit {
  readonly name = 'webhooks';

  constructor(
    private readonly processor: ReceiptProcessor,
    private readonly answers: OwnAnswers,
    private readonly nudge: WebhookNudge,
    private readonly holder: ConnectionHolder<ChargebeeSettings>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.holder.register(this);
  }

  async run(held: HeldConnection<ChargebeeSettings>): Promise<void> {
    const wake = new Wake();
    const stopListening = this.nudge.listen(held.connection.id, () => wake.nudge());
    let failures = 0;
    let purgeAt = 0;
    try {
      while (!held.signal.aborted) {
        if (performance.now() >= purgeAt) {
          await this.answers.purge(held.connection.id);
          purgeAt = performance.now() + PURGE_EVERY_MS;
        }
        const worked = await this.turn(held, failures);
        failures = worked === undefined ? failures + 1 : 0;
        // a webhook that comes in does not mend the site
        if (worked === undefined) await pause(backoffMs(failures, FIRST_PAUSE_MS, LONGEST_PAUSE_MS), held.signal);
        else if (worked < BATCH) await wake.wait(LOOK_EVERY_MS, held.signal);
      }
    } finally {
      stopListening();
    }
  }

  /** How many receipts were worked on; undefined when the site cannot be read. */
  private async turn(held: HeldConnection<ChargebeeSettings>, failures: number): Promise<number | undefined> {
    try {
      return await this.processor.work(held);
    } catch (error) {
      if (!isSiteUnreadable(error)) throw error;
      const level = failures === 0 && !held.signal.aborted ? 'warn' : 'debug';
      this.logger[level]({ err: error, connection: held.connection.id }, 'webhooks wait for the site');
      return undefined;
    }
  }
}
