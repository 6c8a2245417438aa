import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { BatchLandingStrategy, InMemoryBroker, InMemoryMessageBus } from '@ledgerbridge/eventing';
import { runService, type ServiceConfig } from '@ledgerbridge/service';
import { createTestDatabase, type TestDatabase } from '@ledgerbridge/testing';
import type { INestApplication } from '@nestjs/common';
import { gpWriterModule } from './app.module.js';

const TOKEN = 'test-token';
const CONNECTION = {
  id: 'acme-gp',
  system: 'gp',
  protocol: 'soap',
  // nobody listens there
  endpoint: 'http://127.0.0.1:9/DynamicsGPWebServices/DynamicsGPService.asmx',
  domain: 'ACME',
  username: 'svc-bridge',
  password: 'canary-password',
  companyId: -1,
  accepts: { sources: ['acme-chargebee'], documentsFrom: '2026-01-01' },
};

describe('connections of gp-writer', () => {
  let database: TestDatabase | undefined;
  let app: INestApplication | undefined;
  const directory = mkdtempSync(join(tmpdir(), 'gp-writer-'));

  afterEach(async () => {
    await app?.close();
    await database?.close();
    app = undefined;
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  async function start(changes: object = {}): Promise<void> {
    database = await createTestDatabase();
    const connectionsFile = join(directory, 'connections.json');
    writeFileSync(connectionsFile, JSON.stringify({ connections: [{ ...CONNECTION, ...changes }] }));
    const config: ServiceConfig = {
      service: 'gp-writer',
      kafka: { brokers: [], topicPrefix: '', partitions: 3, replication: 1, create: true },
      database: { url: database.url, migrate: true },
      credentialKeys: [{ id: 'k1', key: randomBytes(32) }],
      apiTokens: [{ role: 'admin', name: 'test', token: TOKEN }],
      connectionsFile,
      port: 0,
      host: '127.0.0.1',
      logLevel: 'silent',
    };
    const bus = new InMemoryMessageBus(new InMemoryBroker());
    app = await runService({
      config,
      module: gpWriterModule(config, { eventing: { bus } }),
      strategies: (running) => [running.get(BatchLandingStrategy)],
    });
  }

  async function ask(method: string, path: string): Promise<string> {
    const headers = { authorization: `Bearer ${TOKEN}` };
    return (await fetch(`${await app?.getUrl()}${path}`, { method, headers })).text();
  }

  it('given a company from the file, then it is shown without its password, and a test says that nobody is there', async () => {
    await start();
    const shown = await ask('GET', '/v1/connections/acme-gp');
    expect(JSON.parse(shown)).toMatchObject({ id: 'acme-gp', system: 'gp', companyId: -1 });
    const tested = await ask('POST', '/v1/connections/acme-gp/test');
    expect(JSON.parse(tested)).toMatchObject({ ok: false, checks: [{ name: 'reachable', ok: false }] });
    expect(shown + tested).not.toContain('canary-password');
  });

  it.each([
    ['companyId', { companyId: 'TWO' }],
    ['flavour', { flavour: 'mint' }],
    ['password', { endpoint: 'http://169.254.169.254/x' }],
  ])('given a wrong %s, then the service does not start and names it', async (field, changes) => {
    await expect(start(changes)).rejects.toMatchObject({ message: expect.stringContaining(field) as unknown });
  });
});
