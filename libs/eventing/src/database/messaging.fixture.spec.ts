import { createLogger, createMetricsRegistry, KnownSecrets, openDatabase } from '@ledgerbridge/service';
import { createTestDatabase, type TestDatabase } from '@ledgerbridge/testing';
import type { DataSource } from 'typeorm';
import { DeadLetters } from '../dead-letters/dead-letters.js';
import { Outbox } from '../outbox/outbox.js';
import { OutboxMetrics } from '../outbox/outbox-metrics.js';
import { OutboxRelay } from '../outbox/outbox-relay.js';
import { OutboxStore } from '../outbox/outbox-store.js';
import type { MessageBus } from '../kafka/message-bus.port.js';
import { PublishedRecords } from '../publishing/published-records.js';
import { RecordPublisher } from '../publishing/record-publisher.js';
import { TopicProvisioner } from '../topics/topic-provisioner.js';
import { messagingEntities, messagingMigrations } from './messaging-schema.js';

export const silent = createLogger({
  service: 'spec',
  level: process.env['LOG_LEVEL'] ?? 'silent',
  secrets: new KnownSecrets(),
});

export const kafkaConfig = (topicPrefix: string) => ({
  kafka: { brokers: [], topicPrefix, partitions: 3, replication: 1, create: true },
});

/** The messaging tables in a database of their own, and the classes that work on them. */
export class MessagingFixture {
  readonly outbox = new Outbox();
  readonly records = new PublishedRecords();
  readonly publisher = new RecordPublisher(this.records, this.outbox);
  readonly deadLetters = new DeadLetters({ service: 'spec' }, this.outbox);
  readonly store: OutboxStore;

  private constructor(
    readonly database: DataSource,
    private readonly testDatabase: TestDatabase,
  ) {
    this.store = new OutboxStore(database);
  }

  static async open(): Promise<MessagingFixture> {
    const testDatabase = await createTestDatabase();
    const database = await openDatabase(
      {
        url: testDatabase.url,
        schema: 'spec',
        migrate: true,
        entities: messagingEntities,
        migrations: messagingMigrations,
      },
      silent,
    );
    return new MessagingFixture(database, testDatabase);
  }

  /** A relay of its own, as another process would have. */
  relayTo(bus: MessageBus, store: OutboxStore = this.store): OutboxRelay {
    const metrics = new OutboxMetrics(createMetricsRegistry('spec'), this.store);
    return new OutboxRelay(store, bus, new TopicProvisioner(bus, kafkaConfig('')), metrics, silent);
  }

  async outboxRows(): Promise<{ topic: string; key: string; event_id: string; published: boolean }[]> {
    return this.database.query(
      `SELECT topic, key, event_id, published_at IS NOT NULL AS published FROM outbox ORDER BY id`,
    );
  }

  async empty(): Promise<void> {
    await this.database.query('TRUNCATE outbox, published_records, consumer_positions, landing_replays');
  }

  async close(): Promise<void> {
    await this.database.destroy();
    await this.testDatabase.close();
  }
}
