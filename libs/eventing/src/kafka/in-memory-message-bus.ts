import type { EncodedMessage } from '@ledgerbridge/contracts';
import type { InMemoryBroker } from './in-memory-broker.js';
import { InMemoryConsumer } from './in-memory-consumer.js';
import { KafkaError } from './kafka.errors.js';
import type {
  BusConsumer,
  ConsumerOptions,
  GroupDescription,
  MessageBus,
  PartitionExtent,
  PartitionOffset,
  TopicSpec,
} from './message-bus.port.js';
import { TopicNames } from './topic-names.js';

/** The message bus without a broker, for unit specs; held to the same contract spec as the real one. */
export class InMemoryMessageBus implements MessageBus {
  private readonly names: TopicNames;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly broker: InMemoryBroker,
    topicPrefix = '',
  ) {
    this.names = new TopicNames(topicPrefix);
  }

  async connect(): Promise<void> {}

  publish(messages: readonly EncodedMessage[]): Promise<void> {
    const sent = this.tail.then(() => {
      for (const message of messages) this.broker.append(this.names.onBroker(message.topic), message);
    });
    this.tail = sent.catch(() => undefined);
    return sent;
  }

  async consume(options: ConsumerOptions): Promise<BusConsumer> {
    const consumer = new InMemoryConsumer(this.broker, this.names, options);
    await consumer.start();
    return consumer;
  }

  async ensureTopics(topics: readonly string[], spec: TopicSpec): Promise<void> {
    const existing = new Set(this.broker.topicNames());
    const missing = topics.map((topic) => this.names.onBroker(topic)).filter((topic) => !existing.has(topic));
    if (missing.length === 0) return;
    if (!spec.create) {
      throw new KafkaError('TOPICS_MISSING', `topics do not exist: ${missing.join(', ')}`, {
        retryable: false,
        details: { topics: missing },
      });
    }
    for (const topic of missing) this.broker.createTopic(topic, spec.partitions);
  }

  async partitionCounts(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return new Map(topics.map((topic) => [topic, this.broker.partitionCount(this.names.onBroker(topic))]));
  }

  async committedOffsets(groupId: string, topics: readonly string[]): Promise<readonly PartitionOffset[]> {
    const group = this.names.onBroker(groupId);
    return topics.flatMap((topic) => {
      const name = this.names.onBroker(topic);
      return Array.from({ length: this.broker.partitionCount(name) }, (_, partition) => ({
        topic,
        partition,
        offset: this.broker.committed(group, name, partition) ?? -1n,
      })).filter(({ offset }) => offset >= 0n);
    });
  }

  async extents(topics: readonly string[]): Promise<readonly PartitionExtent[]> {
    return topics.flatMap((topic) => {
      const name = this.names.onBroker(topic);
      return Array.from({ length: this.broker.partitionCount(name) }, (_, partition) => {
        return { topic, partition, low: 0n, high: this.broker.end(name, partition) };
      });
    });
  }

  async describeGroup(groupId: string): Promise<GroupDescription> {
    const members = this.broker.memberCount(this.names.onBroker(groupId));
    return { state: members === 0 ? 'Empty' : 'Stable', members };
  }

  async ping(): Promise<void> {}

  async disconnect(): Promise<void> {
    await this.tail;
  }
}
