import type { Logger } from '@ledgerbridge/service';
import { backoffMs, pause } from '../async/pause.js';
import { classifyKafkaError } from './classify-kafka-error.js';
import { KafkaError } from './kafka.errors.js';
import type { KafkajsSession } from './kafkajs-session.js';
import type {
  BusConsumer,
  ConsumerHealth,
  ConsumerOptions,
  PartitionOffset,
  TopicPartition,
} from './message-bus.port.js';

/** An outage longer than this ends the process: whoever runs it sees that, and starts it again. */
const OUTAGE_LIMIT_MS = 120_000;

export type OpenSession = (onCrash: (error: KafkaError) => void) => KafkajsSession;

/**
 * A consumer over kafkajs sessions. A session that crashed for a passing reason is followed by a new one (a new client:
 * kafkajs's own restart is known to leave two members behind); any other reason, or a long outage, is fatal.
 */
export class KafkajsConsumer implements BusConsumer {
  private session: KafkajsSession;
  private stopping = false;
  private hasFailed = false;
  /** When the outage under way began; a session that joined ends it. */
  private lostSince: number | undefined;

  constructor(
    private readonly open: OpenSession,
    private readonly options: Pick<ConsumerOptions, 'groupId' | 'onFatal'>,
    private readonly logger: Logger,
  ) {
    this.session = this.newSession();
  }

  /** @throws KafkaError when the first session cannot be opened. */
  async start(): Promise<void> {
    try {
      await this.session.start();
    } catch (error) {
      throw classifyKafkaError(error, `consume as ${this.options.groupId}`);
    }
  }

  seek(offset: PartitionOffset): void {
    this.session.seek(offset);
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.session.pause(partitions);
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.session.resume(partitions);
  }

  health(): ConsumerHealth {
    const { joined, assigned, busy, fetchedAt, heartbeatAt } = this.session;
    return { joined, assigned, busy, fetchAgeMs: Date.now() - fetchedAt, heartbeatAgeMs: Date.now() - heartbeatAt };
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.session.stop();
  }

  private newSession(): KafkajsSession {
    const session: KafkajsSession = this.open((error) => {
      if (session === this.session && !this.stopping) void this.recover(error);
    });
    return session;
  }

  private async recover(cause: KafkaError): Promise<void> {
    if (this.session.hasJoined) this.lostSince = undefined;
    this.lostSince ??= Date.now();
    let error = cause;
    for (let attempt = 1; error.retryable && Date.now() - this.lostSince < OUTAGE_LIMIT_MS; attempt += 1) {
      this.logger.warn({ err: error, group: this.options.groupId, attempt }, 'consumer lost; opening a new one');
      await pause(backoffMs(attempt, 500, 5_000));
      if (this.stopping) return;
      const session = (this.session = this.newSession());
      try {
        await session.start();
        // a stop that came meanwhile found nothing to leave yet
        if (this.stopping) await session.stop();
        return;
      } catch (failure) {
        error = classifyKafkaError(failure, 'consume');
        await session.stop().catch(() => undefined);
      }
    }
    this.fail(error);
  }

  private fail(error: KafkaError): void {
    if (this.hasFailed) return;
    this.hasFailed = true;
    this.options.onFatal(error);
  }
}
