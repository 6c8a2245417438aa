import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import kafkajs from 'kafkajs';
import pg from 'pg';
import { startEmbedded } from './embedded.js';
import { freePort, withPort } from './free-port.js';
import type { FixedPorts, Infrastructure } from './infrastructure.js';
import { InfrastructureError } from './infrastructure-error.js';
import { startInfrastructure } from './start-infrastructure.js';

const TOPIC = 'kept.records.v1';
const silent = () => undefined;

// two servers start per test, next to whatever else the machine is busy with
jest.setTimeout(180_000);

async function withAdmin<T>(brokers: string, work: (admin: kafkajs.Admin) => Promise<T>): Promise<T> {
  const admin = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function occupy(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
  });
}

describe('embedded infrastructure', () => {
  let workDir: string;
  const started: Infrastructure[] = [];

  beforeEach(async () => {
    workDir = await mkdtemp(join(tmpdir(), 'embedded-spec-'));
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((infrastructure) => infrastructure.stop()));
    await rm(workDir, { recursive: true, force: true });
  });

  const startTemporary = (ports: FixedPorts = {}) =>
    remember(startEmbedded({ temporaryRoot: workDir, ports, log: silent }));
  const startKept = () =>
    remember(startInfrastructure({ dataDir: workDir, kinds: ['external'], log: silent, env: {} }));
  const remember = async (starting: Promise<Infrastructure>) => {
    const infrastructure = await starting;
    started.push(infrastructure);
    return infrastructure;
  };

  it('given a data directory, when started a second time, then topics, cluster and tables are still there', async () => {
    const first = await startKept();
    expect(first.kind).toBe('embedded');
    const clusterId = await withAdmin(first.brokers, async (admin) => {
      await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 3 }] });
      return (await admin.describeCluster()).clusterId;
    });
    await query(first.databaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    const second = await startKept();
    const found = await withAdmin(second.brokers, async (admin) => ({
      clusterId: (await admin.describeCluster()).clusterId,
      topics: await admin.listTopics(),
    }));
    expect(found).toEqual({ clusterId, topics: [TOPIC] });
    await expect(query(second.databaseUrl, 'SELECT answer FROM kept')).resolves.toEqual([{ answer: 42 }]);
  });

  it('given no data directory, when stopped, then nothing is left in the temporary directory', async () => {
    const infrastructure = await startTemporary();
    expect(await readdir(workDir)).not.toEqual([]);
    const settings = await query(infrastructure.databaseUrl, "SELECT current_setting('max_connections') AS n");
    expect(settings).toEqual([{ n: '300' }]);
    await infrastructure.stop();
    expect(await readdir(workDir)).toEqual([]);
  });

  it.each(['kafka', 'postgres'] as const)(
    'given a wanted port of %s that is in use, when starting, then says so and stops the other',
    async (name) => {
      const port = await freePort();
      const squatter = await occupy(port);
      try {
        await expect(startTemporary({ [name]: port })).rejects.toMatchObject({
          code: 'PORT_IN_USE',
          details: { port },
        });
        expect(await readdir(workDir)).toEqual([]);
      } finally {
        squatter.close();
      }
    },
  );

  it('given a free port that was taken meanwhile, when starting, then another one is tried', async () => {
    let attempts = 0;
    const port = await withPort(undefined, (free) => {
      attempts += 1;
      if (attempts < 3) return Promise.reject(new InfrastructureError('PORT_IN_USE', 'taken'));
      return Promise.resolve(free);
    });
    expect(attempts).toBe(3);
    expect(port).toBeGreaterThan(0);
  });
});
