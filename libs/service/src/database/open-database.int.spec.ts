import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@ledgerbridge/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CreateNotes1700000000001, NoteEntity } from '../bootstrap/service.fixture.spec.js';
import { createLogger } from '../logging/create-logger.js';
import { KnownSecrets } from '../logging/known-secrets.js';
import { openDatabase, type DatabaseOptions } from './open-database.js';
import { schemaDrift } from './schema-drift.js';

const logger = createLogger({
  service: 'fixture',
  level: 'silent',
  secrets: new KnownSecrets(),
  destination: { write: () => undefined },
});

class DropText1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE notes DROP COLUMN text`);
  }

  async down(): Promise<void> {}
}

describe('openDatabase', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.close());

  function options(schema: string, changes: Partial<DatabaseOptions> = {}): DatabaseOptions {
    return {
      url: database.url,
      schema,
      migrate: true,
      entities: [NoteEntity],
      migrations: [CreateNotes1700000000001],
      ...changes,
    };
  }

  it('given replicas that start together, when each opens, then the schema is migrated once', async () => {
    const replicas = await Promise.all([1, 2, 3].map(() => openDatabase(options('together'), logger)));

    const rows = await replicas[0]?.query<unknown[]>('SELECT name FROM together.migrations');
    expect(rows).toEqual([{ name: 'CreateNotes1700000000001' }]);
    await Promise.all(replicas.map((replica) => replica.destroy()));
  });

  it('given two schemas in one database, when unqualified names are used, then each sees its own tables', async () => {
    const one = await openDatabase(options('one'), logger);
    const two = await openDatabase(options('two'), logger);
    await one.query(`INSERT INTO notes VALUES (gen_random_uuid(), 'mine')`);

    expect(await one.getRepository(NoteEntity).count()).toBe(1);
    expect(await two.getRepository(NoteEntity).count()).toBe(0);
    await Promise.all([one.destroy(), two.destroy()]);
  });

  it('given MIGRATE=false, when a migration is pending, then the start is refused by its name and nothing is created', async () => {
    await expect(openDatabase(options('later', { migrate: false }), logger)).rejects.toMatchObject({
      code: 'MIGRATIONS_PENDING',
      details: { pending: ['CreateNotes1700000000001'] },
    });

    await (await openDatabase(options('later'), logger)).destroy();
    await (await openDatabase(options('later', { migrate: false }), logger)).destroy();
    const newer = options('later', { migrate: false, migrations: [CreateNotes1700000000001, DropText1700000000002] });
    await expect(openDatabase(newer, logger)).rejects.toMatchObject({
      details: { pending: ['DropText1700000000002'] },
    });
  });

  it('given entities and schema that differ, when drift is asked, then the difference is named; else nothing is', async () => {
    const same = await openDatabase(options('drift'), logger);
    expect(await schemaDrift(same)).toEqual([]);
    await same.query('ALTER TABLE notes DROP COLUMN text');

    expect((await schemaDrift(same)).join()).toContain('"text"');
    await same.destroy();
  });

  it('given a server that is away or refuses, when opened, then the error names DATABASE_URL and never the password', async () => {
    const away = new URL(database.url);
    away.port = '1';
    away.password = 'canary-password';
    const missing = new URL(database.url);
    missing.pathname = '/no_such_database';
    for (const [url, reason] of [
      [away.href, 'ECONNREFUSED'],
      [missing.href, '3D000'],
    ] as const) {
      const error: unknown = await openDatabase(options('x', { url }), logger).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE', retryable: true, details: { reason } });
      expect((error as Error).message).toMatch(/^DATABASE_URL: /);
      expect((error as Error).message).not.toContain('canary');
    }
  });
});
