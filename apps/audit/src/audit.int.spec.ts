import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { ALL_TOPICS, encodeEvent, eventId, nextSequence, type EncodedMessage } from '@ledgerbridge/contracts';
import { BatchLandingStrategy, MESSAGE_BUS, type MessageBus } from '@ledgerbridge/eventing';
import { runService, schemaDrift, type ServiceConfig } from '@ledgerbridge/service';
import {
  aCustomer,
  createTestDatabase,
  testBrokers,
  uniqueTopicPrefix,
  until,
  type TestDatabase,
} from '@ledgerbridge/testing';
import { DataSource } from 'typeorm';
import { auditModule } from './app.module.js';
import type { EventPage } from './events/event-reader.js';
import type { PartitionVerdict } from './verification/partition-verdict.js';

const TOKEN = 'viewer-token-of-the-audit-spec';

function customerEvent(number: string): EncodedMessage {
  const record = { connection: 'acme-syspro', type: 'customer', sourceId: number } as const;
  const sequence = nextSequence(undefined, undefined, 1_767_225_600_000);
  return encodeEvent({
    id: eventId(record, sequence),
    record,
    change: 'created',
    sequence,
    time: '2026-01-01T00:00:00.000Z',
    state: aCustomer().withNumber(number).build(),
  });
}

