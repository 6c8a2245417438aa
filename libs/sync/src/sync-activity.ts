import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { ConnectionActivity, HeldConnection } from '@ledgerbridge/connections';
import { CursorStore } from './runs/cursor-store.js';
import { RunStore } from './runs/run-store.js';
import { isDue } from './schedule/schedule.js';
import { StreamRunner } from './stream-runner.js';
import { SyncMetrics } from './sync-metrics.js';
import { SYNC_SOURCE, type SyncSource } from './sync-source.js';

/** How often the holder looks for requests and ticks; requests may come in at any replica. */
const LOOK_EVERY_MS = 500;

/** Polls a connection while it is held here: scheduled and requested runs, one stream after the other, never two at once. */
@Injectable()
export class SyncActivity implements ConnectionActivity<object> {
  readonly name = 'sync';

  constructor(
    private readonly runs: RunStore,
    private readonly cursors: CursorStore,
    private readonly runner: StreamRunner,
    private readonly metrics: SyncMetrics,
    @Inject(SYNC_SOURCE) private readonly source: SyncSource<object>,
  ) {}

  async run(held: HeldConnection<object>): Promise<void> {
    try {
      await this.takeOver(held);
      while (!held.signal.aborted) {
        const next = await this.nextStream(held);
        if (next === undefined) await pause(held.signal);
        else await this.runner.run(next, held);
      }
    } finally {
      this.metrics.forget(held.connection.id);
    }
  }

  /** What an earlier holder left running is closed, and what the schedule asked for and never got is asked for again. */
  private async takeOver({ connection }: HeldConnection<object>): Promise<void> {
    await this.runs.closeInterrupted(connection.id);
    const known = this.source.streams(connection);
    const cutOff = await this.runs.cutOff(connection.id);
    const streams = known.filter((stream) => cutOff.includes(stream));
    if (streams.length > 0) await this.runs.request({ connection: connection.id, streams, trigger: 'schedule' });
    for (const stream of known) {
      const fingerprint = this.source.fingerprint(connection, stream);
      const { completedStart } = await this.cursors.load({ connection: connection.id, stream, fingerprint });
      if (completedStart !== undefined) this.metrics.lastCompleted(connection.id, stream, completedStart);
    }
  }

  private async nextStream({ connection }: HeldConnection<object>) {
    const requested = await this.runs.nextRequested(connection.id);
    if (requested !== undefined) return requested;
    const { lastAt, now } = await this.runs.scheduled(connection.id);
    if (!isDue(this.source.schedule(connection), lastAt, now)) return undefined;
    const streams = this.source.streams(connection);
    await this.runs.request({ connection: connection.id, streams, trigger: 'schedule' });
    return this.runs.nextRequested(connection.id);
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
}
