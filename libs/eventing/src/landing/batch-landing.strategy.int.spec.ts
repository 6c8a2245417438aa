import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { leasesEntities, leasesMigrations } from '@ledgerbridge/connections';
import {
  decodeOperation,
  encodeEvent,
  OPERATION_TOPICS,
  RECORD_TOPICS,
  type EncodedMessage,
} from '@ledgerbridge/contracts';
import { loadServiceConfig, ReadinessChecks, ServiceModule, type ServiceConfig } from '@ledgerbridge/service';
import {
  aCustomer,
  createTestDatabase,
  testBrokers,
  uniqueTopicPrefix,
  until,
  type TestDatabase,
} from '@ledgerbridge/testing';
import { Controller, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import kafkajs from 'kafkajs';
import { DataSource, type EntityManager } from 'typeorm';
import { messagingEntities, messagingMigrations } from '../database/messaging-schema.js';
import { silent } from '../database/messaging.fixture.spec.js';
import { DeadLetters } from '../dead-letters/dead-letters.js';
import { decodeOrDeadLetter } from '../dead-letters/decode-or-dead-letter.js';
import { EventingModule } from '../eventing.module.js';
import { KafkajsMessageBus } from '../kafka/kafkajs-message-bus.js';
import type { LandedMessage } from '../kafka/message-bus.port.js';
import { BatchHandler } from './batch-handler.decorator.js';
import { BatchLandingStrategy } from './batch-landing.strategy.js';
import type { LandingContext } from './landing-context.js';

const SERVICE = 'chargebee-gateway';

/** What the handlers of the service under test saw, and how they are told to fail. */
const seen = { contexts: [] as LandingContext[], batches: 0, plain: 0, second: 0, failing: false };

@Controller()
class CustomersController {
  constructor(private readonly deadLetters: DeadLetters) {}

  @BatchHandler(RECORD_TOPICS.customer)
  async land(messages: LandedMessage[], tx: EntityManager, context: LandingContext): Promise<void> {
    seen.batches += 1;
    const decoded = await decodeOrDeadLetter(messages, tx, this.deadLetters);
    for (const { event } of decoded) {
      await tx.query('INSERT INTO landed VALUES ($1) ON CONFLICT DO NOTHING', [event.record.sourceId]);
    }
    if (seen.failing) throw new Error('this handler throws');
    seen.contexts.push(context);
  }
}

@Controller()
class SecondController {
  @BatchHandler([RECORD_TOPICS.customer])
  async land(messages: LandedMessage[]): Promise<void> {
    seen.second += messages.length;
  }

  @EventPattern<string>(RECORD_TOPICS.invoice)
  async plain(@Payload() messages: LandedMessage[], @Ctx() tx: EntityManager): Promise<void> {
    await tx.query('SELECT 1');
    seen.plain += messages.length;
  }
}

@Module({ controllers: [CustomersController, SecondController] })
class HandlersModule {}

describe('BatchLandingStrategy', () => {
  let testDatabase: TestDatabase;
  let kafka: KafkajsMessageBus;
  let prefix: string;
  let app: INestApplication | undefined;
  const fatal: unknown[] = [];

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
  });

  beforeEach(async () => {
    prefix = uniqueTopicPrefix();
    Object.assign(seen, { contexts: [], batches: 0, plain: 0, second: 0, failing: false });
    fatal.length = 0;
    kafka = new KafkajsMessageBus({ brokers: testBrokers(), clientId: 'spec', topicPrefix: prefix }, silent);
    await kafka.connect();
  });

  afterEach(async () => {
    await app?.close();
    app = undefined;
    await kafka.disconnect();
  }, 60_000);

  afterAll(() => testDatabase.close());

  function configOf(overrides: Record<string, string> = {}): ServiceConfig {
    return loadServiceConfig(
      {
        KAFKA_BROKERS: testBrokers().join(','),
        KAFKA_TOPIC_PREFIX: prefix,
        KAFKA_TOPIC_PARTITIONS: '2',
        KAFKA_TOPIC_REPLICATION: '1',
        DATABASE_URL: testDatabase.url,
        API_TOKENS: 'admin:0123456789abcdef',
        LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
        ...overrides,
      },
      { service: SERVICE, port: 0 },
    );
  }

  async function start(config = configOf()): Promise<INestApplication> {
    const service = ServiceModule.forRoot({
      config,
      schema: prefix.replace('.', ''),
      entities: [...messagingEntities, ...leasesEntities],
      migrations: [...messagingMigrations, ...leasesMigrations],
    });
    const eventing = EventingModule.forRoot({ onFatal: (reason) => fatal.push(reason) });
    class Root {}
    const module = { module: Root, imports: [service, eventing, HandlersModule] };
    const started = await NestFactory.create(module, { logger: false, abortOnError: false });
    app = started;
    await started.init();
    await started.get(DataSource).query('CREATE TABLE IF NOT EXISTS landed (source_id text PRIMARY KEY)');
    started.connectMicroservice({ strategy: started.get(BatchLandingStrategy) });
    await started.startAllMicroservices();
    return started;
  }

  async function asOperator(act: (admin: kafkajs.Admin) => Promise<unknown>): Promise<void> {
    const operator = new kafkajs.Kafka({ brokers: testBrokers(), logLevel: kafkajs.logLevel.NOTHING }).admin();
    await operator.connect();
    await act(operator);
    await operator.disconnect();
  }

  const customer = (sourceId: string): EncodedMessage => encodeEvent(aCustomer().event({ sourceId }));

  async function landed(running: INestApplication): Promise<string[]> {
    const rows = await running
      .get(DataSource)
      .query<{ source_id: string }[]>('SELECT source_id FROM landed ORDER BY source_id');
    return rows.map((row) => row.source_id);
  }

  async function readiness(running: INestApplication, name: string) {
    const check = running
      .get(ReadinessChecks)
      .entries()
      .find(([known]) => known === name)?.[1];
    return check?.();
  }

  it('given events on the topics of its handlers, when they arrive, then handlers get batch, transaction and context, and Kafka the commit', async () => {
    const running = await start();
    await kafka.publish([customer('C1'), customer('C2'), { ...customer('C3'), topic: RECORD_TOPICS.invoice }]);
    await until(async () => (await landed(running)).length === 2 && seen.plain === 1 && seen.second === 2, {
      timeoutMs: 30_000,
    });
    expect(seen.contexts[0]).toMatchObject({ topic: RECORD_TOPICS.customer });
    const committed = await until(async () => {
      const offsets = await kafka.committedOffsets(SERVICE, [RECORD_TOPICS.customer]);
      return offsets.reduce((sum, { offset }) => sum + offset, 0n) === 2n && offsets;
    });
    expect(committed.length).toBeGreaterThan(0);
    expect(await readiness(running, 'landing')).toEqual({ ok: true });
    expect(await readiness(running, 'kafka')).toEqual({ ok: true });
  }, 90_000);

  it('given a handler that throws, when its batch comes again and again, then nothing is kept or committed until it does not', async () => {
    seen.failing = true;
    const running = await start();
    await kafka.publish([customer('C1')]);
    await until(() => seen.batches >= 3, { timeoutMs: 40_000, what: 'three attempts' });
    expect(await landed(running)).toEqual([]);
    expect(await running.get(DataSource).query('SELECT * FROM consumer_positions')).toEqual([]);
    expect(await kafka.committedOffsets(SERVICE, [RECORD_TOPICS.customer])).toEqual([]);
    seen.failing = false;
    await until(async () => (await landed(running)).length === 1, { timeoutMs: 40_000 });
    expect(fatal).toEqual([]);
  }, 120_000);

  it('given a message that is no event, when it arrives among others, then it is told on the dead-letter topic and the others land', async () => {
    const running = await start();
    const poison = { topic: RECORD_TOPICS.customer, key: 'k\u0000ey', value: Buffer.from('{'), headers: { odd: '1' } };
    await kafka.publish([customer('C1'), poison, customer('C2')]);
    await until(async () => (await landed(running)).length === 2, { timeoutMs: 30_000 });
    const letters: LandedMessage[] = [];
    const reader = await kafka.consume({
      groupId: 'letters',
      topics: [OPERATION_TOPICS.deadLetters],
      onBatch: async ({ messages }) => void letters.push(...messages),
      onFatal: () => undefined,
    });
    const [letter] = await until(() => letters.length > 0 && letters, { timeoutMs: 30_000 });
    await reader.stop();
    const content = decodeOperation('deadLetters', letter ?? { headers: {}, value: null });
    expect(content).toMatchObject({ service: SERVICE, code: 'MALFORMED_EVENT', topic: RECORD_TOPICS.customer });
    expect(Buffer.from(content.value ?? '', 'base64').toString()).toBe('{');
    expect(Buffer.from(content.key ?? '', 'base64').toString()).toBe('k\u0000ey');
    expect(Buffer.from(content.headers?.['odd'] ?? '', 'base64').toString()).toBe('1');
    expect(letter?.key?.toString()).toBe('key');
  }, 90_000);

  it('given a service that was stopped and started again, when nothing is new, then nothing lands twice', async () => {
    const first = await start();
    await kafka.publish([customer('C1'), customer('C2')]);
    await until(async () => (await landed(first)).length === 2, { timeoutMs: 30_000 });
    await first.close();
    const second = await start();
    await kafka.publish([customer('C3')]);
    await until(async () => (await landed(second)).length === 3, { timeoutMs: 30_000 });
    expect(seen.second).toBe(3);
    expect(await second.get(DataSource).query('SELECT * FROM landing_replays')).toEqual([]);
  }, 120_000);

  it('given an operator who resets the stopped group, when the service starts, then all lands again, as a replay that is recorded', async () => {
    const first = await start();
    await kafka.publish([customer('C1'), customer('C2')]);
    await until(async () => (await landed(first)).length === 2, { timeoutMs: 30_000 });
    await first.close();
    await asOperator((admin) =>
      admin.setOffsets({
        groupId: prefix + SERVICE,
        topic: prefix + RECORD_TOPICS.customer,
        partitions: [0, 1].map((partition) => ({ partition, offset: '0' })),
      }),
    );
    seen.contexts = [];
    const second = await start();
    await kafka.publish([customer('C3')]);
    await until(async () => (await landed(second)).length === 3, { timeoutMs: 30_000 });
    const replayed = await until(() => {
      const replays = seen.contexts.filter(({ replay }) => replay !== undefined);
      return replays.length > 0 && replays;
    });
    const recorded = await until(async () => {
      const rows = await second
        .get(DataSource)
        .query<{ id: string; finished: boolean }[]>(
          'SELECT id, finished_at IS NOT NULL AS finished FROM landing_replays',
        );
      return rows.every(({ finished }) => finished) && rows;
    });
    expect(new Set(replayed.map(({ replay }) => replay?.id))).toEqual(new Set(recorded.map(({ id }) => id)));
    expect(seen.second).toBe(5);
  }, 120_000);

  it('given a topic deleted and made again, when the service starts, then it stops and says so, and lands nothing', async () => {
    const onePartition = configOf({ KAFKA_TOPIC_PARTITIONS: '1' });
    const first = await start(onePartition);
    await kafka.publish([customer('C1'), customer('C2')]);
    await until(async () => (await landed(first)).length === 2, { timeoutMs: 30_000 });
    await first.close();
    await asOperator(async (admin) => {
      await admin.deleteTopics({ topics: [prefix + RECORD_TOPICS.customer] });
      await until(async () => !(await admin.listTopics()).includes(prefix + RECORD_TOPICS.customer));
    });
    await kafka.ensureTopics([RECORD_TOPICS.customer], { partitions: 1, replication: 1, create: true });
    await kafka.publish(['C4', 'C5', 'C6', 'C7', 'C8', 'C9'].map(customer));
    const second = await start(onePartition);
    const [reason] = await until(() => fatal.length > 0 && fatal, { timeoutMs: 30_000 });
    expect(reason).toMatchObject({ code: 'TOPIC_RECREATED', retryable: false });
    expect(await landed(second)).toEqual(['C1', 'C2']);
  }, 120_000);

  it('given topics that may not be created, when the service starts, then it stops naming them', async () => {
    await expect(start(configOf({ KAFKA_TOPIC_CREATE: 'false' }))).rejects.toMatchObject({
      code: 'TOPICS_MISSING',
      message: expect.stringContaining(`${prefix}${RECORD_TOPICS.invoice}`) as unknown,
    });
  }, 60_000);
});
