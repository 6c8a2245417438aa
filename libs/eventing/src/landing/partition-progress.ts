import { KafkaError } from '../kafka/kafka.errors.js';
import type { LandedMessage, MessageBatch, TopicPartition } from '../kafka/message-bus.port.js';
import type { LandingReplay } from './landing-context.js';

/** An event landed earlier: the same offset must still hold it. */
export interface Witness {
  readonly offset: bigint;
  readonly eventId: string;
}

/** Where a consumer stands in one partition it was assigned. */
export interface PartitionProgress extends TopicPartition {
  /** Postgres next; undefined while there is no row. */
  readonly stored: bigint | undefined;
  /** Offset to land next. */
  readonly next: bigint;
  /** Kafka is not known to have the commit of everything before `next`. */
  readonly unacknowledged: boolean;
  readonly witness?: Witness;
  readonly replay?: LandingReplay;
}

/** Messages landed in one transaction: all of them again (`replay`), or all of them for the first time. */
export interface LandingPart {
  readonly messages: readonly LandedMessage[];
  readonly replay?: LandingReplay;
}

/** What of a batch is to be landed, cut where a replay ends. Messages before `next` were landed already. */
export function partsToLand(progress: PartitionProgress, messages: readonly LandedMessage[]): LandingPart[] {
  const due = messages.filter((message) => BigInt(message.offset) >= progress.next);
  const { replay } = progress;
  const again = replay === undefined ? [] : due.filter((message) => BigInt(message.offset) < replay.to);
  const fresh = due.slice(again.length);
  return [
    ...(again.length === 0 || replay === undefined ? [] : [{ messages: again, replay }]),
    ...(fresh.length === 0 ? [] : [{ messages: fresh }]),
  ];
}

/** Id of the event in a message; without one, its bytes have to tell it from others. */
export function eventIdOf({ headers, timestamp, value }: LandedMessage): string {
  return headers['ce_id']?.toString('utf8').replaceAll('\u0000', '') || `${timestamp}:${value?.byteLength ?? 'null'}`;
}

/**
 * @throws KafkaError TOPIC_RECREATED when the witness's offset holds another event, or the partition ends before what
 * was landed from it (a topic made again under a running consumer, which kafkajs then reads from its beginning).
 */
export function assertSameTopic(
  progress: PartitionProgress,
  { messages, highWatermark }: Pick<MessageBatch, 'messages' | 'highWatermark'>,
): void {
  const { witness, topic, partition, stored } = progress;
  if (stored !== undefined && highWatermark < stored) {
    throw topicRecreated({ topic, partition }, `it ends at ${highWatermark}, but was landed up to ${stored}`);
  }
  if (witness === undefined) return;
  const found = messages.find((message) => BigInt(message.offset) === witness.offset);
  if (found === undefined || eventIdOf(found) === witness.eventId) return;
  throw topicRecreated(
    { topic, partition },
    `offset ${witness.offset} holds event ${eventIdOf(found)}, but ${witness.eventId} was landed from there`,
  );
}

export function topicRecreated({ topic, partition }: TopicPartition, evidence: string): KafkaError {
  return new KafkaError(
    'TOPIC_RECREATED',
    `${topic}/${partition}: ${evidence}. The topic was deleted and created again; this service's positions ` +
      `(table consumer_positions) belong to the old one and must be removed by a person who knows why.`,
    { retryable: false, details: { topic, partition } },
  );
}
