import type { Logger } from '@ledgerbridge/service';
import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { backoffMs, pause } from '../async/pause.js';
import { classifyKafkaError } from './classify-kafka-error.js';
import { KafkaError } from './kafka.errors.js';
import type { KafkajsAdmin } from './kafkajs-admin.js';
import { toLandedMessage } from './landed-message.js';
import type { ConsumerOptions, LandedMessage, PartitionOffset, TopicPartition } from './message-bus.port.js';
import type { TopicNames } from './topic-names.js';

/** kafkajs sends a heartbeat only when one is due; this is how often we give it the chance during a handler. */
const HEARTBEAT_TICK_MS = 1_000;
const COMMIT_ATTEMPTS = 5;
const DEFAULT_RETRY_DELAY = { first: 200, longest: 30_000 };

export interface SessionParts {
  readonly consumer: Consumer;
  readonly admin: KafkajsAdmin;
  readonly names: TopicNames;
  readonly options: ConsumerOptions;
  readonly logger: Logger;
  onCrash(error: KafkaError): void;
}

/** One kafkajs consumer from connect to its end, whichever way it ends. It never restarts itself. */
export class KafkajsSession {
  joined = false;
  hasJoined = false;
  assigned = 0;
  busy = 0;
  fetchedAt = Date.now();
  heartbeatAt = Date.now();
  private started: Promise<void> = Promise.resolve();
  private readonly ended = new AbortController();
  /** Aborts with the assignment under way, when another one replaces it. */
  private assignment = new AbortController();
  private readonly failures = new Map<string, number>();

  constructor(private readonly parts: SessionParts) {}

  async start(): Promise<void> {
    const { consumer, options, names } = this.parts;
    this.observe();
    await consumer.connect();
    await consumer.subscribe({
      topics: options.topics.map((topic) => names.onBroker(topic)),
      fromBeginning: options.fromBeginning ?? true,
    });
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: options.concurrency ?? 3,
      eachBatch: (payload) => this.eachBatch(payload),
    });
  }

  seek({ topic, partition, offset }: PartitionOffset): void {
    this.parts.consumer.seek({ topic: this.parts.names.onBroker(topic), partition, offset: offset.toString() });
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.parts.consumer.pause(this.onBroker(partitions));
  }

  resume(partitions: readonly TopicPartition[]): void {
    if (!this.ended.signal.aborted) this.parts.consumer.resume(this.onBroker(partitions));
  }

  async stop(): Promise<void> {
    this.ended.abort();
    await this.parts.consumer.disconnect();
  }

  private observe(): void {
    const { consumer } = this.parts;
    const { events } = consumer;
    consumer.on(events.GROUP_JOIN, ({ payload }) => this.onJoin(payload.memberAssignment));
    consumer.on(events.FETCH, () => void (this.fetchedAt = Date.now()));
    consumer.on(events.HEARTBEAT, () => void (this.heartbeatAt = Date.now()));
    consumer.on(events.CRASH, ({ payload }) => {
      this.joined = false;
      this.ended.abort();
      this.parts.onCrash(classifyKafkaError(payload.error, 'consume'));
    });
  }

  /** Runs before the first fetch of this assignment; batches wait for `started`. */
  private onJoin(assignment: Readonly<Record<string, number[]>>): void {
    const partitions = Object.entries(assignment).flatMap(([topic, numbers]) =>
      numbers.map((partition) => ({ topic: this.parts.names.public(topic), partition })),
    );
    this.assignment.abort();
    this.assignment = new AbortController();
    const current = AbortSignal.any([this.ended.signal, this.assignment.signal]);
    this.joined = true;
    this.hasJoined = true;
    this.assigned = partitions.length;
    this.heartbeatAt = Date.now();
    this.failures.clear();
    // one after the other: an answer for an earlier assignment must not come after that for a later one
    this.started = this.started.then(() => this.findStart(partitions, current));
  }

  private async findStart(partitions: readonly TopicPartition[], current: AbortSignal): Promise<void> {
    const { admin, options, logger } = this.parts;
    if (options.onAssigned === undefined || partitions.length === 0) return;
    for (let attempt = 1; !current.aborted; attempt += 1) {
      try {
        const assigned = await admin.assignedPartitions(options.groupId, partitions);
        const starts = await options.onAssigned(assigned);
        if (!current.aborted) starts.forEach((start) => this.seek(start));
        return;
      } catch (error) {
        logger.warn({ err: error, group: options.groupId, attempt }, 'start positions not known yet');
        await pause(backoffMs(attempt, 200, 10_000), current);
      }
    }
  }

  private async eachBatch(payload: EachBatchPayload): Promise<void> {
    const heartbeat = setInterval(() => void payload.heartbeat().catch(() => undefined), HEARTBEAT_TICK_MS);
    this.busy += 1;
    try {
      await this.started;
      if (this.ended.signal.aborted || payload.isStale() || !payload.isRunning()) return;
      await this.handle(payload);
    } finally {
      this.busy -= 1;
      clearInterval(heartbeat);
    }
  }

  private async handle(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const topic = this.parts.names.public(batch.topic);
    const messages = batch.messages.map((message: KafkaMessage): LandedMessage =>
      toLandedMessage(topic, batch.partition, message),
    );
    const [first] = messages;
    if (first === undefined) return;
    const place = `${batch.topic}/${batch.partition}`;
    try {
      await this.parts.options.onBatch(
        { topic, partition: batch.partition, messages, highWatermark: BigInt(batch.highWatermark) },
        { commit: (offset) => this.commit(payload, offset) },
      );
      this.failures.delete(place);
    } catch (error) {
      const failures = (this.failures.get(place) ?? 0) + 1;
      this.failures.set(place, failures);
      this.comeBackTo({ topic, partition: batch.partition, offset: BigInt(first.offset) }, failures, error);
    }
  }

  /** Other partitions go on meanwhile: an error thrown into kafkajs would stop them all. */
  private comeBackTo(start: PartitionOffset, failures: number, error: unknown): void {
    const { first, longest } = this.parts.options.retryDelayMs ?? DEFAULT_RETRY_DELAY;
    const delayMs = backoffMs(failures, first, longest);
    const { topic, partition } = start;
    const fields = { err: error, topic, partition, offset: start.offset.toString(), failures, delayMs };
    this.parts.logger.error(fields, 'a batch could not be handled; it comes again');
    this.pause([start]);
    this.seek(start);
    void pause(delayMs, this.ended.signal).then(() => this.resume([start]));
  }

  /** Through the batch: the consumer's own method answers without committing once a stop has begun. */
  private async commit(payload: EachBatchPayload, offset: bigint): Promise<void> {
    const { batch } = payload;
    const partitions = [{ partition: batch.partition, offset: offset.toString() }];
    for (let attempt = 1; ; attempt += 1) {
      try {
        await payload.commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions }] });
        return;
      } catch (error) {
        const classified = classifyKafkaError(error, 'commit');
        if (!classified.retryable || attempt === COMMIT_ATTEMPTS) throw classified;
        await pause(backoffMs(attempt, 100, 2_000));
      }
    }
  }

  private onBroker(partitions: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
    return partitions.map(({ topic, partition }) => ({
      topic: this.parts.names.onBroker(topic),
      partitions: [partition],
    }));
  }
}
