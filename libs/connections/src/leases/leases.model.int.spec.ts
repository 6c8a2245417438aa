import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger, KnownSecrets, openDatabase } from '@ledgerbridge/service';
import { createTestDatabase, type TestDatabase } from '@ledgerbridge/testing';
import fc from 'fast-check';
import type { DataSource, QueryRunner } from 'typeorm';
import { leasesEntities, leasesMigrations } from '../database/connections-database.js';
import { leaseIsCurrent } from './lease-is-current.js';
import { LeaseStore } from './lease-store.js';

const NAME = 'connection:acme';
const LONG_MS = 600_000;
const HOLDERS = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`);

type Step =
  | { readonly do: 'acquire' | 'renew' | 'release' | 'change' | 'open-change'; readonly by: number }
  | { readonly do: 'race' | 'let-expire' | 'end-changes' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('acquire' as const, 'renew' as const, 'release' as const, 'change' as const),
      by: fc.nat(2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('open-change' as const), by: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('race' as const, 'let-expire' as const) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'end-changes' as const }) },
);

/** A holder and the epoch it was given: what it claims from then on, however long ago that was. */
interface Claim {
  readonly holder: string;
  readonly epoch: string;
}

const NO_CLAIM: Claim = { holder: HOLDERS[0] ?? '', epoch: '0' };

/** What must hold of the one lease: which claim is the current one, and whether anybody may take it now. */
class Model {
  epoch = 0;
  current: Claim | undefined;
  expired = true;
  readonly claims: Claim[] = [];
  /** Transactions of the current holder that have fenced and not ended. */
  open = 0;

  get mayBeTaken(): boolean {
    return this.expired && this.open === 0;
  }

  take(holder: string): void {
    this.epoch += 1;
    this.expired = false;
    this.current = { holder, epoch: String(this.epoch) };
    this.claims.push(this.current);
  }
}

/** The lease table, and three holders that may believe in any epoch they were ever given. */
class Run {
  private readonly model = new Model();
  private readonly opened: QueryRunner[] = [];

  constructor(
    private readonly database: DataSource,
    private readonly store: LeaseStore,
  ) {}

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'acquire':
        return this.acquire([step.by]);
      case 'race':
        return this.acquire([0, 1, 2]);
      case 'renew':
        return this.renew(step.by);
      case 'release':
        return this.release(step.by);
      case 'change':
        return this.change(step.by);
      case 'open-change':
        return this.openChange(step.by);
      case 'let-expire':
        return this.letExpire();
      case 'end-changes':
        return this.endChanges();
    }
  }

  async endChanges(): Promise<void> {
    for (const runner of this.opened.splice(0)) {
      await runner.commitTransaction();
      await runner.release();
    }
    this.model.open = 0;
  }

  /** Several ask at once: one of them has it, if anybody may. */
  private async acquire(askers: readonly number[]): Promise<void> {
    const { model } = this;
    const wasHeld = model.current !== undefined;
    const answers = await Promise.all(askers.map((by) => this.store.acquire(NAME, HOLDERS[by] ?? '', LONG_MS)));
    const winners = askers.filter((_, index) => answers[index] !== undefined);
    expect(winners).toHaveLength(model.mayBeTaken ? 1 : 0);
    const [winner] = winners;
    if (winner === undefined) return;
    model.take(HOLDERS[winner] ?? '');
    const answer = answers[askers.indexOf(winner)];
    expect(answer).toEqual({ epoch: String(model.epoch), tookOver: wasHeld });
  }

  private async renew(by: number): Promise<void> {
    const claim = this.claim(by);
    const renewed = await this.store.renew(NAME, claim.holder, claim.epoch, LONG_MS);
    expect(renewed).toBe(claim === this.model.current);
    if (renewed) this.model.expired = false;
  }

  private async release(by: number): Promise<void> {
    const claim = this.claim(by);
    await this.store.release(NAME, claim.holder, claim.epoch);
    if (claim !== this.model.current) return;
    this.model.current = undefined;
    this.model.expired = true;
  }

  private async change(by: number): Promise<void> {
    const claim = this.claim(by);
    const lease = { name: NAME, epoch: claim.epoch };
    const passes = await this.database.transaction((tx) => leaseIsCurrent(tx, lease));
    expect(passes).toBe(claim === this.model.current);
  }

  private async openChange(by: number): Promise<void> {
    const claim = this.claim(by);
    const runner = this.database.createQueryRunner();
    this.opened.push(runner);
    await runner.startTransaction();
    const passes = await leaseIsCurrent(runner.manager, { name: NAME, epoch: claim.epoch });
    expect(passes).toBe(claim === this.model.current);
    if (passes) this.model.open += 1;
  }

  /** Postgres' clock is the only one; moving the row moves it. */
  private async letExpire(): Promise<void> {
    await this.database.query(`UPDATE leases SET expires_at = clock_timestamp() WHERE name = $1`, [NAME]);
    this.model.expired = true;
  }

  /** Of all claims ever given; mostly a stale one. */
  private claim(by: number): Claim {
    return this.model.claims.at(-1 - by) ?? NO_CLAIM;
  }
}

describe('leases, against a model', () => {
  let testDatabase: TestDatabase;
  let database: DataSource;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    const logger = createLogger({ service: 'spec', level: 'silent', secrets: new KnownSecrets() });
    const options = { schema: 'leases_model', migrate: true, entities: leasesEntities, migrations: leasesMigrations };
    database = await openDatabase({ url: testDatabase.url, ...options }, logger);
  });

  afterAll(async () => {
    await database.destroy();
    await testDatabase.close();
  });

  it('given any acquisitions, renewals, releases, expiries and changes, then one holds it, each take-over has the next epoch and only that epoch changes anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30, size: 'max' }), async (steps) => {
        await database.query('TRUNCATE leases');
        const run = new Run(database, new LeaseStore(database));
        try {
          for (const each of steps) await run.take(each);
        } finally {
          await run.endChanges();
        }
      }),
      { numRuns: 100, seed: 20_261 },
    );
  }, 180_000);
});
