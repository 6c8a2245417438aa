import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { leasesEntities, leasesMigrations } from '@ledgerbridge/connections';
import type { EncodedMessage } from '@ledgerbridge/contracts';
import { loadServiceConfig, ReadinessChecks, ServiceModule } from '@ledgerbridge/service';
import { createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { messagingEntities, messagingMigrations } from '../database/messaging-schema.js';
import { EventingModule } from '../eventing.module.js';
import { InMemoryBroker } from '../kafka/in-memory-broker.js';
import { InMemoryMessageBus } from '../kafka/in-memory-message-bus.js';
import { KafkaError } from '../kafka/kafka.errors.js';
import { Outbox } from './outbox.js';
import { OutboxRelay } from './outbox-relay.js';
import { OutboxStore } from './outbox-store.js';

// far above what a query takes on a busy machine, or a slow one would be taken for a stall
const LIMITS = { stepMs: 2_000, failingMs: 2_500, lookEveryMs: 30 };
const MESSAGE: EncodedMessage = { topic: 'orders.v1', key: 'k', value: Buffer.from('1'), headers: { ce_id: '1' } };

/** A bus that can be told not to settle a publication, to fail each, and not to answer a ping. */
class TroubledBus extends InMemoryMessageBus {
  publishing: 'works' | 'hangs' | 'is unavailable' | 'is busy' = 'works';
  answers = true;
  /** Pings so far: the supervisor asks at each look as long as something looks wrong. */
  asked = 0;

  override publish(messages: readonly EncodedMessage[]): Promise<void> {
    if (this.publishing === 'works') return super.publish(messages);
    if (this.publishing === 'hangs') return new Promise(() => undefined);
    const code = this.publishing === 'is busy' ? 'KAFKA_BUSY' : 'KAFKA_UNAVAILABLE';
    return Promise.reject(new KafkaError(code, 'not now', { retryable: true }));
  }

  override async ping(): Promise<void> {
    this.asked += 1;
    if (!this.answers) throw new KafkaError('KAFKA_UNAVAILABLE', 'gone', { retryable: true });
  }
}

describe('supervision of the relay', () => {
  let testDatabase: TestDatabase;
  let app: INestApplication;
  let bus: TroubledBus;
  let fatal: { code?: string; message?: string }[];
  let schemas = 0;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
  });
  afterAll(() => testDatabase.close());

  beforeEach(async () => {
    bus = new TroubledBus(new InMemoryBroker());
    fatal = [];
    const env = { KAFKA_BROKERS: 'none:1', DATABASE_URL: testDatabase.url, API_TOKENS: 'admin:0123456789abcdef' };
    const config = loadServiceConfig(
      { ...env, KAFKA_TOPIC_PARTITIONS: '1', LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent' },
      { service: 'spec', port: 0 },
    );
    schemas += 1;
    const service = ServiceModule.forRoot({
      config,
      schema: `relay_${schemas}`,
      entities: [...messagingEntities, ...leasesEntities],
      migrations: [...messagingMigrations, ...leasesMigrations],
    });
    const onFatal = (reason: unknown) => void fatal.push(reason as { code?: string });
    const eventing = EventingModule.forRoot({ bus, onFatal, relay: LIMITS });
    class Root {}
    app = await NestFactory.create({ module: Root, imports: [service, eventing] }, { logger: false });
    await app.init();
  });
  afterEach(async () => {
    bus.publishing = 'works';
    await app.close();
  }, 30_000);

  const append = () =>
    app.get(DataSource).transaction((tx) => app.get(Outbox, { strict: false }).append(tx, [MESSAGE]));
  const isStalled = () => until(() => fatal.length > 0, { timeoutMs: 20_000, what: 'the stall being noticed' });
  /** Looks for twice as long as the longest limit. */
  const lookedAtForLong = () => {
    const enough = bus.asked + (2 * LIMITS.failingMs) / LIMITS.lookEveryMs;
    return until(() => bus.asked > enough, { timeoutMs: 40_000, what: 'many looks' });
  };

  async function outboxReadiness() {
    const [, check] =
      app
        .get(ReadinessChecks)
        .entries()
        .find(([name]) => name === 'outbox') ?? [];
    return check?.();
  }

  it('given a relay that works or idles, then nothing is noticed and the service is ready', async () => {
    await append();
    await until(async () => (await app.get(OutboxStore, { strict: false }).oldestAgeMs()) === 0);
    await until(() => Object.keys(app.get(OutboxRelay).activity).length === 0);
    expect(fatal).toEqual([]);
    expect(await outboxReadiness()).toEqual({ ok: true });
  });

  it('given a publication that never settles while Kafka answers, then the process ends with the reason', async () => {
    bus.publishing = 'hangs';
    await append();
    await isStalled();
    expect(fatal).toMatchObject([
      { code: 'RELAY_STALLED', message: expect.stringMatching(/relay stalled: no answer of Kafka to the relay for/) },
    ]);
  });

  it('given a query that never returns while Postgres answers, then the process ends with the reason', async () => {
    let end: () => void = () => undefined;
    const never = new Promise<[]>((resolve) => (end = () => resolve([])));
    app.get(OutboxStore, { strict: false }).oldest = () => never;
    await append();
    await isStalled();
    end();
    expect(fatal).toMatchObject([{ code: 'RELAY_STALLED', message: expect.stringContaining('no answer of Postgres') }]);
  });

  it('given an outage of Kafka, however it shows, then the process goes on, and its time counts for nothing afterwards', async () => {
    bus.answers = false;
    bus.publishing = 'is unavailable';
    await append();
    await lookedAtForLong();
    bus.publishing = 'hangs';
    await until(() => app.get(OutboxRelay).activity.step !== undefined, { timeoutMs: 8_000 });
    await lookedAtForLong();
    expect(fatal).toEqual([]);
    const answersAt = performance.now();
    bus.answers = true;
    await isStalled();
    expect(performance.now() - answersAt).toBeGreaterThan(LIMITS.stepMs * 0.9);
  });

  it('given a client that fails while Kafka answers others, then the process ends; when Kafka says "not now", it does not', async () => {
    bus.publishing = 'is busy';
    await append();
    await lookedAtForLong();
    expect(fatal).toEqual([]);
    bus.publishing = 'is unavailable';
    await isStalled();
    expect(fatal).toMatchObject([{ code: 'RELAY_STALLED', message: expect.stringContaining('KAFKA_UNAVAILABLE') }]);
  });

  it('given a message that nobody has published for minutes, then readiness says so, whoever has the relay', async () => {
    bus.publishing = 'is busy';
    await append();
    expect(await outboxReadiness()).toEqual({ ok: true });
    await app.get(DataSource).query(`UPDATE outbox SET created_at = created_at - interval '3 minutes'`);
    expect(await outboxReadiness()).toEqual({
      ok: false,
      detail: expect.stringMatching(/^the oldest message has waited to be published for 18\d s$/) as unknown,
    });
  });
});
