import { Inject, Injectable } from '@nestjs/common';
import { isBridgeError } from '@ledgerbridge/contracts';
import { errorCode, LOGGER, type Logger } from '@ledgerbridge/service';
import { backoffMs, pause, unlessAborted } from '../async/pause.js';
import { Wake } from '../async/wake.js';
import { MESSAGE_BUS, type MessageBus } from '../kafka/message-bus.port.js';
import { TopicProvisioner } from '../topics/topic-provisioner.js';
import { OutboxMetrics } from './outbox-metrics.js';
import { OutboxStore, type OutboxRow } from './outbox-store.js';
import { RefusedMessages } from './refused-messages.js';

/** One round: enough to fill several sends, little enough to keep memory flat whatever the backlog. */
const ROUND_ROWS = 1_000;
const ROUND_BYTES = 4_000_000;
/** Looks without being told, for a notification that was lost with its connection. */
const POLL_MS = 500;
const RETRY_FIRST_MS = 200;
const RETRY_LONGEST_MS = 5_000;
const FLUSH_LIMIT_MS = 10_000;

/** What a supervisor sees of a relay; times are of `performance.now()`. */
export interface RelayActivity {
  /** What the round under way waits for; absent while there is nothing to relay. */
  readonly step?: { readonly of: 'kafka' | 'postgres'; readonly since: number };
  /** No round has succeeded since then. */
  readonly failing?: { readonly since: number; readonly code: string };
}

/**
 * Carries the outbox to Kafka: oldest first, one round at a time, marked after the acknowledgement. One per service, as
 * long as its lease is held. A message may be published twice (a crash before the mark), under the same id.
 */
@Injectable()
export class OutboxRelay {
  private readonly wake = new Wake();
  private running = false;
  private flushes: (() => void)[] = [];
  private failingSince: number | undefined;
  private step: RelayActivity['step'];
  private failing: RelayActivity['failing'];
  /** Left aside, so that however much of it there is the rest goes on. */
  private readonly refused = new RefusedMessages();

  constructor(
    private readonly store: OutboxStore,
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    private readonly topics: TopicProvisioner,
    private readonly metrics: OutboxMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Since when it has been failing, milliseconds since 1970; undefined while it works or does not run here. */
  get troubledSince(): number | undefined {
    return this.failingSince;
  }

  get activity(): RelayActivity {
    const { step, failing } = this;
    return { ...(step && { step }), ...(failing && { failing }) };
  }

  /** Something was committed: look now. */
  nudge(): void {
    this.wake.nudge();
  }

  /** Relays until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    this.running = true;
    try {
      for (let failures = 0; !signal.aborted;) {
        failures = (await this.tryRound(signal)) ? 0 : failures + 1;
        if (failures === 0) this.failing = undefined;
        if (failures > 0) await pause(backoffMs(failures, RETRY_FIRST_MS, RETRY_LONGEST_MS), signal);
      }
    } finally {
      this.running = false;
      this.refused.clear();
      this.failingSince = undefined;
      this.failing = undefined;
      this.endFlushes(this.flushes.splice(0));
    }
  }

  /**
   * Resolves when all that was committed before the call is published, or when waiting for that is no use: the relay
   * runs elsewhere, or what stops it does not pass by itself. What is left is on record and published later.
   */
  async flush(limitMs = FLUSH_LIMIT_MS): Promise<void> {
    if (!this.running) return;
    const limit = AbortSignal.timeout(limitMs);
    await new Promise<void>((resolve) => {
      this.flushes.push(resolve);
      limit.addEventListener('abort', () => resolve(), { once: true });
      this.wake.nudge();
    });
  }

  private async tryRound(signal: AbortSignal): Promise<boolean> {
    const asked = this.flushes.splice(0);
    try {
      this.refused.forgetDue();
      const rows = await this.waitFor('postgres', this.store.oldest(ROUND_ROWS, ROUND_BYTES, this.refused));
      if (rows.length > 0) {
        await this.publish(rows, signal);
        this.failingSince = this.refused.isEmpty ? undefined : (this.failingSince ?? Date.now());
        this.flushes.unshift(...asked);
        return true;
      }
      this.endFlushes(asked);
      if (this.refused.isEmpty) this.failingSince = undefined;
      await this.wake.wait(POLL_MS, signal);
      return true;
    } catch (error) {
      // an outage of Kafka may pass within the time of a flush
      if (isBridgeError(error) && error.retryable) this.flushes.unshift(...asked);
      else this.endFlushes(asked);
      this.failingSince ??= Date.now();
      this.failing = { since: this.failing?.since ?? performance.now(), code: errorCode(error) ?? 'UNKNOWN' };
      this.logger.warn({ err: error }, 'the outbox could not be relayed; trying again');
      return false;
    }
  }

  private async publish(rows: readonly OutboxRow[], signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    try {
      await this.waitFor('kafka', this.topics.ensure(rows.map((row) => row.topic)));
      await this.waitFor('kafka', unlessAborted(this.bus.publish(rows), signal));
    } catch (error) {
      this.topics.forget();
      if (!isBridgeError(error) || error.retryable) throw error;
      return this.publishSingly(rows, signal);
    }
    // not waited for any longer: published or not, the next relay publishes them
    if (!signal.aborted) await this.mark(rows);
  }

  /** One message that Kafka refuses for good holds up its own key only, a topic that does not exist only itself. */
  private async publishSingly(rows: readonly OutboxRow[], signal: AbortSignal): Promise<void> {
    for (const row of rows) {
      if (this.refused.holdsBack(row)) continue;
      if (signal.aborted) break;
      try {
        await this.waitFor('kafka', this.topics.ensure([row.topic]));
        await this.waitFor('kafka', this.bus.publish([row]));
        await this.mark([row]);
      } catch (error) {
        if (!isBridgeError(error) || error.retryable) throw error;
        this.logger.error({ err: error, outboxId: row.id, topic: row.topic, key: row.key }, 'Kafka refuses a message');
        if (error.code === 'TOPICS_MISSING') this.refused.addTopic(row.topic);
        else this.refused.addKey(row);
      }
    }
  }

  private async mark(rows: readonly OutboxRow[]): Promise<void> {
    await this.waitFor('postgres', this.store.markPublished(rows.map((row) => row.id)));
    for (const [topic, ofTopic] of Map.groupBy(rows, (row) => row.topic)) {
      this.metrics.published.inc({ topic }, ofTopic.length);
    }
  }

  private async waitFor<T>(of: 'kafka' | 'postgres', work: Promise<T>): Promise<T> {
    this.step = { of, since: performance.now() };
    try {
      return await work;
    } finally {
      this.step = undefined;
    }
  }

  private endFlushes(flushes: readonly (() => void)[]): void {
    for (const end of flushes) end();
  }
}
