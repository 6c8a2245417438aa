import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger, KnownSecrets, openDatabase } from '@ledgerbridge/service';
import { createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { leasesEntities, leasesMigrations } from '../database/connections-database.js';
import { leaseIsCurrent } from './lease-is-current.js';
import { LeaseKeeper, type KeptLease } from './lease-keeper.js';
import { LeaseMetrics } from './lease-metrics.js';
import { LeaseStore } from './lease-store.js';
import type { Lease } from './lease.js';

const TTL_MS = 900;
const logger = createLogger({
  service: 'fixture',
  level: 'silent',
  secrets: new KnownSecrets(),
  destination: { write: () => undefined },
});

/** A store that can be cut off from Postgres, as a process whose network is gone. */
class SeverableStore extends LeaseStore {
  severed = false;

  override async acquire(...args: Parameters<LeaseStore['acquire']>): ReturnType<LeaseStore['acquire']> {
    if (this.severed) throw new Error('severed');
    return super.acquire(...args);
  }

  override async renew(...args: Parameters<LeaseStore['renew']>): Promise<boolean> {
    if (this.severed) throw new Error('severed');
    return super.renew(...args);
  }

  override async release(...args: Parameters<LeaseStore['release']>): Promise<void> {
    if (this.severed) throw new Error('severed');
    return super.release(...args);
  }
}

describe('LeaseKeeper', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let kept: KeptLease[] = [];
  let name: string;
  let counter = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    const options = { schema: 'leases_spec', migrate: true, entities: leasesEntities, migrations: leasesMigrations };
    dataSource = await openDatabase({ url: database.url, ...options }, logger);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  beforeEach(() => {
    counter += 1;
    name = `lease-${counter}`;
    kept = [];
  });

  afterEach(() => Promise.all(kept.map((handle) => handle.stop())));

  function aKeeper(registry = new Registry()): { keeper: LeaseKeeper; store: SeverableStore } {
    const store = new SeverableStore(dataSource);
    return {
      keeper: new LeaseKeeper(store, new LeaseMetrics(registry), logger, { ttlMs: TTL_MS, retryMs: 30 }),
      store,
    };
  }

  /** Keeps the lease, recording each holding; holds until the signal aborts. */
  function keepWith(keeper: LeaseKeeper): { held: Lease[]; current: () => Lease | undefined; handle: KeptLease } {
    const held: Lease[] = [];
    let current: Lease | undefined;
    const handle = keeper.keep(name, async (lease) => {
      held.push(lease);
      current = lease;
      await new Promise((resolve) => lease.signal.addEventListener('abort', resolve, { once: true }));
      current = undefined;
    });
    kept.push(handle);
    return { held, current: () => current, handle };
  }

  it('given two keepers, when one holds past its time to live, then it keeps renewing and the other never gets in', async () => {
    const one = keepWith(aKeeper().keeper);
    const lease = await until(() => one.current());
    const two = keepWith(aKeeper().keeper);
    const startedAt = Date.now();

    await until(() => Date.now() - startedAt > TTL_MS * 2, { what: 'two times to live' });

    expect(one.current()).toBe(lease);
    expect(lease.remainingMs()).toBeGreaterThan(0);
    expect(lease.remainingMs()).toBeLessThanOrEqual(TTL_MS);
    expect(two.held).toEqual([]);
  });

  it('given a holder cut off from Postgres, when its lease runs out, then its signal aborts before another takes over with a higher epoch', async () => {
    const registry = new Registry();
    const cut = aKeeper();
    const one = keepWith(cut.keeper);
    const lease = await until(() => one.current());
    const two = keepWith(aKeeper(registry).keeper);

    cut.store.severed = true;
    const next = await until(() => two.current());

    expect(lease.signal.aborted).toBe(true);
    expect(lease.remainingMs()).toBe(0);
    expect(BigInt(next.epoch)).toBe(BigInt(lease.epoch) + 1n);
    expect(await registry.metrics()).toContain(`ledgerbridge_lease_takeovers_total{lease="${name}"} 1`);
    expect(await registry.metrics()).toContain(`ledgerbridge_lease_held{lease="${name}"} 1`);
  });

  it('given a holder that stops, when it has released, then another holds at once and nothing counts as a take-over', async () => {
    const registry = new Registry();
    const one = keepWith(aKeeper().keeper);
    await until(() => one.current());
    const two = keepWith(aKeeper(registry).keeper);

    await one.handle.stop();
    const stoppedAt = performance.now();
    await until(() => two.current());

    expect(performance.now() - stoppedAt).toBeLessThan(TTL_MS);
    expect(await registry.metrics()).not.toContain(`ledgerbridge_lease_takeovers_total{`);
  });

  it('given work that takes its time to end, when stopped, then the lease stays held until it has ended', async () => {
    const { keeper, store } = aKeeper();
    const finish = Promise.withResolvers<void>();
    let lease: Lease | undefined;
    const handle = keeper.keep(name, (given) => {
      lease = given;
      return finish.promise;
    });
    await until(() => lease);

    const stopped = handle.stop();
    const beganAt = Date.now();
    await until(() => Date.now() - beganAt > TTL_MS * 1.5, { what: 'more than a time to live' });

    expect(lease?.signal.aborted).toBe(true);
    expect(lease?.remainingMs()).toBeGreaterThan(0);
    expect(await store.acquire(name, '00000000-0000-4000-8000-000000000000', TTL_MS)).toBeUndefined();
    finish.resolve();
    await stopped;
    expect(await store.acquire(name, '00000000-0000-4000-8000-000000000000', TTL_MS)).toEqual({
      epoch: '2',
      tookOver: false,
    });
  });

  it('given work that returns or throws, when that happens, then the lease is acquired again with a new epoch', async () => {
    const { keeper } = aKeeper();
    const epochs: string[] = [];
    kept.push(
      keeper.keep(name, async ({ epoch }) => {
        epochs.push(epoch);
        if (epochs.length === 2) throw new Error('broken');
      }),
    );

    await until(() => epochs.length >= 3);

    expect(epochs.slice(0, 3)).toEqual(['1', '2', '3']);
  });

  it('given a fenced transaction, when another holder wants the lease, then it gets it only after the end of the transaction', async () => {
    const holder = '00000000-0000-4000-8000-000000000001';
    const { store } = aKeeper();
    const acquired = await store.acquire(name, holder, 1);
    const lease = { name, epoch: acquired?.epoch ?? '' };

    await dataSource.transaction(async (tx) => {
      expect(await leaseIsCurrent(tx, lease)).toBe(true);
      await until(
        async () =>
          (
            await dataSource.query<unknown[]>(
              'SELECT 1 FROM leases WHERE name = $1 AND expires_at < clock_timestamp()',
              [name],
            )
          ).length > 0,
      );
      expect(await store.acquire(name, '00000000-0000-4000-8000-000000000002', TTL_MS)).toBeUndefined();
      expect(await store.renew(name, holder, lease.epoch, 1)).toBe(true);
    });

    await until(() => store.acquire(name, '00000000-0000-4000-8000-000000000002', TTL_MS));
    expect(await dataSource.transaction((tx) => leaseIsCurrent(tx, lease))).toBe(false);
    expect(await store.renew(name, holder, lease.epoch, TTL_MS)).toBe(false);
  });

  it('given a released lease, when its old holder fences, then it is not current', async () => {
    const holder = '00000000-0000-4000-8000-000000000001';
    const { store } = aKeeper();
    const acquired = await store.acquire(name, holder, TTL_MS);
    await store.release(name, holder, acquired?.epoch ?? '');

    expect(await dataSource.transaction((tx) => leaseIsCurrent(tx, { name, epoch: acquired?.epoch ?? '' }))).toBe(
      false,
    );
  });
});
