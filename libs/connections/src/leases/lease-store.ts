import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Injection token of the data source that leases alone use. */
export const LEASE_DATABASE = Symbol('LEASE_DATABASE');

export interface AcquiredLease {
  readonly epoch: string;
  /** The previous holder let it expire instead of releasing it. */
  readonly tookOver: boolean;
}

/** The lease rows. All times are Postgres' own, so replicas need no common clock. */
@Injectable()
export class LeaseStore {
  constructor(@Inject(LEASE_DATABASE) private readonly dataSource: DataSource) {}

  /**
   * Takes the lease when it is free or expired. `FOR UPDATE` waits for nobody, and conflicts with the key-share
   * lock of a fenced transaction of the old holder: while that one is open the lease is not taken.
   */
  async acquire(name: string, holder: string, ttlMs: number): Promise<AcquiredLease | undefined> {
    if (!(await this.isFree(name))) return undefined;
    return this.dataSource.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO leases (name, holder, epoch, expires_at) VALUES ($1, NULL, 0, '-infinity') ON CONFLICT DO NOTHING`,
        [name],
      );
      const [row] = await tx.query<{ holder: string | null }[]>(
        `SELECT holder FROM leases WHERE name = $1 AND expires_at <= clock_timestamp() FOR UPDATE SKIP LOCKED`,
        [name],
      );
      if (row === undefined) return undefined;
      const [[taken]] = await tx.query<[{ epoch: string }[], number]>(
        `UPDATE leases SET holder = $2, epoch = epoch + 1, expires_at = clock_timestamp() + $3 * interval '1 ms'
         WHERE name = $1 RETURNING epoch`,
        [name, holder, ttlMs],
      );
      return taken && { epoch: taken.epoch, tookOver: row.holder !== null };
    });
  }

  /** True when the lease is still this holder's and now lasts `ttlMs` from some moment after the call. */
  async renew(name: string, holder: string, epoch: string, ttlMs: number): Promise<boolean> {
    const [rows] = await this.dataSource.query<[unknown[], number]>(
      `UPDATE leases SET expires_at = clock_timestamp() + $4 * interval '1 ms'
       WHERE name = $1 AND holder = $2 AND epoch = $3 RETURNING 1`,
      [name, holder, epoch, ttlMs],
    );
    return rows.length > 0;
  }

  async release(name: string, holder: string, epoch: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE leases SET holder = NULL, expires_at = clock_timestamp() WHERE name = $1 AND holder = $2 AND epoch = $3`,
      [name, holder, epoch],
    );
  }

  private async isFree(name: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `SELECT 1 FROM leases WHERE name = $1 AND expires_at > clock_timestamp()`,
      [name],
    );
    return rows.length === 0;
  }
}
