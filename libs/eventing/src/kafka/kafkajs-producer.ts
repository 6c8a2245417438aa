import type { EncodedMessage } from '@ledgerbridge/contracts';
import kafkajs, { type ICustomPartitioner, type Kafka, type Producer, type RecordMetadata } from 'kafkajs';
import { messageBytes } from '../outbox/outbox.js';
import { classifyKafkaError } from './classify-kafka-error.js';
import { KafkaError } from './kafka.errors.js';
import type { TopicNames } from './topic-names.js';

const { Partitioners } = kafkajs;

/** A send may fill one record batch of one partition, and Kafka's default limit for that is 1,048,588 bytes. */
const MAX_SEND_BYTES = 900_000;
/** Some 10 s of an outage; longer ones are for the caller to sit out, who knows whether it still may send. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 };

/** Sends one batch at a time through an idempotent producer, each acknowledged by all in-sync replicas. */
export class KafkajsProducer {
  private producer: Producer | undefined;
  private tail: Promise<unknown> = Promise.resolve();
  private sentTo = new Set<string>();

  constructor(
    private readonly kafka: Kafka,
    private readonly names: TopicNames,
  ) {}

  async connect(): Promise<void> {
    this.producer ??= await this.open();
  }

  /** @throws KafkaError */
  send(messages: readonly EncodedMessage[]): Promise<void> {
    const sent = this.tail.then(() => this.sendInChunks(messages));
    this.tail = sent.catch(() => undefined);
    return sent;
  }

  async disconnect(): Promise<void> {
    await this.tail;
    const producer = this.producer;
    this.producer = undefined;
    await producer?.disconnect();
  }

  private async sendInChunks(messages: readonly EncodedMessage[]): Promise<void> {
    for (const chunk of chunksOf(messages)) {
      try {
        await this.connect();
        await this.sendChunk(chunk);
      } catch (error) {
        await this.discardProducer();
        throw classifyKafkaError(error, 'publish');
      }
    }
  }

  private async sendChunk(chunk: readonly EncodedMessage[]): Promise<void> {
    const byTopic = new Map<string, { key: string; value: Buffer; headers: Record<string, string> }[]>();
    for (const { topic, key, value, headers } of chunk) {
      const name = this.names.onBroker(topic);
      const messages = byTopic.get(name) ?? [];
      if (messages.length === 0) byTopic.set(name, messages);
      messages.push({ key, value, headers: { ...headers } });
    }
    this.sentTo = new Set();
    const topicMessages = [...byTopic].map(([topic, messages]) => ({ topic, messages }));
    const acknowledged = await this.producer?.sendBatch({ acks: -1, topicMessages });
    this.assertAllAcknowledged(acknowledged ?? []);
  }

  /**
   * When a leader moves during a send, kafkajs retries per broker and may leave out a partition that moved to a broker
   * which had answered already, without an error. So every partition written to must be in the answer.
   */
  private assertAllAcknowledged(answers: readonly RecordMetadata[]): void {
    const acknowledged = new Set(answers.map(({ topicName, partition }) => `${topicName}/${partition}`));
    const unanswered = [...this.sentTo].filter((partition) => !acknowledged.has(partition));
    if (unanswered.length === 0) return;
    throw new KafkaError('KAFKA_BUSY', `publish: no acknowledgement of ${unanswered.join(', ')}`, {
      retryable: true,
      details: { partitions: unanswered },
    });
  }

  /**
   * A send that failed may have been written. Its sequence numbers would be used again, and the broker would take a
   * different batch under them for the duplicate and drop it: the next send needs a new producer id.
   */
  private async discardProducer(): Promise<void> {
    const failed = this.producer;
    this.producer = undefined;
    await failed?.disconnect().catch(() => undefined);
  }

  private async open(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: this.createPartitioner,
      retry: RETRY,
    });
    await producer.connect();
    return producer;
  }

  /** The Java client's partitioner, noting where it sends. */
  private readonly createPartitioner: ICustomPartitioner = () => {
    const partitionOf = Partitioners.DefaultPartitioner();
    return (args) => {
      const partition = partitionOf(args);
      this.sentTo.add(`${args.topic}/${partition}`);
      return partition;
    };
  };
}

function* chunksOf(messages: readonly EncodedMessage[]): Generator<EncodedMessage[]> {
  let chunk: EncodedMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = messageBytes(message);
    if (chunk.length > 0 && bytes + size > MAX_SEND_BYTES) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(message);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}
