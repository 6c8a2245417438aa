import type { Logger } from '@ledgerbridge/service';
import type { DataSource, EntityManager } from 'typeorm';
import { originalOf } from '../dead-letters/decode-or-dead-letter.js';
import type { DeadLetters } from '../dead-letters/dead-letters.js';
import type { BatchControl, LandedMessage, MessageBatch, TopicPartition } from '../kafka/message-bus.port.js';
import type { LandingContext } from './landing-context.js';
import type { LandingMetrics } from './landing-metrics.js';
import type { PartitionLags } from './partition-lags.js';
import {
  assertSameTopic,
  eventIdOf,
  partsToLand,
  type LandingPart,
  type PartitionProgress,
} from './partition-progress.js';
import type { PositionStore } from './position-store.js';
import { isStorageRefusal, refusalReason } from './storage-refusal.js';

export type HandleBatch = (
  messages: readonly LandedMessage[],
  tx: EntityManager,
  context: LandingContext,
) => Promise<void>;

export interface LandingParts {
  readonly groupId: string;
  readonly database: DataSource;
  readonly positions: PositionStore;
  readonly deadLetters: DeadLetters;
  readonly metrics: LandingMetrics;
  readonly lags: PartitionLags;
  readonly logger: Logger;
  readonly handle: HandleBatch;
}

/**
 * Lands the batches of one partition at a time: handlers and position in one Postgres transaction, then the commit to
 * Kafka, then the note that Kafka acknowledged it. Dying after any of these steps neither loses nor repeats a message.
 */
export class BatchLanding {
  private readonly progress = new Map<string, PartitionProgress>();

  constructor(private readonly parts: LandingParts) {}

  /** Forgets every partition held before: an assignment names all that this consumer has. */
  assign(partitions: readonly PartitionProgress[]): void {
    this.progress.clear();
    for (const partition of partitions) this.progress.set(placeOf(partition), partition);
  }

  /** @throws KafkaError TOPIC_RECREATED; EventingError POSITION_MOVED; what the handlers throw. */
  async land(batch: MessageBatch, control: BatchControl): Promise<void> {
    const seconds = this.parts.metrics.seconds.startTimer({ topic: batch.topic });
    assertSameTopic(this.progressOf(batch), batch);
    if (this.progressOf(batch).unacknowledged) await this.acknowledge(batch, control);
    for (const part of partsToLand(this.progressOf(batch), batch.messages)) {
      await this.landPart(batch, part, control);
    }
    const { next } = this.progressOf(batch);
    const { topic, partition } = batch;
    this.parts.metrics.lag.set({ topic, partition }, Number(batch.highWatermark - next));
    seconds();
  }

  private async landPart(place: TopicPartition, part: LandingPart, control: BatchControl): Promise<void> {
    const { topic, partition } = place;
    const context = { topic, partition, ...(part.replay === undefined ? {} : { replay: part.replay }) };
    try {
      await this.inTransaction(place, part, (tx) => this.parts.handle(part.messages, tx, context));
    } catch (error) {
      if (!isStorageRefusal(error)) throw error;
      await this.landAround(place, part, control, error);
      return;
    }
    await this.acknowledge(place, control);
  }

  /** One message that Postgres cannot store must not hold up the others of its batch: it becomes a dead letter. */
  private async landAround(
    place: TopicPartition,
    part: LandingPart,
    control: BatchControl,
    refusal: unknown,
  ): Promise<void> {
    const [message, ...others] = part.messages;
    if (message === undefined) return;
    if (others.length > 0) {
      for (const single of part.messages) await this.landPart(place, { ...part, messages: [single] }, control);
      return;
    }
    const { topic, partition, offset } = message;
    this.parts.logger.warn({ err: refusal, topic, partition, offset }, 'message cannot be stored; dead letter');
    await this.inTransaction(place, part, (tx) =>
      this.parts.deadLetters.append(tx, { ...originalOf(message), ...refusalReason(refusal) }),
    );
    await this.acknowledge(place, control);
  }

  private async inTransaction(
    place: TopicPartition,
    { messages, replay }: LandingPart,
    work: (tx: EntityManager) => Promise<void>,
  ): Promise<void> {
    const progress = this.progressOf(place);
    const { topic, partition, stored: expected, next: from, replay: known } = progress;
    const last = messages.at(-1);
    if (last === undefined) return;
    const landed = { offset: BigInt(last.offset), eventId: eventIdOf(last) };
    const to = landed.offset + 1n;
    const endsReplay = replay !== undefined && to >= replay.to;
    const { database, positions, groupId } = this.parts;
    try {
      await database.transaction(async (tx) => {
        await positions.advance(tx, groupId, { topic, partition, expected, from, to, last: landed, replay: known });
        await work(tx);
        if (endsReplay) await positions.finishReplay(tx, groupId, place, to);
      });
    } catch (error) {
      if ((error as { code?: unknown } | null)?.code === 'POSITION_MOVED') await this.reload(progress);
      throw error;
    }
    this.parts.metrics.messages.inc({ topic }, messages.length);
    this.parts.lags.landed(place, to, performance.now());
    this.keep({
      topic,
      partition,
      stored: to,
      next: to,
      unacknowledged: true,
      witness: progress.witness !== undefined && progress.witness.offset > landed.offset ? progress.witness : landed,
      ...(progress.replay !== undefined && to < progress.replay.to ? { replay: progress.replay } : {}),
    });
  }

  private async acknowledge(place: TopicPartition, control: BatchControl): Promise<void> {
    const progress = this.progressOf(place);
    await control.commit(progress.next);
    await this.parts.positions.acknowledge(this.parts.groupId, place, progress.next);
    this.keep({ ...progress, unacknowledged: false });
  }

  /**
   * Goes on behind what another consumer landed. A position that was put back is not taken up: this consumer reads past
   * the messages to be landed again, and the partition is another's, who was assigned it when it was reset.
   */
  private async reload(stale: PartitionProgress): Promise<void> {
    const known = await this.parts.positions.load(this.parts.groupId, [stale.topic]);
    const found = known.find(({ partition }) => partition === stale.partition);
    if (found === undefined || found.next < stale.next) return;
    const { topic, partition, next, acknowledged, witness, replay } = found;
    this.keep({
      topic,
      partition,
      stored: next,
      next,
      unacknowledged: !acknowledged,
      ...(witness === undefined ? {} : { witness }),
      ...(replay === undefined ? {} : { replay }),
    });
  }

  private progressOf(place: TopicPartition): PartitionProgress {
    const progress = this.progress.get(placeOf(place));
    if (progress === undefined) throw new Error(`${placeOf(place)} was not assigned`);
    return progress;
  }

  private keep(progress: PartitionProgress): void {
    this.progress.set(placeOf(progress), progress);
  }
}

function placeOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
