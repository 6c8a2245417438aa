import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { leasesEntities, leasesMigrations } from '@ledgerbridge/connections';
import { encodeEvent, RECORD_TOPICS } from '@ledgerbridge/contracts';
import { loadServiceConfig, ReadinessChecks, ServiceModule } from '@ledgerbridge/service';
import { aCustomer, createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import { Controller, Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { messagingEntities, messagingMigrations } from '../database/messaging-schema.js';
import { EventingModule } from '../eventing.module.js';
import { InMemoryBroker } from '../kafka/in-memory-broker.js';
import { InMemoryMessageBus } from '../kafka/in-memory-message-bus.js';
import { KafkaError } from '../kafka/kafka.errors.js';
import type { BusConsumer, ConsumerOptions, LandedMessage, PartitionExtent } from '../kafka/message-bus.port.js';
import { BatchHandler } from './batch-handler.decorator.js';
import { BatchLandingStrategy } from './batch-landing.strategy.js';

const TOPIC = RECORD_TOPICS.customer;
const LIMITS = { readyMs: 700, stalledMs: 3_000, lookEveryMs: 30 };
const seen = { landed: 0, failing: false };

@Controller()
class CustomersController {
  @BatchHandler(TOPIC)
  async land(messages: LandedMessage[]): Promise<void> {
    if (seen.failing) throw new Error('this handler throws');
    seen.landed += messages.length;
  }
}

@Module({ controllers: [CustomersController] })
class HandlersModule {}

/** Hands its consumer out, so that a spec can keep it from fetching, and may be unable to say what there is. */
class StallingBus extends InMemoryMessageBus {
  consumer: BusConsumer | undefined;
  asked = 0;
  answers = true;

  override async consume(options: ConsumerOptions): Promise<BusConsumer> {
    return (this.consumer = await super.consume(options));
  }

  override async extents(topics: readonly string[]): Promise<readonly PartitionExtent[]> {
    this.asked += 1;
    if (!this.answers) throw new KafkaError('KAFKA_UNAVAILABLE', 'gone', { retryable: true });
    return super.extents(topics);
  }
}

describe('a partition that stands still', () => {
  let testDatabase: TestDatabase;
  let app: INestApplication;
  let bus: StallingBus;
  let fatal: { code?: string }[];
  let schemas = 0;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
  });
  afterAll(() => testDatabase.close());

  beforeEach(async () => {
    Object.assign(seen, { landed: 0, failing: false });
    bus = new StallingBus(new InMemoryBroker());
    fatal = [];
    const env = { KAFKA_BROKERS: 'none:1', DATABASE_URL: testDatabase.url, API_TOKENS: 'admin:0123456789abcdef' };
    const config = loadServiceConfig(
      { ...env, KAFKA_TOPIC_PARTITIONS: '1', LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent' },
      { service: 'spec', port: 0 },
    );
    schemas += 1;
    const service = ServiceModule.forRoot({
      config,
      schema: `lag_${schemas}`,
      entities: [...messagingEntities, ...leasesEntities],
      migrations: [...messagingMigrations, ...leasesMigrations],
    });
    const onFatal = (reason: unknown) => void fatal.push(reason as { code?: string });
    const eventing = EventingModule.forRoot({ bus, onFatal, lag: LIMITS });
    class Root {}
    app = await NestFactory.create({ module: Root, imports: [service, eventing, HandlersModule] }, { logger: false });
    await app.init();
    app.connectMicroservice({ strategy: app.get(BatchLandingStrategy) });
    await app.startAllMicroservices();
  });
  afterEach(() => app.close(), 30_000);

  const publish = (number: string) => bus.publish([encodeEvent(aCustomer().withNumber(number).event())]);

  async function readiness() {
    const [, check] =
      app
        .get(ReadinessChecks)
        .entries()
        .find(([name]) => name === 'landing') ?? [];
    return check?.();
  }
  const isNotReady = () =>
    until(
      async () => {
        const answer = await readiness();
        return answer?.ok === false && answer;
      },
      { timeoutMs: 20_000 },
    );
  const lookedAt = (times: number) => {
    const enough = bus.asked + times;
    return until(() => bus.asked > enough, { timeoutMs: 40_000 });
  };

  it('given a consumer that does not fetch one partition any more, then readiness names it, and in the end the process ends', async () => {
    await publish('C1');
    await until(() => seen.landed === 1);
    await lookedAt(60);
    expect(await readiness()).toEqual({ ok: true });
    bus.consumer?.pause([{ topic: TOPIC, partition: 0 }]);
    await publish('C2');
    expect(await isNotReady()).toMatchObject({
      detail: expect.stringMatching(/^billing.customers.v1\/0 is 1 messages behind and has not moved for \d s$/),
    });
    expect(fatal).toEqual([]);
    await until(() => fatal.length > 0, { timeoutMs: 20_000 });
    expect(fatal).toMatchObject([
      { code: 'CONSUMER_STALLED', message: expect.stringContaining('billing.customers.v1/0') as unknown },
    ]);
  });

  it('given that it goes on before that, then the service is ready again', async () => {
    bus.consumer?.pause([{ topic: TOPIC, partition: 0 }]);
    await publish('C1');
    await isNotReady();
    bus.consumer?.resume([{ topic: TOPIC, partition: 0 }]);
    await until(async () => (await readiness())?.ok === true);
    expect(fatal).toEqual([]);
  });

  it('given a handler that throws, or Kafka away, for longer than the limit, then the process goes on', async () => {
    seen.failing = true;
    await publish('C1');
    await lookedAt((2 * LIMITS.stalledMs) / LIMITS.lookEveryMs);
    expect(fatal).toEqual([]);
    seen.failing = false;
    await until(() => seen.landed === 1, { timeoutMs: 20_000 });
    bus.consumer?.pause([{ topic: TOPIC, partition: 0 }]);
    await publish('C2');
    await isNotReady();
    bus.answers = false;
    await lookedAt((2 * LIMITS.stalledMs) / LIMITS.lookEveryMs);
    expect(fatal).toEqual([]);
  });
});
