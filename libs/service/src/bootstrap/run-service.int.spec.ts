import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@ledgerbridge/testing';
import type { INestApplication } from '@nestjs/common';
import { ReadinessChecks } from '../health/readiness-checks.js';
import { ShutdownSequence } from '../shutdown/shutdown-sequence.js';
import { runService } from './run-service.js';
import { aConfig, aModule, CANARY, TOKENS } from './service.fixture.spec.js';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

describe('runService', () => {
  const lines: string[] = [];
  let database: TestDatabase;
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    const config = aConfig(database.url);
    app = await runService({ config, module: aModule(config, lines) });
    url = await app.getUrl();
  });

  afterAll(async () => {
    await app.close();
    await database.close();
  });

  async function call(path: string, token?: string, init: RequestInit = {}): Promise<Answer> {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(`${url}${path}`, { ...init, headers });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return { status: response.status, type, body: type.includes('json') ? JSON.parse(text) : text };
  }

  it('given a running service, when probed without a token, then health and metrics answer', async () => {
    expect(await call('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await call('/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ok', details: { postgres: { status: 'up' } } },
    });
    const metrics = await call('/metrics');
    expect(metrics.type).toContain('text/plain');
    expect(metrics.body).toContain('process_cpu_seconds_total{service="fixture"}');
  });

  it('given a check that fails or throws, when ready is asked, then 503 names it', async () => {
    const readiness = app.get(ReadinessChecks);
    readiness.add('consumers', async () => ({ ok: false, detail: 'billing.invoices.v1 stalled for 61 s' }));
    readiness.add('kafka', () => Promise.reject(Object.assign(new Error(CANARY), { code: 'ECONNREFUSED' })));

    const answer = await call('/health/ready');

    expect(answer).toMatchObject({
      status: 503,
      body: {
        status: 'error',
        details: {
          postgres: { status: 'up' },
          consumers: { status: 'down', detail: 'billing.invoices.v1 stalled for 61 s' },
          kafka: { status: 'down', detail: 'check failed (ECONNREFUSED)' },
        },
      },
    });
    expect(JSON.stringify(answer)).not.toContain(CANARY);
  });

  it('given no or a wrong token, when anything else is called, then 401 as problem+json', async () => {
    for (const token of [undefined, 'wrong-token-000000000']) {
      for (const path of ['/v1/fixture', '/openapi.json']) {
        expect(await call(path, token)).toMatchObject({
          status: 401,
          type: expect.stringContaining('application/problem+json'),
          body: { status: 401, code: 'UNAUTHENTICATED', type: 'urn:ledgerbridge:problem:unauthenticated' },
        });
      }
    }
  });

  it('given each role, when routes are called, then a role may do what is its own and below', async () => {
    const post = { method: 'POST', body: '{"amount":1}' };
    const statuses = async (token: string): Promise<number[]> => [
      (await call('/v1/fixture', token)).status,
      (await call('/v1/fixture', token, post)).status,
      (await call('/v1/fixture/admin', token)).status,
    ];

    expect(await statuses(TOKENS.viewer)).toEqual([200, 403, 403]);
    expect(await statuses(TOKENS.operator)).toEqual([200, 201, 403]);
    expect(await statuses(TOKENS.admin)).toEqual([200, 201, 200]);
    expect((await call('/v1/fixture', TOKENS.operator)).body).toEqual({
      id: 'operator/olga',
      role: 'operator',
      name: 'olga',
    });
  });

  it('given a wrong body, when posted, then the problem names the fields and never the content', async () => {
    const wrong = await call('/v1/fixture', TOKENS.admin, { method: 'POST', body: `{"amount":"${CANARY}","x":1}` });
    expect(wrong).toMatchObject({
      status: 400,
      body: {
        code: 'INVALID_REQUEST',
        errors: expect.arrayContaining([
          { field: 'x', message: 'unknown setting' },
          { field: 'amount', message: 'must be an integer number' },
        ]),
      },
    });

    const malformed = await call('/v1/fixture', TOKENS.admin, { method: 'POST', body: `{"amount": ${CANARY}` });
    expect(malformed).toMatchObject({ status: 400, body: { code: 'MALFORMED_BODY' } });
    expect(JSON.stringify([wrong, malformed])).not.toContain(CANARY);
  });

  it('given an unexpected error, when answered, then 500 without internals and the log has it masked', async () => {
    const answer = await call('/v1/fixture/fails');

    expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
    expect(JSON.stringify(answer)).not.toContain('unexpected');
    const logged = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ level }) => level === 'error');
    expect(logged).toMatchObject([{ msg: 'request failed', route: '/v1/fixture/fails', err: { type: 'Error' } }]);
  });

  it('given an unknown route, when called, then 404 as problem+json', async () => {
    expect(await call('/v1/nothing', TOKENS.admin)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it('given the OpenAPI document, when fetched, then it has the routes and the bearer scheme', async () => {
    expect((await call('/openapi.json', TOKENS.viewer)).body).toMatchObject({
      info: { title: 'Ledgerbridge fixture' },
      paths: { '/v1/fixture': { get: expect.anything(), post: expect.anything() } },
      components: { securitySchemes: { token: { scheme: 'bearer' } } },
    });
  });

  it('given a port in use, when another service starts there, then the problem names PORT', async () => {
    const config = aConfig(database.url, { port: Number(new URL(url).port), logLevel: 'silent' });

    await expect(runService({ config, module: aModule(config, []) })).rejects.toMatchObject({
      problems: [{ name: 'PORT', expected: expect.stringContaining('EADDRINUSE') }],
    });
  });

  it('given the application is closed, when the sequence ran, then its steps could still use the database', async () => {
    const config = aConfig(database.url);
    const other = await runService({ config, module: aModule(config, []) });
    const { DataSource } = await import('typeorm');
    let seen: unknown;
    other.get(ShutdownSequence).on('clients', 'probe', async () => {
      seen = await other.get(DataSource).query('SELECT 1 AS one');
    });

    await other.close();

    expect(seen).toEqual([{ one: 1 }]);
    expect(other.get(DataSource).isInitialized).toBe(false);
  });
});
