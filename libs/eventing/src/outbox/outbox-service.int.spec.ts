import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { leasesEntities, leasesMigrations } from '@ledgerbridge/connections';
import type { EncodedMessage } from '@ledgerbridge/contracts';
import { loadServiceConfig, ServiceModule } from '@ledgerbridge/service';
import { createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { messagingEntities, messagingMigrations } from '../database/messaging-schema.js';
import { EventingModule } from '../eventing.module.js';
import { InMemoryBroker } from '../kafka/in-memory-broker.js';
import { InMemoryMessageBus } from '../kafka/in-memory-message-bus.js';
import { Outbox } from './outbox.js';

const TOPIC = 'orders.v1';

/** A replica of one service, and what its own relay published. */
interface Replica {
  readonly app: INestApplicationContext;
  readonly published: string[];
}

describe('the relay of a service with replicas', () => {
  let testDatabase: TestDatabase;
  const broker = new InMemoryBroker();
  const replicas: Replica[] = [];

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    broker.createTopic(TOPIC, 1);
  });
  afterEach(() => Promise.all(replicas.splice(0).map(({ app }) => app.close())));
  afterAll(() => testDatabase.close());

  async function start(): Promise<Replica> {
    const published: string[] = [];
    const bus = new InMemoryMessageBus(broker);
    const publish = async (messages: readonly EncodedMessage[]): Promise<void> => {
      published.push(...messages.map(({ headers }) => headers['ce_id'] ?? ''));
      await new InMemoryMessageBus(broker).publish(messages);
    };
    const config = loadServiceConfig(
      {
        KAFKA_BROKERS: '127.0.0.1:1',
        DATABASE_URL: testDatabase.url,
        API_TOKENS: 'admin:0123456789abcdef',
        LOG_LEVEL: 'silent',
      },
      { service: 'chargebee-gateway', port: 0 },
    );
    const service = ServiceModule.forRoot({
      config,
      schema: 'replicas',
      entities: [...messagingEntities, ...leasesEntities],
      migrations: [...messagingMigrations, ...leasesMigrations],
    });
    const eventing = EventingModule.forRoot({ bus: Object.assign(bus, { publish }), onFatal: () => undefined });
    class Root {}
    const module = { module: Root, imports: [service, eventing] };
    const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
    const replica = { app, published };
    replicas.push(replica);
    return replica;
  }

  async function append({ app }: Replica, id: string): Promise<void> {
    const message = { topic: TOPIC, key: 'k', value: Buffer.from(id), headers: { ce_id: id } };
    await app.get(DataSource).transaction((tx) => app.get(Outbox).append(tx, [message]));
  }

  it('given two replicas, when both append, then one relays for both, and the other from the moment that one ends', async () => {
    const [one, two] = [await start(), await start()];
    const ids = Array.from({ length: 30 }, (_, index) => `first ${index}`);
    for (const [index, id] of ids.entries()) await append(index % 2 === 0 ? one : two, id);
    const all = (): string[] => [...one.published, ...two.published];
    await until(() => new Set(all()).size === ids.length, { timeoutMs: 10_000, what: 'all of them published' });
    const [holder, other] = one.published.length > 0 ? [one, two] : [two, one];
    expect(other.published).toEqual([]);
    expect(holder.published).toEqual(ids);
    await holder.app.close();
    await append(other, 'after');
    await until(() => other.published.includes('after'), { timeoutMs: 10_000, what: 'the other relay' });
    expect(holder.published).toEqual(ids);
  }, 60_000);
});
