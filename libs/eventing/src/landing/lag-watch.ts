import type { LandingMetrics } from './landing-metrics.js';
import type { TopicPartition, MessageBus } from '../kafka/message-bus.port.js';
import { KafkaError } from '../kafka/kafka.errors.js';
import { describeLags, type Lag, type PartitionLags } from './partition-lags.js';

/** DI token of the {@link LagLimits}. */
export const LAG_LIMITS = Symbol('LAG_LIMITS');

/** In milliseconds. */
export interface LagLimits {
  /** A partition that stands still for longer makes the service not ready. */
  readonly readyMs: number;
  /** One that stands still for longer though its handler does not fail ends the process. */
  readonly stalledMs: number;
  readonly lookEveryMs: number;
}

/** Any partition has its turn in far less than ten minutes, whatever the backlog of the others. */
export const DEFAULT_LAG_LIMITS: LagLimits = { readyMs: 60_000, stalledMs: 600_000, lookEveryMs: 15_000 };

export interface LagWatchParts {
  readonly bus: Pick<MessageBus, 'extents'>;
  readonly topics: readonly string[];
  readonly lags: PartitionLags;
  readonly metrics: Pick<LandingMetrics, 'lag'>;
  readonly limits: LagLimits;
  /** Is the consumer a member of its group? */
  readonly isJoined: () => boolean;
  /** Does its handler throw, so that it is not the consumer that stands still? */
  readonly isFailing: (place: TopicPartition) => boolean;
  readonly onStall: (reason: KafkaError) => void;
}

/**
 * Asks Kafka now and then how much there is, since a consumer sees that only of partitions it fetches: kafkajs may stop
 * fetching one while it goes on with the others.
 */
export class LagWatch {
  private readonly timer: NodeJS.Timeout;
  private looking = false;

  constructor(private readonly parts: LagWatchParts) {
    this.timer = setInterval(() => void this.watch(), parts.limits.lookEveryMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** What has stood still for too long to be ready; undefined when nothing has. */
  describe(): string | undefined {
    const stuck = this.stuckFor(this.parts.limits.readyMs);
    return stuck.length === 0 ? undefined : describeLags(stuck);
  }

  private async watch(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    await this.look();
    this.looking = false;
    const stalled = this.stuckFor(this.parts.limits.stalledMs).filter((lag) => !this.parts.isFailing(lag));
    if (stalled.length === 0) return;
    this.stop();
    const message = `consumer stalled: ${describeLags(stalled)}`;
    this.parts.onStall(new KafkaError('CONSUMER_STALLED', message, { retryable: false }));
  }

  private async look(): Promise<void> {
    const { bus, topics, lags, metrics, isJoined } = this.parts;
    try {
      const extents = await bus.extents(topics);
      lags.reaches(extents, performance.now());
      if (!isJoined()) lags.interrupted(performance.now());
    } catch {
      // Kafka is away, which its own check says
      lags.interrupted(performance.now());
    }
    for (const { topic, partition, messages } of lags.list(performance.now())) {
      metrics.lag.set({ topic, partition }, messages);
    }
  }

  private stuckFor(ms: number): Lag[] {
    return this.parts.lags.list(performance.now()).filter(({ stuckMs }) => stuckMs > ms);
  }
}
