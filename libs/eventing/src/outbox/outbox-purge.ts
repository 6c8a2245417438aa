import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@ledgerbridge/service';
import { pause } from '../async/pause.js';
import { OutboxStore } from './outbox-store.js';

/** Published rows are evidence for this long; the topics keep the events themselves. */
const KEEP_DAYS = 7;
const EVERY_MS = 600_000;
/** Rows of one statement: short locks, and room for others in between. */
const ROWS = 5_000;

/** Removes published rows that are old. */
@Injectable()
export class OutboxPurge {
  constructor(
    private readonly store: OutboxStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        while (!signal.aborted && (await this.store.purge(KEEP_DAYS, ROWS)) === ROWS);
      } catch (error) {
        this.logger.warn({ err: error }, 'published outbox rows could not be removed; trying again later');
      }
      await pause(EVERY_MS, signal);
    }
  }
}
