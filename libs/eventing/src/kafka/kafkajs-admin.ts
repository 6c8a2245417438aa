import type { Admin } from 'kafkajs';
import { pause } from '../async/pause.js';
import { classifyKafkaError } from './classify-kafka-error.js';
import { KafkaError } from './kafka.errors.js';
import type {
  AssignedPartition,
  GroupDescription,
  PartitionExtent,
  PartitionOffset,
  TopicPartition,
  TopicSpec,
} from './message-bus.port.js';
import type { TopicNames } from './topic-names.js';

const METADATA_WAIT_MS = 5_000;
const METADATA_PAUSE_MS = 100;

/** Questions to the cluster, and topic creation. Every method throws KafkaError. */
export class KafkajsAdmin {
  constructor(
    private readonly admin: Admin,
    private readonly names: TopicNames,
  ) {}

  connect(): Promise<void> {
    return asking('connect', () => this.admin.connect());
  }

  disconnect(): Promise<void> {
    return this.admin.disconnect();
  }

  async ping(): Promise<void> {
    await asking('describe cluster', () => this.admin.describeCluster());
  }

  async ensureTopics(topics: readonly string[], spec: TopicSpec): Promise<void> {
    const missing = await this.missingOf(topics);
    if (missing.length === 0) return;
    let refusal: unknown;
    if (spec.create) refusal = await this.create(missing, spec);
    const stillMissing = spec.create ? await this.missingAfterCreation(topics) : missing;
    if (stillMissing.length === 0) return;
    const why = spec.create ? 'could not be created' : 'may not be created by this service (KAFKA_TOPIC_CREATE=false)';
    throw new KafkaError('TOPICS_MISSING', `topics do not exist and ${why}: ${stillMissing.join(', ')}`, {
      retryable: false,
      details: { topics: stillMissing },
      cause: refusal,
    });
  }

  async partitionCounts(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const names = topics.map((topic) => this.names.onBroker(topic));
    const metadata = await asking('topic metadata', () => this.admin.fetchTopicMetadata({ topics: names }));
    return new Map(metadata.topics.map(({ name, partitions }) => [this.names.public(name), partitions.length]));
  }

  async committedOffsets(groupId: string, topics: readonly string[]): Promise<PartitionOffset[]> {
    const answer = await asking('committed offsets', () =>
      this.admin.fetchOffsets({
        groupId: this.names.onBroker(groupId),
        topics: topics.map((topic) => this.names.onBroker(topic)),
      }),
    );
    return answer
      .flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => ({
          topic: this.names.public(topic),
          partition,
          offset: BigInt(offset),
        })),
      )
      .filter(({ offset }) => offset >= 0n);
  }

  async describeGroup(groupId: string): Promise<GroupDescription> {
    const answer = await asking('describe group', () => this.admin.describeGroups([this.names.onBroker(groupId)]));
    const [group] = answer.groups;
    return { state: group?.state ?? 'Dead', members: group?.members.length ?? 0 };
  }

  async extents(topics: readonly string[]): Promise<PartitionExtent[]> {
    const ofTopics = topics.map(async (topic) => {
      const offsets = await asking('topic offsets', () => this.admin.fetchTopicOffsets(this.names.onBroker(topic)));
      return offsets.map(({ partition, low, high }) => ({ topic, partition, low: BigInt(low), high: BigInt(high) }));
    });
    return (await Promise.all(ofTopics)).flat();
  }

  /** What the broker knows of partitions just assigned to a member of the group. */
  async assignedPartitions(groupId: string, partitions: readonly TopicPartition[]): Promise<AssignedPartition[]> {
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const [committed, extents] = await Promise.all([this.committedOffsets(groupId, topics), this.extents(topics)]);
    const isSame = (one: TopicPartition) => (other: TopicPartition) =>
      one.topic === other.topic && one.partition === other.partition;
    return partitions.map((partition) => {
      const commit = committed.find(isSame(partition));
      const { low = 0n, high = 0n } = extents.find(isSame(partition)) ?? {};
      return { ...partition, low, high, ...(commit === undefined ? {} : { committed: commit.offset }) };
    });
  }

  /** A KRaft broker answers a creation before its own metadata shows the topic. */
  private async missingAfterCreation(topics: readonly string[]): Promise<string[]> {
    const deadline = performance.now() + METADATA_WAIT_MS;
    for (;;) {
      const missing = await this.missingOf(topics);
      if (missing.length === 0 || performance.now() > deadline) return missing;
      await pause(METADATA_PAUSE_MS);
    }
  }

  private async missingOf(topics: readonly string[]): Promise<string[]> {
    const existing = new Set(await asking('list topics', () => this.admin.listTopics()));
    return topics.map((topic) => this.names.onBroker(topic)).filter((topic) => !existing.has(topic));
  }

  /** Another service may be creating the same topics right now: what counts is whether they exist afterwards. */
  private async create(missing: readonly string[], spec: TopicSpec): Promise<unknown> {
    try {
      await this.admin.createTopics({
        waitForLeaders: true,
        topics: missing.map((topic) => ({
          topic,
          numPartitions: spec.partitions,
          replicationFactor: spec.replication,
          configEntries: [{ name: 'retention.ms', value: '-1' }],
        })),
      });
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

async function asking<T>(doing: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw classifyKafkaError(error, doing);
  }
}
