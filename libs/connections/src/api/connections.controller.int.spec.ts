import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runService, schemaDrift } from '@ledgerbridge/service';
import { createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import type { INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  ADMIN,
  aConfig,
  aModule,
  CANARY,
  OPERATOR,
  VIEWER,
  type FixtureSettings,
} from '../connections.fixture.spec.js';
import { ConnectionHolder } from '../holding/connection-holder.js';
import { ConnectionRegistry } from '../registry/connection-registry.js';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const SECRET = `${CANARY}-key`;
const HOOK = `${CANARY}-hook`;
const acme = { system: 'chargebee', baseUrl: 'http://127.0.0.1:9/api', apiKey: SECRET };

describe('connections API', () => {
  const lines: string[] = [];
  const answers: Answer[] = [];
  let directory: string;
  let database: TestDatabase;
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    directory = mkdtempSync(join(tmpdir(), 'connections-'));
    const connectionsFile = join(directory, 'connections.json');
    writeFileSync(connectionsFile, JSON.stringify({ connections: [{ id: 'from-file', ...acme }] }));
    const config = aConfig(database.url, { connectionsFile });
    app = await runService({ config, module: aModule({ config, lines }) });
    url = await app.getUrl();
  });

  afterAll(async () => {
    await app.close();
    rmSync(directory, { recursive: true });
    await database.close();
  });

  async function call(method: string, path: string, body?: unknown, token = ADMIN): Promise<Answer> {
    const response = await fetch(`${url}/v1/connections${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
    answers.push(answer);
    return answer;
  }

  function known(id: string): FixtureSettings | undefined {
    return app.get<ConnectionRegistry<FixtureSettings>>(ConnectionRegistry).get(id)?.settings;
  }

  it('given a new connection, when put and fetched, then it is shown in the shape of the file without its secret', async () => {
    const created = await call('PUT', '/one', { ...acme, webhook: { username: 'hook', password: HOOK } });

    expect(created.status).toBe(201);
    expect(await call('GET', '/one', undefined, VIEWER)).toEqual({
      status: 200,
      body: {
        id: 'one',
        system: 'chargebee',
        source: 'api',
        version: expect.any(Number),
        updatedAt: expect.any(String),
        updatedBy: 'admin/alice',
        baseUrl: 'http://127.0.0.1:9/api',
        apiKey: { set: true },
        webhook: { username: 'hook', password: { set: true } },
      },
    });
    expect(known('one')).toMatchObject({ apiKey: SECRET, webhook: { password: HOOK } });
  });

  it('given a stored secret, when put without it or as it was shown, then it is kept', async () => {
    await call('PUT', '/keeps', acme);

    expect((await call('PUT', '/keeps', { baseUrl: 'http://127.0.0.1:9/other' })).status).toBe(200);
    expect(known('keeps')).toMatchObject({ baseUrl: 'http://127.0.0.1:9/other', apiKey: SECRET });

    const shown = (await call('GET', '/keeps')).body;
    const again = await call('PUT', '/keeps', { ...shown, customers: { A: 'a' } });
    expect(again).toMatchObject({ status: 200, body: { customers: { A: 'a' } } });
    expect(known('keeps')).toMatchObject({ apiKey: SECRET, customers: { A: 'a' } });
  });

  it('given a stored secret, when the host changes, then it is needed again by name and nothing has changed', async () => {
    await call('PUT', '/moves', { ...acme, webhook: { username: 'hook', password: HOOK } });
    const elsewhere = { baseUrl: 'http://127.0.0.1:10/api', webhook: { username: 'hook' } };

    expect(await call('PUT', '/moves', elsewhere)).toMatchObject({
      status: 422,
      body: { code: 'SECRET_REQUIRED', errors: [{ field: 'apiKey', message: 'is needed again: its host changed' }] },
    });
    expect(known('moves')?.baseUrl).toBe(acme.baseUrl);

    expect((await call('PUT', '/moves', { ...elsewhere, apiKey: `${CANARY}-new` })).status).toBe(200);
    expect(known('moves')).toMatchObject({ apiKey: `${CANARY}-new`, webhook: { password: HOOK } });
  });

  it('given optional secrets, when their object is left out or they are null, then they are removed', async () => {
    await call('PUT', '/drops', { ...acme, webhook: { username: 'hook', password: HOOK } });

    await call('PUT', '/drops', { baseUrl: acme.baseUrl });
    expect((await call('GET', '/drops')).body).not.toHaveProperty('webhook');
    expect(await call('PUT', '/drops', { baseUrl: acme.baseUrl, apiKey: null })).toMatchObject({
      status: 422,
      body: { code: 'CONNECTION_INVALID', errors: [{ field: 'apiKey', message: 'must be a string' }] },
    });
  });

  it('given a marker but nothing stored, when put, then the secret is needed', async () => {
    expect(await call('PUT', '/marker', { ...acme, apiKey: { set: true } })).toMatchObject({
      status: 422,
      body: { code: 'SECRET_REQUIRED', errors: [{ field: 'apiKey', message: 'is needed: none is stored' }] },
    });
  });

  it('given wrong settings, when put, then 422 names each setting and no value', async () => {
    const wrong = { ...acme, baseUrl: `${CANARY} x`, webhook: { username: 1, extra: CANARY }, regoin: CANARY };

    expect(await call('PUT', '/wrong', wrong)).toMatchObject({
      status: 422,
      body: {
        code: 'CONNECTION_INVALID',
        errors: expect.arrayContaining([
          { field: 'baseUrl', message: 'must be a URL address' },
          { field: 'webhook.username', message: 'must be a string' },
          { field: 'webhook.extra', message: 'unknown setting' },
          { field: 'regoin', message: 'unknown setting' },
        ]),
      },
    });
    expect((await call('PUT', '/wrong', { ...acme, baseUrl: 'http://169.254.169.254/' })).body).toMatchObject({
      code: 'CONNECTION_INVALID',
      errors: [{ field: 'apiKey', message: expect.stringContaining('link-local') }],
    });
    expect((await call('PUT', '/wrong', { ...acme, region: 'eu' })).body).toMatchObject({ code: 'CONNECTION_INVALID' });
    expect((await call('PUT', '/wrong', { ...acme, system: 'gp' })).status).toBe(422);
    expect((await call('PUT', '/wrong', { ...acme, id: 'right' })).status).toBe(400);
    expect((await call('PUT', '/wrong', [acme])).status).toBe(400);
    expect((await call('PUT', '/Wrong_id', acme)).status).toBe(400);
    expect((await call('GET', '/wrong')).status).toBe(404);
  });

  it('given a setting that says which account it is, when put with another value, then 422 names it and nothing has changed', async () => {
    await call('PUT', '/fixed', { ...acme, site: 'acme-test' });

    for (const site of ['acme-live', null, undefined]) {
      expect(await call('PUT', '/fixed', { ...acme, site })).toMatchObject({
        status: 422,
        body: {
          code: 'CONNECTION_INVALID',
          errors: [{ field: 'site', message: expect.stringContaining('cannot be changed') }],
        },
      });
    }
    expect((await call('PUT', '/fixed', { ...acme, site: 'acme-test', customers: { A: 'a' } })).status).toBe(200);
    expect(known('fixed')).toMatchObject({ site: 'acme-test', customers: { A: 'a' } });
  });

  it('given settings without a value, when put, then they have their defaults', async () => {
    expect((await call('PUT', '/empty', { ...acme, region: null, customers: null, webhook: null })).status).toBe(201);
    expect(known('empty')).toMatchObject({ region: 'us', customers: {} });
    expect(known('empty')?.webhook).toBeUndefined();
  });

  it('given a connection of the file, when put or deleted, then 409 and it stays', async () => {
    expect(await call('PUT', '/from-file', acme)).toMatchObject({
      status: 409,
      body: { code: 'CONNECTION_READ_ONLY' },
    });
    expect((await call('DELETE', '/from-file')).status).toBe(409);
    expect((await call('GET', '/from-file')).body).toMatchObject({ source: 'file', apiKey: { set: true } });
  });

  it('given a connection, when deleted, then it is gone from API and registry', async () => {
    await call('PUT', '/gone', acme);

    expect((await call('DELETE', '/gone')).status).toBe(204);

    expect(await call('GET', '/gone')).toMatchObject({ status: 404, body: { code: 'CONNECTION_NOT_FOUND' } });
    expect((await call('DELETE', '/gone')).status).toBe(404);
    expect(known('gone')).toBeUndefined();
  });

  it('given roles, when they list, change and test, then each may do its part', async () => {
    await call('PUT', '/roles', acme);
    const statuses = async (token: string): Promise<number[]> => [
      (await call('GET', '', undefined, token)).status,
      (await call('POST', '/roles/test', undefined, token)).status,
      (await call('PUT', '/roles', acme, token)).status,
    ];

    expect(await statuses(VIEWER)).toEqual([200, 403, 403]);
    expect(await statuses(OPERATOR)).toEqual([200, 200, 403]);
    const list = (await call('GET', '', undefined, VIEWER)).body as { items: { id: string }[] };
    expect(list.items.map(({ id }) => id)).toEqual(expect.arrayContaining(['from-file', 'roles']));
  });

  it('given a held connection, when tested, then the checks of the tester are the answer', async () => {
    await call('PUT', '/tested', acme);
    await until(() => app.get(ConnectionHolder).isHeldHere('tested'));

    expect(await call('POST', '/tested/test')).toMatchObject({
      status: 200,
      body: {
        ok: true,
        checks: [{ name: 'reachable', ok: true, detail: expect.stringContaining('connection:tested') }],
      },
    });
    expect((await call('POST', '/nowhere/test')).status).toBe(404);
  });

  it('given a connection that another process holds and that does not answer, when tested, then 504 says so', async () => {
    await app
      .get(DataSource)
      .query(`INSERT INTO leases VALUES ('connection:elsewhere', gen_random_uuid(), 1, now() + interval '1 hour')`);
    await call('PUT', '/elsewhere', acme);

    expect(await call('POST', '/elsewhere/test')).toMatchObject({ status: 504, body: { code: 'CONNECTION_NOT_HELD' } });
  });

  it('given the migrated schema, when compared with the entities, then they agree', async () => {
    expect(await schemaDrift(app.get(DataSource))).toEqual([]);
  });

  it('given all of the above, when answers, logs, metrics and tables are searched, then no secret is in any of them', async () => {
    const tables = await app.get(DataSource).query<unknown[]>(`SELECT connections::text FROM connections`);
    const tests = await app.get(DataSource).query<unknown[]>(`SELECT connection_tests::text FROM connection_tests`);
    const metrics = await (await fetch(`${url}/metrics`)).text();

    expect(answers.length).toBeGreaterThan(20);
    expect(lines.length).toBeGreaterThan(5);
    for (const [what, text] of Object.entries({ answers, lines, tables, tests, metrics })) {
      expect([what, JSON.stringify(text).includes(CANARY)]).toEqual([what, false]);
    }
  });
});