describe('audit service', () => {
  const topicPrefix = uniqueTopicPrefix();
  let database: TestDatabase;
  let app: INestApplication;

  const config = (): ServiceConfig => ({
    service: 'audit',
    kafka: { brokers: testBrokers(), topicPrefix, partitions: 2, replication: 1, create: true },
    database: { url: database.url, migrate: true },
    credentialKeys: [],
    apiTokens: [{ role: 'viewer', name: 'spec', token: TOKEN }],
    port: 0,
    host: '127.0.0.1',
    logLevel: 'silent',
  });
  const start = async (): Promise<INestApplication> =>
    runService({ config: config(), module: auditModule(config()), strategies: (it) => [it.get(BatchLandingStrategy)] });
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${await app.getUrl()}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  };
  const verify = (): Promise<{ ok: boolean; partitions: PartitionVerdict[] }> => get('/v1/audit/verify');
  const recorded = (count: number): Promise<EventPage> =>
    until(
      async () => {
        const page = await get<EventPage>('/v1/events?limit=500&order=asc');
        return page.items.length >= count && page;
      },
      { timeoutMs: 30_000, what: `${count} messages in the trail` },
    );

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await start();
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  it('given messages of any kind on any topic, then each is in the trail byte for byte, and the chains verify', async () => {
    const bus = app.get<MessageBus>(MESSAGE_BUS);
    const poison = randomBytes(64);
    await bus.publish([
      customerEvent('BAY001'),
      customerEvent('BAY002'),
      { topic: 'bridge.dead-letters.v1', key: 'k', value: poison, headers: {} },
      {
        topic: 'bridge.commands.v1',
        key: 'nul',
        value: Buffer.from('{"text":"a\\u0000b"}'),
        headers: { ce_id: 'x\u0000y', ce_time: '0000-99' },
      },
    ]);

    const { items } = await recorded(4);

    expect(items.map(({ topic }) => topic).sort()).toEqual([
      'billing.customers.v1',
      'billing.customers.v1',
      'bridge.commands.v1',
      'bridge.dead-letters.v1',
    ]);
    expect(items.find(({ topic }) => topic === 'bridge.dead-letters.v1')?.raw).toBe(poison.toString('base64'));
    const verdict = await verify();
    expect(verdict.ok).toBe(true);
    expect(verdict.partitions.reduce((sum, partition) => sum + partition.messages, 0)).toBe(4);
  });

  it('given filters and a page size, then pages follow each other without gap or repeat', async () => {
    const all = await get<EventPage>('/v1/events?connection=acme-syspro&order=asc');
    const first = await get<EventPage>('/v1/events?connection=acme-syspro&order=asc&limit=1');
    const second = await get<EventPage>(`/v1/events?connection=acme-syspro&order=asc&limit=1&after=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(second.next).toBeUndefined();
    const one = await get<EventPage>('/v1/events?type=customer&id=BAY002');
    expect(one.items.map((item) => item.key)).toEqual(['acme-syspro:BAY002']);
  });

  it('given a wrong cursor or an unknown topic, then a problem names it', async () => {
    for (const query of ['after=nonsense', 'topic=other', 'id=1', 'limit=0']) {
      const response = await fetch(`${await app.getUrl()}/v1/events?${query}`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      expect([query, response.status]).toEqual([query, 400]);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('given somebody tries to change the trail, then Postgres refuses', async () => {
    const dataSource = app.get(DataSource);
    await expect(dataSource.query(`UPDATE events SET key = NULL`)).rejects.toThrow('append-only');
    await expect(dataSource.query(`DELETE FROM events`)).rejects.toThrow('append-only');
  });

  it('given a superuser who gets around that, then verify tells which partition and row', async () => {
    const dataSource = app.get(DataSource);
    await dataSource.transaction(async (tx) => {
      await tx.query('ALTER TABLE events DISABLE TRIGGER events_append_only');
      await tx.query(
        `UPDATE events SET value = convert_to(convert_from(value, 'UTF8') || ' ', 'UTF8') WHERE subject = 'customer/BAY002'`,
      );
      await tx.query('ALTER TABLE events ENABLE TRIGGER events_append_only');
    });
    const verdict = await verify();
    expect(verdict.ok).toBe(false);
    expect(verdict.partitions.filter(({ ok }) => !ok)).toMatchObject([
      { topic: 'billing.customers.v1', problem: expect.stringContaining('is not what was recorded') },
    ]);
  });

  it('given the schema is dropped, when the service starts again, then the same rows and heads come back', async () => {
    const before = await recorded(4);
    await app.get(DataSource).query('DROP SCHEMA audit CASCADE');
    await app.close();
    app = await start();
    const after = await recorded(4);
    const original = (page: EventPage) => page.items.filter((item) => item.headers['ce_subject'] !== 'customer/BAY002');
    expect(original(after)).toEqual(original(before));
    expect((await verify()).ok).toBe(true);
  });

  it('given the migrations have run, then entities and schema agree', async () => {
    expect(await schemaDrift(app.get(DataSource))).toEqual([]);
  });

  it('given the whole vocabulary of topics, then every one is consumed', async () => {
    const bus = app.get<MessageBus>(MESSAGE_BUS);
    const marker = randomUUID();
    await bus.publish(ALL_TOPICS.map((topic) => ({ topic, key: marker, value: Buffer.from('{}'), headers: {} })));
    const page = await recorded(4 + ALL_TOPICS.length);
    expect(
      page.items
        .filter((item) => item.key === marker)
        .map((item) => item.topic)
        .sort(),
    ).toEqual([...ALL_TOPICS].sort());
  });

  it('given ids too long for an index and messages of a size, then all are in the trail, in one chain', async () => {
    const bus = app.get<MessageBus>(MESSAGE_BUS);
    const [key, topic] = ['large', 'bridge.sync-runs.v1'];
    // three bytes a letter, and nothing to compress
    const incompressible = Array.from({ length: 1_000 }, () => String.fromCodePoint(0x4e00 + randomInt(20_000))).join(
      '',
    );
    await bus.publish([
      { topic, key, value: Buffer.from('{}'), headers: { ce_id: incompressible } },
      ...Array.from({ length: 12 }, () => ({ topic, key, value: randomBytes(800_000), headers: {} })),
      { topic, key, value: Buffer.from('{}'), headers: { ce_id: 'short' } },
    ]);
    await until(async () => (await get<EventPage>('/v1/events?eventId=short')).items.length === 1, {
      timeoutMs: 30_000,
      what: 'the last of them',
    });
    const verdict = await verify();
    expect(verdict.partitions.filter(({ ok }) => !ok)).toEqual([]);
    const ofTopic = (await get<EventPage>(`/v1/events?topic=${topic}&limit=500`)).items.filter((it) => it.key === key);
    expect(ofTopic).toHaveLength(14);
    expect(ofTopic.filter(({ headers }) => headers['ce_id'] === incompressible)).toHaveLength(1);
  });
});
