import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@ledgerbridge/service';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { pause } from '../async/pause.js';
import { OUTBOX_CHANNEL_SQL } from './outbox.js';

const RECONNECT_MS = 2_000;

/** Hears of commits with new outbox rows, also those of other processes, over one connection kept for it. */
@Injectable()
export class OutboxListener {
  constructor(
    private readonly database: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Calls `notify` at each commit, until `signal` aborts. A lost connection is replaced; the relay polls meanwhile. */
  async listen(notify: () => void, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.listenOnce(notify, signal);
      } catch (error) {
        this.logger.debug({ err: error }, 'outbox listener lost its connection');
        await pause(RECONNECT_MS, signal);
      }
    }
  }

  private async listenOnce(notify: () => void, signal: AbortSignal): Promise<void> {
    const runner = this.database.createQueryRunner();
    const lost = new AbortController();
    const client = (await runner.connect()) as PoolClient;
    const onLost = (): void => lost.abort();
    try {
      client.on('notification', notify).on('error', onLost).on('end', onLost);
      const [row] = (await runner.query(`SELECT ${OUTBOX_CHANNEL_SQL} AS channel`)) as { channel: string }[];
      await runner.query(`LISTEN ${client.escapeIdentifier(row?.channel ?? '')}`);
      notify();
      const over = AbortSignal.any([signal, lost.signal]);
      await new Promise<void>((resolve) => {
        over.addEventListener('abort', () => resolve(), { once: true });
        // it may have come while connecting, and is not told again
        if (over.aborted) resolve();
      });
      if (!lost.signal.aborted) await runner.query('UNLISTEN *');
    } finally {
      client.off('notification', notify).off('error', onLost).off('end', onLost);
      await runner.release();
    }
    if (lost.signal.aborted) throw new Error('connection ended');
  }
}
