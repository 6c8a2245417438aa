import { KafkaError } from '../kafka/kafka.errors.js';
import type { BusConsumer } from '../kafka/message-bus.port.js';
import { judgeConsumer } from './judge-consumer.js';

const LOOK_EVERY_MS = 5_000;

/** Looks at a consumer every few seconds: kafkajs may stop fetching without an error, and then only its silence tells. */
export class ConsumerSupervisor {
  private readonly timer: NodeJS.Timeout;
  private outsideSince: number | undefined;
  /** Start times of the batches in hand. */
  private readonly inHand = new Set<number>();

  constructor(
    private readonly consumer: BusConsumer,
    onStall: (reason: KafkaError) => void,
  ) {
    this.timer = setInterval(() => {
      const stalled = this.look();
      if (stalled === undefined) return;
      this.stop();
      onStall(new KafkaError('CONSUMER_STALLED', `consumer stalled: ${stalled}`, { retryable: false }));
    }, LOOK_EVERY_MS);
    this.timer.unref();
  }

  /** Notes a batch as in hand until `work` ends. */
  async during(work: Promise<void>): Promise<void> {
    // unique even when two batches begin in the same microsecond, so that each removes its own
    let startedAt = performance.now();
    while (this.inHand.has(startedAt)) startedAt += 0.001;
    this.inHand.add(startedAt);
    try {
      await work;
    } finally {
      this.inHand.delete(startedAt);
    }
  }

  /** Why it must be taken for stalled, if so. */
  look(): string | undefined {
    const now = performance.now();
    const health = this.consumer.health();
    this.outsideSince = health.joined ? undefined : (this.outsideSince ?? now);
    return judgeConsumer({
      health,
      outsideMs: this.outsideSince === undefined ? 0 : now - this.outsideSince,
      busyMs: this.inHand.size === 0 ? 0 : now - Math.min(...this.inHand),
    });
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
