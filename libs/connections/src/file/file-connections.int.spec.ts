import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runService, type Environment, type ServiceConfig } from '@ledgerbridge/service';
import { createTestDatabase, type TestDatabase } from '@ledgerbridge/testing';
import type { INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { aConfig, aModule, CANARY, type FixtureSettings } from '../connections.fixture.spec.js';
import { ConnectionRegistry } from '../registry/connection-registry.js';

const ACME = `
- id: acme
  system: chargebee
  baseUrl: http://127.0.0.1:9/api
  apiKey: "\${KEY}"
  webhook: { username: hook, password: ${CANARY}-hook }
`;
const OTHER = `
- id: other
  system: chargebee
  baseUrl: http://127.0.0.1:9/api
  apiKey: other-key
`;
const FOREIGN = `
- id: erp
  system: syspro
  odata: { baseUrl: "\${NOT_SET}", whatever: true }
`;

describe('connections file', () => {
  let database: TestDatabase;
  let directory: string;
  let schema: string;
  let counter = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    directory = mkdtempSync(join(tmpdir(), 'connections-'));
  });

  afterAll(async () => {
    rmSync(directory, { recursive: true });
    await database.close();
  });

  beforeEach(() => {
    counter += 1;
    schema = `file_${counter}`;
  });

  function start(
    text: string,
    environment: Environment,
    changes: Partial<ServiceConfig> = {},
  ): Promise<INestApplication> {
    const connectionsFile = join(directory, 'connections.yaml');
    writeFileSync(connectionsFile, text);
    const config = aConfig(database.url, { connectionsFile, logLevel: 'silent', ...changes });
    return runService({ config, module: aModule({ config, schema, tuning: { environment } }) });
  }

  /** Starts, reads what the service then knows, and stops. */
  async function loaded(
    text: string,
    environment: Environment = { KEY: `${CANARY}-key` },
    changes: Partial<ServiceConfig> = {},
  ) {
    const app = await start(text, environment, changes);
    const connections = app.get<ConnectionRegistry<FixtureSettings>>(ConnectionRegistry).list();
    const rows = await app
      .get(DataSource)
      .query<{ key_id: string; row: string }[]>('SELECT key_id, connections::text AS row FROM connections ORDER BY id');
    await app.close();
    return { connections, rows };
  }

  it('given a file, when the service starts, then it has its own system’s connections and their secrets rest sealed', async () => {
    const { connections, rows } = await loaded(`connections:${ACME}${FOREIGN}`);

    expect(connections).toMatchObject([
      {
        id: 'acme',
        source: 'file',
        settings: { apiKey: `${CANARY}-key`, region: 'us', webhook: { username: 'hook', password: `${CANARY}-hook` } },
      },
    ]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(CANARY);
  });

  it('given the same file again, when the service starts, then versions stay; a changed secret alone makes a new one', async () => {
    const first = await loaded(`connections:${ACME}${OTHER}`);
    const same = await loaded(`connections:${OTHER}${ACME}`);
    const changed = await loaded(`connections:${ACME}${OTHER}`, { KEY: 'another-key' });

    expect(same.connections).toEqual(first.connections);
    expect(changed.connections[0]?.version).toBeGreaterThan(first.connections[0]?.version ?? 0);
    expect(changed.connections[1]).toEqual(first.connections[1]);
  });

  it('given another account under the id of one that is known, when the service starts, then it stops and names the setting', async () => {
    await loaded(`connections:${OTHER}  site: acme-test\n`);

    await expect(loaded(`connections:${OTHER}  site: acme-live\n`)).rejects.toMatchObject({
      code: 'CONNECTION_INVALID',
      message: expect.stringMatching(/other: site: cannot be changed/) as unknown,
    });
    expect((await loaded(`connections:${OTHER}  site: acme-test\n`)).connections).toMatchObject([
      { settings: { site: 'acme-test' } },
    ]);
  });

  it('given a connection that left the file, when the service starts, then it is gone', async () => {
    await loaded(`connections:${ACME}${OTHER}`);

    expect((await loaded(`connections:${OTHER}`)).connections.map(({ id }) => id)).toEqual(['other']);
    expect((await loaded('connections: []')).connections).toEqual([]);
  });

  it('given a new first key, when the service starts, then data keys stay as they are until rotate-keys runs', async () => {
    const [k1, k2] = [7, 8].map((fill, index) => ({ id: `k${index + 1}`, key: Buffer.alloc(32, fill) }));
    const before = await loaded(`connections:${OTHER}`);

    const credentialKeys = [k2, k1].filter((key) => key !== undefined);
    const after = await loaded(`connections:${OTHER}`, {}, { credentialKeys });

    expect([before.rows[0]?.key_id, after.rows[0]?.key_id]).toEqual(['k1', 'k1']);
    expect(after.connections).toEqual(before.connections);
  });

  it('given everything wrong at once, when the service starts, then it is refused with all of it and no value', async () => {
    const text = `connections:${ACME}
- id: broken
  system: chargebee
  baseUrl: http://169.254.169.254/latest
  apiKey: ${CANARY}
- id: typo
  system: chargebee
  baseUrl: "${CANARY} no url"
  apiKey: [${CANARY}]
  webhook: { username: u, password: p, sercet: ${CANARY} }
  regoin: us
- id: refused
  system: chargebee
  baseUrl: http://127.0.0.1:9
  apiKey: k
  region: eu
- id: erp
  system: syspro
- id: erp
  system: gp
`;
    const error: unknown = await start(text, {}).catch((caught: unknown) => caught);

    expect((error as { problems: unknown }).problems).toEqual(
      expect.arrayContaining([
        { name: 'connections[erp].id', expected: 'a unique id; this one stands twice in the file' },
        { name: 'connections[acme].apiKey', expected: 'variable KEY to be set' },
        { name: 'connections[broken].apiKey', expected: expect.stringContaining('link-local') },
        { name: 'connections[typo].baseUrl', expected: expect.stringContaining('URL') },
        { name: 'connections[typo].apiKey', expected: 'must be a string' },
        { name: 'connections[typo].webhook.sercet', expected: 'unknown setting' },
        { name: 'connections[typo].regoin', expected: 'unknown setting' },
        { name: 'connections[refused]', expected: 'region eu is not served yet' },
      ]),
    );
    expect((error as { problems: unknown[] }).problems).toHaveLength(8);
    expect(JSON.stringify([(error as Error).message, error])).not.toContain(CANARY);
  });

  it('given no key to seal with, or one that the stored secrets do not know, when the service starts, then it is refused by name', async () => {
    await expect(loaded(`connections:${OTHER}`, {}, { credentialKeys: [] })).rejects.toMatchObject({
      problems: [{ name: 'CREDENTIALS_KEYS' }],
    });
    const app = await start('connections: []', {});
    const url = await app.getUrl();
    const response = await fetch(`${url}/v1/connections/api`, {
      method: 'PUT',
      headers: { authorization: 'Bearer admin-token-00000001', 'content-type': 'application/json' },
      body: JSON.stringify({ baseUrl: 'http://127.0.0.1:9', apiKey: CANARY }),
    });
    expect(response.status).toBe(201);
    await app.close();

    const other = [{ id: 'k9', key: Buffer.alloc(32, 9) }];
    await expect(start('connections: []', {}, { credentialKeys: other })).rejects.toMatchObject({
      code: 'CREDENTIAL_KEY_UNKNOWN',
      details: { keyId: 'k1', connections: ['api'] },
    });
  });

  it('given a start refused for a key it does not have, then the file connections of running replicas are untouched', async () => {
    const app = await start(`connections:${OTHER}`, {});
    const ids = () => app.get(DataSource).query<object[]>('SELECT id, key_id FROM connections ORDER BY id');
    const before = await ids();
    expect(before).not.toEqual([]);

    const other = [{ id: 'k9', key: Buffer.alloc(32, 9) }];
    for (const file of ['connections: []', `connections:${OTHER}`]) {
      await expect(start(file, {}, { credentialKeys: other })).rejects.toMatchObject({
        code: 'CREDENTIAL_KEY_UNKNOWN',
      });
      expect(await ids()).toEqual(before);
    }
    await app.close();
  });

  it('given a file that is not there, when the service starts, then CONNECTIONS_FILE is named', async () => {
    const config = aConfig(database.url, { connectionsFile: '/nowhere/connections.yaml', logLevel: 'silent' });

    await expect(runService({ config, module: aModule({ config, schema }) })).rejects.toMatchObject({
      problems: [{ name: 'CONNECTIONS_FILE', expected: 'the path of a readable file (ENOENT)' }],
    });
  });
});
