import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runService, type CredentialKey } from '@ledgerbridge/service';
import { createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import type { INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ADMIN, aConfig, aModule, CANARY, type FixtureSettings } from '../connections.fixture.spec.js';
import { ConnectionRegistry } from '../registry/connection-registry.js';
import { KeyRing } from '../sealing/key-ring.js';
import { KeyRotation, type RotationReport } from './key-rotation.js';
import { rotateKeys } from './rotate-keys.js';

const keyOf = (id: string, fill: number): CredentialKey => ({ id, key: Buffer.alloc(32, fill) });
const [OLD, NEW, LOST] = [keyOf('old', 1), keyOf('new', 2), keyOf('lost', 3)];
const HOST = 'http://127.0.0.1:9/api';

describe('rotate-keys', () => {
  let database: TestDatabase;
  let schema: string;
  let counter = 0;
  let started: INestApplication[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => {
    counter += 1;
    schema = `rotation_${counter}`;
  });
  afterEach(async () => {
    await Promise.all(started.map((app) => app.close()));
    started = [];
  });

  function configWith(...credentialKeys: CredentialKey[]) {
    return aConfig(database.url, { credentialKeys, logLevel: 'silent' });
  }

  async function start(...keys: CredentialKey[]): Promise<INestApplication> {
    const config = configWith(...keys);
    const app = await runService({ config, module: aModule({ config, schema }) });
    started.push(app);
    return app;
  }

  /** The command as it is run, and what it printed. */
  async function rotate(...keys: CredentialKey[]): Promise<{ code: number; report: RotationReport; printed: string }> {
    const lines: string[] = [];
    const output = { write: (text: string) => lines.push(text) };
    const code = await rotateKeys({ config: configWith(...keys), schema, output });
    expect(lines).toHaveLength(1);
    const printed = lines[0] ?? '';
    expect(printed.indexOf('\n')).toBe(printed.length - 1);
    return { code, printed, report: JSON.parse(printed) as RotationReport };
  }

  async function put(app: INestApplication, id: string, settings: object): Promise<number> {
    const response = await fetch(`${await app.getUrl()}/v1/connections/${id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' },
      body: JSON.stringify(settings),
    });
    return response.status;
  }

  async function putSome(app: INestApplication, count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const secret = `${CANARY}-${index}`;
      expect(await put(app, `c${index}`, { baseUrl: HOST, apiKey: secret })).toBe(201);
    }
  }

  const rowsIn = (app: INestApplication) =>
    app
      .get(DataSource)
      .query<{ id: string; key_id: string; version: string; secrets: object }[]>(
        'SELECT id, key_id, version, secrets FROM connections ORDER BY id',
      );
  const keyIdsIn = async (app: INestApplication) => [...new Set((await rowsIn(app)).map(({ key_id }) => key_id))];
  const knownTo = (app: INestApplication) => app.get<ConnectionRegistry<FixtureSettings>>(ConnectionRegistry).list();
  const secretsKnownTo = (app: INestApplication) => knownTo(app).map(({ settings }) => settings.apiKey);

  it('given running services with the new key first, when rotated, then they go on, and afterwards the new key alone is enough', async () => {
    const before = await start(OLD);
    await putSome(before, 3);
    await before.close();

    const running = await start(NEW, OLD);
    expect(await keyIdsIn(running)).toEqual(['old']);
    const rows = await rowsIn(running);
    const connections = knownTo(running);
    expect(await rotate(NEW, OLD)).toMatchObject({ code: 0, report: { rewrapped: 3, already: 0, failed: [] } });

    expect(await rowsIn(running)).toEqual(rows.map((row) => ({ ...row, key_id: 'new' })));
    await running.get(ConnectionRegistry).refresh();
    expect(knownTo(running)).toEqual(connections);
    expect(await put(running, 'c0', { baseUrl: HOST, customers: { A: 'a' } })).toBe(200);
    expect(knownTo(running)[0]?.settings).toMatchObject({ apiKey: `${CANARY}-0`, customers: { A: 'a' } });
    await running.close();

    const after = await start(NEW);
    expect(secretsKnownTo(after)).toEqual([0, 1, 2].map((index) => `${CANARY}-${index}`));
    expect(await put(after, 'c1', { baseUrl: 'http://127.0.0.1:10/api' })).toBe(422);
    await after.close();

    await expect(start(OLD)).rejects.toMatchObject({
      code: 'CREDENTIAL_KEY_UNKNOWN',
      message: 'The secrets of c0, c1, c2 are sealed with key "new", which CREDENTIALS_KEYS does not hold',
    });
  });

  it('given a rotation that is done, when run again, then it changes nothing', async () => {
    const app = await start(OLD);
    await putSome(app, 2);
    await rotate(NEW, OLD);
    const rows = await rowsIn(app);
    expect(await rotate(NEW, OLD)).toMatchObject({ code: 0, report: { rewrapped: 0, already: 2, failed: [] } });
    expect(await rotate(NEW)).toMatchObject({ code: 0, report: { rewrapped: 0, already: 2, failed: [] } });
    expect(await rowsIn(app)).toEqual(rows);
    await app.close();
  });

  it('given a key that the ring does not hold, or another value under its id, when rotated, then it is named, nothing is changed and no value is shown', async () => {
    const app = await start(LOST);
    await put(app, 'lost-one', { baseUrl: HOST, apiKey: `${CANARY}-lost` });
    await app.close();
    const both = await start(OLD, LOST);
    await putSome(both, 1);
    const rows = await rowsIn(both);

    const { code, report, printed } = await rotate(NEW, OLD);
    expect([code, report]).toEqual([
      1,
      {
        rewrapped: 0,
        already: 0,
        failed: [{ connection: 'lost-one', code: 'CREDENTIAL_KEY_UNKNOWN', keyId: 'lost' }],
      },
    ]);
    expect(await rotate(NEW, keyOf('old', 9), LOST)).toMatchObject({
      code: 1,
      report: { rewrapped: 0, failed: [{ connection: 'c0', code: 'SECRET_UNREADABLE', keyId: 'old' }] },
    });
    expect(await rowsIn(both)).toEqual(rows);
    for (const { key } of [OLD, NEW, LOST]) expect(printed).not.toContain(key.toString('base64'));
    expect(printed).not.toContain(CANARY);
    await both.close();
  });

  it('given connections that are put all the time, when rotated, then no change is lost and all end under the new key', async () => {
    const app = await start(OLD, NEW);
    await putSome(app, 4);
    let isOver = false;
    let puts = 0;
    const putting = (async () => {
      for (; !isOver; puts += 1) await put(app, `c${puts % 4}`, { baseUrl: HOST, customers: { N: String(puts) } });
    })();
    try {
      for (let round = 0; round < 5; round += 1) expect(await rotate(NEW, OLD)).toMatchObject({ code: 0 });
      await until(() => puts > 20);
    } finally {
      isOver = true;
      await putting;
    }
    for (const { id, settings } of knownTo(app)) {
      const last = [3, 2, 1, 0].map((back) => puts - 4 + back).find((number) => `c${number % 4}` === id);
      expect(settings).toMatchObject({ apiKey: `${CANARY}-${id.slice(1)}`, customers: { N: String(last) } });
    }
    expect(await rotate(NEW, OLD)).toMatchObject({ code: 0, report: { failed: [] } });
    expect(await keyIdsIn(app)).toEqual(['new']);
    expect(secretsKnownTo(app)).toEqual([0, 1, 2, 3].map((index) => `${CANARY}-${index}`));
    await app.close();
  });

  it('given a row that is put between reading and writing it, when rotated, then the put stays and is wrapped in its turn', async () => {
    const app = await start(OLD, NEW);
    await putSome(app, 1);
    const rotation = new KeyRotation(app.get(DataSource), new KeyRing([NEW, OLD]));
    // the second reading is of the row that was put meanwhile
    const read = Reflect.get(rotation, 'rows') as () => Promise<object[]>;
    let readings = 0;
    Reflect.set(rotation, 'rows', async () => {
      const rows = await read.call(rotation);
      if ((readings += 1) === 1) await put(app, 'c0', { baseUrl: HOST, apiKey: `${CANARY}-newer` });
      return rows;
    });
    expect(await rotation.run()).toEqual({ rewrapped: 1, already: 0, failed: [] });
    await app.close();
    const after = await start(NEW);
    expect(secretsKnownTo(after)).toEqual([`${CANARY}-newer`]);
    await after.close();
  });

  it('given two rotations at once, when both end, then each connection was wrapped once and opens', async () => {
    const app = await start(OLD);
    await putSome(app, 12);
    await app.close();
    const both = await Promise.all([rotate(NEW, OLD), rotate(NEW, OLD)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const sum = (count: 'rewrapped' | 'already') => both.reduce((total, { report }) => total + report[count], 0);
    expect([sum('rewrapped'), sum('already')]).toEqual([12, 12]);
    const after = await start(NEW);
    expect(secretsKnownTo(after).sort()).toEqual(Array.from({ length: 12 }, (_, index) => `${CANARY}-${index}`).sort());
    await after.close();
  });
});
