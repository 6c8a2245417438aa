import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import pg from 'pg';
import { runConsumerGroups } from './kafka-tools.js';
import { startRestartable, type RestartableInfrastructure } from './restartable.js';

const TOPIC = 'kept.records.v1';
const GROUP = 'some-service';

describe('restartable infrastructure', () => {
  let infrastructure: RestartableInfrastructure;

  beforeAll(async () => {
    infrastructure = await startRestartable({ log: () => undefined });
  }, 120_000);
  afterAll(() => infrastructure?.stop(), 60_000);

  async function withAdmin<T>(work: (admin: kafkajs.Admin) => Promise<T>): Promise<T> {
    const brokers = infrastructure.brokers.split(',');
    const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  async function query(sql: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: infrastructure.databaseUrl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  it('given a broker that is killed, when it is back, then address, topics and committed offsets are the same', async () => {
    const { brokers } = infrastructure;
    await withAdmin(async (admin) => {
      await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 2 }] });
      await admin.setOffsets({ groupId: GROUP, topic: TOPIC, partitions: [{ partition: 0, offset: '7' }] });
    });
    await infrastructure.restartKafka();
    expect(infrastructure.brokers).toBe(brokers);
    const [offsets] = await withAdmin((admin) => admin.fetchOffsets({ groupId: GROUP, topics: [TOPIC] }));
    expect(offsets?.partitions.map(({ offset }) => offset)).toEqual(['7', '-1']);
  }, 60_000);

  it('given a Postgres that crashes, when it is back, then what was committed is there', async () => {
    await query('CREATE TABLE kept AS SELECT 42 AS answer');
    await infrastructure.restartPostgres();
    await expect(query('SELECT answer FROM kept')).resolves.toEqual([{ answer: 42 }]);
  }, 60_000);

  it('given a group with offsets, when Kafka’s own tool resets it, then it stands at the earliest', async () => {
    await runConsumerGroups(infrastructure.brokers, [
      ...['--group', GROUP, '--reset-offsets', '--to-earliest', '--execute', '--all-topics'],
    ]);
    const [offsets] = await withAdmin((admin) => admin.fetchOffsets({ groupId: GROUP, topics: [TOPIC] }));
    expect(offsets?.partitions[0]?.offset).toBe('0');
  }, 60_000);

  it('given arguments the tool refuses, then what it wrote is thrown', async () => {
    await expect(runConsumerGroups(infrastructure.brokers, ['--nonsense'])).rejects.toThrow(/nonsense/);
  }, 60_000);
});
