import type { EncodedMessage } from '@ledgerbridge/contracts';
import type { KafkaError } from './kafka.errors.js';

/** DI token of the one MessageBus of a service. */
export const MESSAGE_BUS = Symbol('MESSAGE_BUS');

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** An offset to read next, or to commit as "everything before it is done". */
export interface PartitionOffset extends TopicPartition {
  readonly offset: bigint;
}

/** A message as consumed; `topic` without the prefix of this installation, `timestamp` milliseconds since 1970. */
export interface LandedMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

/** Messages of one partition, in offset order, never empty. */
export interface MessageBatch extends TopicPartition {
  readonly messages: readonly LandedMessage[];
  /** Offset the next message written to the partition will get. */
  readonly highWatermark: bigint;
}

/** A partition just given to this member, with what the broker knows of it. */
export interface AssignedPartition extends TopicPartition {
  /** Offset committed by the group; absent when there is none. */
  readonly committed?: bigint;
  readonly low: bigint;
  readonly high: bigint;
}

/** The messages a partition holds: offsets from `low` up to, not including, `high`. */
export type PartitionExtent = Omit<AssignedPartition, 'committed'>;

export interface BatchControl {
  /**
   * Commits `offset` as the group's next one in the batch's partition; resolves when the broker has it.
   * @throws KafkaError, NOT_ASSIGNED when the partition belongs to another member by now
   */
  commit(offset: bigint): Promise<void>;
}

export interface ConsumerOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Where a partition starts that the group never committed and `onAssigned` says nothing about. Default true. */
  readonly fromBeginning?: boolean;
  /** Batches of different partitions handled at the same time. Default 3. */
  readonly concurrency?: number;
  /** First and longest pause between two attempts of a batch whose handler throws. Default 200 and 30,000 ms. */
  readonly retryDelayMs?: { readonly first: number; readonly longest: number };
  /**
   * Called at each assignment, before any message of it is handled; the offsets it answers are where reading starts.
   * Called again, with growing pauses, as long as it throws.
   */
  onAssigned?(partitions: readonly AssignedPartition[]): Promise<readonly PartitionOffset[]>;
  /**
   * One call at a time per partition. When it throws, the batch comes again later, from its first message; nothing is
   * committed but by `control`.
   */
  onBatch(batch: MessageBatch, control: BatchControl): Promise<void>;
  /** The consumer has ended for good and will not come back in this process. Called at most once. */
  onFatal(reason: KafkaError): void;
}

export interface ConsumerHealth {
  /** Member of the group, with its assignment. */
  readonly joined: boolean;
  readonly assigned: number;
  /** Batches whose handler is running. */
  readonly busy: number;
  /** Since the last answer to a fetch (also an empty one), since the last heartbeat; since the start before the first. */
  readonly fetchAgeMs: number;
  readonly heartbeatAgeMs: number;
}

export interface BusConsumer {
  seek(offset: PartitionOffset): void;
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  health(): ConsumerHealth;
  /** Ends after the batches in hand; leaves the group. */
  stop(): Promise<void>;
}

export interface TopicSpec {
  readonly partitions: number;
  readonly replication: number;
  /** False: only checks that the topics exist. */
  readonly create: boolean;
}

export interface GroupDescription {
  /** Kafka's word: `Stable`, `Empty`, `Dead`, `PreparingRebalance`, `CompletingRebalance`. */
  readonly state: string;
  readonly members: number;
}

/**
 * The broker as this product needs it. Topic names and group ids are the public ones: an implementation adds the
 * prefix of a shared cluster and takes it off again.
 */
export interface MessageBus {
  connect(): Promise<void>;
  /**
   * Resolves when every message is acknowledged by all in-sync replicas. Messages of one key keep their order, also
   * across calls: calls are sent one after the other.
   * @throws KafkaError; what was sent before the error may be there already.
   */
  publish(messages: readonly EncodedMessage[]): Promise<void>;
  consume(options: ConsumerOptions): Promise<BusConsumer>;
  /** @throws KafkaError TOPICS_MISSING naming them, when they do not exist and may not be created. */
  ensureTopics(topics: readonly string[], spec: TopicSpec): Promise<void>;
  partitionCounts(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Offsets the group has committed on these topics; partitions without one are left out. */
  committedOffsets(groupId: string, topics: readonly string[]): Promise<readonly PartitionOffset[]>;
  /** What every partition of these topics holds now. */
  extents(topics: readonly string[]): Promise<readonly PartitionExtent[]>;
  describeGroup(groupId: string): Promise<GroupDescription>;
  /** One cheap round trip to the cluster. */
  ping(): Promise<void>;
  disconnect(): Promise<void>;
}
