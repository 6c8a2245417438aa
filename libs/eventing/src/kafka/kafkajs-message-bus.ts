import type { EncodedMessage } from '@ledgerbridge/contracts';
import type { Logger } from '@ledgerbridge/service';
import kafkajs, { type Kafka as KafkaClient } from 'kafkajs';
import type { KafkaError } from './kafka.errors.js';
import { KafkajsAdmin } from './kafkajs-admin.js';
import { KafkajsConsumer } from './kafkajs-consumer.js';
import { kafkajsLogCreator } from './kafkajs-logger.js';
import { KafkajsProducer } from './kafkajs-producer.js';
import { KafkajsSession } from './kafkajs-session.js';
import type {
  BusConsumer,
  ConsumerOptions,
  GroupDescription,
  MessageBus,
  PartitionExtent,
  PartitionOffset,
  TopicSpec,
} from './message-bus.port.js';
import { patchRequestQueue } from './patch-request-queue.js';
import { TopicNames } from './topic-names.js';

const { Kafka, logLevel } = kafkajs;

/** Default is 30 s, during which nobody reads the partitions of a process that was killed. */
const SESSION_TIMEOUT_MS = 10_000;
const HEARTBEAT_INTERVAL_MS = 2_000;
/** How long an idle fetch waits at the broker, and so how long a stop may take. Data is answered at once. */
const FETCH_WAIT_MS = 500;
/** Some 5 s: a start without a broker says so soon; who outlives the start tries again itself. */
const RETRY = { initialRetryTime: 200, maxRetryTime: 5_000, retries: 5 };
/** Some 30 s, after which a consumer gives its session up and opens a new one. */
const CONSUMER_RETRY = { ...RETRY, retries: 10 };

export interface KafkajsOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly topicPrefix: string;
}

/** The message bus over a real cluster. */
export class KafkajsMessageBus implements MessageBus {
  private readonly kafka: KafkaClient;
  private readonly names: TopicNames;
  private readonly producer: KafkajsProducer;
  private readonly admin: KafkajsAdmin;

  constructor(
    options: KafkajsOptions,
    private readonly logger: Logger,
  ) {
    patchRequestQueue();
    this.names = new TopicNames(options.topicPrefix);
    this.kafka = new Kafka({
      brokers: [...options.brokers],
      clientId: options.clientId,
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      retry: RETRY,
      logLevel: logLevel.INFO,
      logCreator: kafkajsLogCreator(logger),
    });
    this.producer = new KafkajsProducer(this.kafka, this.names);
    this.admin = new KafkajsAdmin(this.kafka.admin(), this.names);
  }

  async connect(): Promise<void> {
    await this.admin.connect();
  }

  publish(messages: readonly EncodedMessage[]): Promise<void> {
    return this.producer.send(messages);
  }

  async consume(options: ConsumerOptions): Promise<BusConsumer> {
    const consumer = new KafkajsConsumer((onCrash) => this.openSession(options, onCrash), options, this.logger);
    await consumer.start();
    return consumer;
  }

  ensureTopics(topics: readonly string[], spec: TopicSpec): Promise<void> {
    return this.admin.ensureTopics(topics, spec);
  }

  partitionCounts(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.admin.partitionCounts(topics);
  }

  committedOffsets(groupId: string, topics: readonly string[]): Promise<readonly PartitionOffset[]> {
    return this.admin.committedOffsets(groupId, topics);
  }

  extents(topics: readonly string[]): Promise<readonly PartitionExtent[]> {
    return this.admin.extents(topics);
  }

  describeGroup(groupId: string): Promise<GroupDescription> {
    return this.admin.describeGroup(groupId);
  }

  ping(): Promise<void> {
    return this.admin.ping();
  }

  async disconnect(): Promise<void> {
    await this.producer.disconnect();
    await this.admin.disconnect();
  }

  private openSession(options: ConsumerOptions, onCrash: (error: KafkaError) => void): KafkajsSession {
    const consumer = this.kafka.consumer({
      groupId: this.names.onBroker(options.groupId),
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_INTERVAL_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      retry: { ...CONSUMER_RETRY, restartOnFailure: () => Promise.resolve(false) },
    });
    return new KafkajsSession({
      consumer,
      admin: this.admin,
      names: this.names,
      options,
      logger: this.logger,
      onCrash,
    });
  }
}
