import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runService, type CredentialKey } from '@ledgerbridge/service';
import { createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import type { INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConnectionAdmin } from '../api/connection-admin.js';
import { aConfig, aModule, CANARY, type FixtureSettings } from '../connections.fixture.spec.js';
import { ConnectionRegistry } from './connection-registry.js';

interface Replica {
  readonly registry: ConnectionRegistry<FixtureSettings>;
  readonly admin: ConnectionAdmin<FixtureSettings>;
  readonly dataSource: DataSource;
  /** Messages logged at a level, with the code of their error. */
  logged(level: string): { msg: string; code: string | undefined }[];
}

const settings = { baseUrl: 'http://127.0.0.1:9/api', apiKey: `${CANARY}-key` };
const K1: CredentialKey = { id: 'k1', key: Buffer.alloc(32, 1) };
const K2: CredentialKey = { id: 'k2', key: Buffer.alloc(32, 2) };

describe('ConnectionRegistry', () => {
  let database: TestDatabase;
  let apps: INestApplication[] = [];
  let schema: string;
  let counter = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.close());

  beforeEach(() => {
    counter += 1;
    schema = `registry_${counter}`;
    apps = [];
  });

  afterEach(() => Promise.all(apps.map((app) => app.close())));

  async function aReplica(credentialKeys: readonly CredentialKey[] = [K1]): Promise<Replica> {
    const lines: string[] = [];
    const config = aConfig(database.url, { credentialKeys });
    const app = await runService({ config, module: aModule({ config, schema, lines, tuning: { pollMs: 30 } }) });
    apps.push(app);
    return {
      registry: app.get<ConnectionRegistry<FixtureSettings>>(ConnectionRegistry),
      admin: app.get<ConnectionAdmin<FixtureSettings>>(ConnectionAdmin),
      dataSource: app.get(DataSource),
      logged: (level) =>
        lines
          .map((line) => JSON.parse(line) as { level: string; msg: string; err?: { code?: string } })
          .filter((line) => line.level === level)
          .map(({ msg, err }) => ({ msg, code: err?.code })),
    };
  }

  it('given listeners in two replicas, when one changes a connection, then both are told by its id', async () => {
    const [one, two] = [await aReplica(), await aReplica()];
    const told: string[] = [];
    one.registry.onChange((id) => told.push(`one ${id}`));
    two.registry.onChange((id) => told.push(`two ${id}`));

    await one.admin.put('b', settings, 'admin/alice');
    expect(told.filter((entry) => entry.startsWith('one'))).toEqual(['one b']);
    await one.admin.put('a', settings, 'admin/alice');
    await until(() => two.registry.get('a') !== undefined && two.registry.get('b') !== undefined);

    expect(one.registry.list().map(({ id }) => id)).toEqual(['a', 'b']);
    expect(told.filter((line) => line.startsWith('two')).sort()).toEqual(['two a', 'two b']);
  });

  it('given a listener that left, when a connection changes, then it is not told', async () => {
    const { registry, admin } = await aReplica();
    const told: string[] = [];
    const leave = registry.onChange((id) => told.push(id));

    leave();
    await admin.put('a', settings, 'admin/alice');

    expect(told).toEqual([]);
  });

  it('given a secret sealed with a key this replica lacks, when it is read, then the connection is left out and the key named once', async () => {
    const behind = await aReplica([K1]);
    const ahead = await aReplica([K2, K1]);
    const versions = { reads: 0 };
    behind.registry.onChange(() => (versions.reads += 1));

    await ahead.admin.put('acme', settings, 'admin/alice');
    await until(() => behind.logged('error').length > 0);
    await behind.registry.refresh();
    await behind.registry.refresh();

    expect(behind.logged('error')).toEqual([{ msg: 'connection cannot be used', code: 'CREDENTIAL_KEY_UNKNOWN' }]);
    expect(behind.registry.get('acme')).toBeUndefined();
    expect(versions.reads).toBe(1);
  });

  it('given a row pointed at another host behind our back, when it is read, then its credentials do not open', async () => {
    const { registry, admin, dataSource, logged } = await aReplica();
    await admin.put('acme', settings, 'admin/alice');

    await dataSource.query(
      `UPDATE connections SET settings = jsonb_set(settings, '{baseUrl}', '"http://evil.example/api"'),
         version = nextval('connection_versions')`,
    );
    await until(() => registry.get('acme') === undefined);

    expect(registry.list()).toEqual([]);
    expect(registry.known().map(({ settings: { baseUrl } }) => baseUrl)).toEqual([settings.baseUrl]);
    expect(logged('error')).toEqual([{ msg: 'connection cannot be used', code: 'SECRET_HOST_CHANGED' }]);
    await admin.put('acme', settings, 'admin/alice');
    expect(registry.get('acme')?.settings.baseUrl).toBe(settings.baseUrl);
    expect(registry.known()).toHaveLength(1);
    await admin.delete('acme', 'admin/alice');
    expect(registry.known()).toEqual([]);
  });

  it('given the table cannot be read for a while, when polled, then the last known connections stay and one warning tells', async () => {
    const { registry, admin, dataSource, logged } = await aReplica();
    await admin.put('acme', settings, 'admin/alice');

    await dataSource.query('ALTER TABLE connections RENAME TO connections_away');
    await until(() => logged('warn').length > 0);
    await expect(registry.refresh()).rejects.toMatchObject({ code: '42P01' });
    await expect(registry.refresh()).rejects.toMatchObject({ code: '42P01' });
    expect(registry.get('acme')).toBeDefined();
    expect(logged('warn')).toHaveLength(1);

    await dataSource.query('ALTER TABLE connections_away RENAME TO connections');
    await admin.put('other', settings, 'admin/alice');
    expect(registry.list()).toHaveLength(2);
  });
});
