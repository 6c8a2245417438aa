import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runService } from '@ledgerbridge/service';
import { createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import type { INestApplication } from '@nestjs/common';
import { ConnectionAdmin } from '../api/connection-admin.js';
import { aConfig, aModule, RecordingActivity } from '../connections.fixture.spec.js';
import type { FixtureSettings } from '../connections.fixture.spec.js';
import { ConnectionTests } from '../testing/connection-tests.js';
import { ConnectionHolder } from './connection-holder.js';

interface Replica {
  readonly app: INestApplication;
  readonly holder: ConnectionHolder<FixtureSettings>;
  readonly activity: RecordingActivity;
  readonly admin: ConnectionAdmin<FixtureSettings>;
}

const settings = { baseUrl: 'http://127.0.0.1:9/api', apiKey: 'key-0001' };

describe('ConnectionHolder', () => {
  let database: TestDatabase;
  let replicas: Replica[] = [];
  let schema: string;
  let counter = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.close());

  beforeEach(() => {
    counter += 1;
    schema = `holder_${counter}`;
    replicas = [];
  });

  afterEach(() => Promise.all(replicas.map(({ app }) => app.close())));

  async function aReplica(): Promise<Replica> {
    const config = aConfig(database.url, { logLevel: 'silent' });
    const app = await runService({ config, module: aModule({ config, schema }) });
    const holder = app.get<ConnectionHolder<FixtureSettings>>(ConnectionHolder);
    const activity = new RecordingActivity();
    holder.register(activity);
    const replica = { app, holder, activity, admin: app.get<ConnectionAdmin<FixtureSettings>>(ConnectionAdmin) };
    replicas.push(replica);
    return replica;
  }

  it('given a connection put here, when nobody holds it, then it is held and its activities run at once', async () => {
    const one = await aReplica();

    await one.admin.put('acme', settings, 'admin/alice');
    const held = await until(() => one.holder.held('acme'));
    await until(() => one.activity.running === 1);

    expect(held.connection).toMatchObject({
      id: 'acme',
      source: 'api',
      settings: { apiKey: 'key-0001', region: 'us' },
    });
    expect(Object.isFrozen(held.connection.settings.customers)).toBe(true);
    expect(held.lease.name).toBe('connection:acme');
  });

  it('given two replicas, when both know a connection, then one holds it, and the other takes over when that one ends', async () => {
    const one = await aReplica();
    await one.admin.put('acme', settings, 'admin/alice');
    const first = await until(() => one.holder.held('acme'));
    const two = await aReplica();
    expect(two.holder.isHeldHere('acme')).toBe(false);

    await one.app.close();
    const second = await until(() => two.holder.held('acme'));

    expect(first.signal.aborted).toBe(true);
    expect(one.activity.running).toBe(0);
    expect(BigInt(second.lease.epoch)).toBe(BigInt(first.lease.epoch) + 1n);
  });

  it('given a held connection, when another replica changes it, then the activities restart with the new settings under the same lease', async () => {
    const one = await aReplica();
    await one.admin.put('acme', settings, 'admin/alice');
    const before = await until(() => one.holder.held('acme'));
    const two = await aReplica();

    await two.admin.put('acme', { ...settings, apiKey: 'key-0002' }, 'admin/alice');
    const after = await until(() => {
      const held = one.holder.held('acme');
      return held !== undefined && held !== before && held;
    });

    expect(before.signal.aborted).toBe(true);
    expect(after.connection.settings.apiKey).toBe('key-0002');
    expect(after.connection.version).toBeGreaterThan(before.connection.version);
    expect(after.lease.epoch).toBe(before.lease.epoch);
    await until(() => one.activity.running === 1);
  });

  it('given a held connection, when it is put again unchanged, then nothing restarts', async () => {
    const one = await aReplica();
    await one.admin.put('acme', settings, 'admin/alice');
    const before = await until(() => one.holder.held('acme'));

    expect(await one.admin.put('acme', { baseUrl: settings.baseUrl }, 'admin/bob')).toBe('unchanged');

    expect(one.holder.held('acme')).toBe(before);
  });

  it('given a held connection, when it is deleted and made anew, then it is let go and held again with a version never seen', async () => {
    const one = await aReplica();
    await one.admin.put('acme', settings, 'admin/alice');
    const before = await until(() => one.holder.held('acme'));

    await one.admin.delete('acme', 'admin/alice');
    expect(before.signal.aborted).toBe(true);
    expect(one.holder.isHeldHere('acme')).toBe(false);
    await one.admin.put('acme', settings, 'admin/alice');
    const after = await until(() => one.holder.held('acme'));

    expect(after.connection.version).toBeGreaterThan(before.connection.version);
    expect(BigInt(after.lease.epoch)).toBeGreaterThan(BigInt(before.lease.epoch));
  });

  it('given a test asked where the connection is not held, when its holder sees the request, then it answers for it', async () => {
    const one = await aReplica();
    await one.admin.put('acme', settings, 'admin/alice');
    const held = await until(() => one.holder.held('acme'));
    const two = await aReplica();

    const checks = await two.app.get<ConnectionTests<FixtureSettings>>(ConnectionTests).test('acme');

    expect(two.holder.isHeldHere('acme')).toBe(false);
    expect(checks).toEqual([
      { name: 'reachable', ok: true, detail: `version ${held.connection.version} under connection:acme, key of 8` },
    ]);
  });
});
