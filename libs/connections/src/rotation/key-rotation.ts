import { isBridgeError } from '@ledgerbridge/contracts';
import type { DataSource } from 'typeorm';
import { ConnectionEntity } from '../database/connection.entity.js';
import type { KeyRing } from '../sealing/key-ring.js';
import { rewrap, type SealedSecrets } from '../sealing/sealed-secrets.js';

type Wrapped = Pick<SealedSecrets, 'keyId' | 'dataKey'>;

export interface RotationFailure {
  readonly connection: string;
  readonly code: string;
  /** Id of the key that wraps the data key. */
  readonly keyId: string;
}

/** What a rotation did; `failed` is empty when the first key alone opens everything. */
export interface RotationReport {
  readonly rewrapped: number;
  readonly already: number;
  readonly failed: readonly RotationFailure[];
}

/**
 * Wraps the data keys of stored connections by the ring's first key, each by compare-and-set: what a service writes
 * meanwhile stays, and is wrapped in its turn. Secrets and versions are not touched, so nobody notices.
 */
export class KeyRotation {
  private rewrapped = 0;
  private already = 0;
  private readonly failed: RotationFailure[] = [];

  constructor(
    private readonly database: DataSource,
    private readonly ring: KeyRing,
  ) {}

  /**
   * Nothing is changed unless this ring opens every data key: a ring that does not is the wrong one, and wrapping by
   * its first key might lock the running services out.
   */
  async run(): Promise<RotationReport> {
    const rows = await this.rows();
    for (const row of rows) this.tryRewrap(row);
    if (this.failed.length === 0) {
      for (const row of rows) await this.rotate(row);
      // what was written meanwhile by a service whose first key is an older one
      for (const row of await this.rows()) if (!this.isDone(row)) await this.rotate(row);
    }
    const { rewrapped, already, failed } = this;
    return { rewrapped, already, failed };
  }

  /** Tries again with what somebody else wrote meanwhile. */
  private async rotate(read: ConnectionEntity): Promise<void> {
    let row: ConnectionEntity | null = read;
    while (row !== null) {
      if (this.isDone(row)) {
        this.already += 1;
        return;
      }
      const wrapped = this.tryRewrap(row);
      if (wrapped === undefined) return;
      if (await this.replace(row, wrapped)) {
        this.rewrapped += 1;
        return;
      }
      row = await this.database.getRepository(ConnectionEntity).findOneBy({ id: row.id });
    }
  }

  private tryRewrap(row: ConnectionEntity): Wrapped | undefined {
    try {
      return rewrap(this.ring, row.id, row);
    } catch (error) {
      if (!isBridgeError(error)) throw error;
      this.failed.push({ connection: row.id, code: error.code, keyId: row.keyId });
      return undefined;
    }
  }

  private async replace(row: ConnectionEntity, wrapped: Wrapped): Promise<boolean> {
    const { id, version, keyId, dataKey } = row;
    const was = { id, version, keyId, dataKey };
    const { affected } = await this.database
      .getRepository(ConnectionEntity)
      .update(was, { keyId: wrapped.keyId, dataKey: wrapped.dataKey });
    return affected === 1;
  }

  private rows(): Promise<ConnectionEntity[]> {
    return this.database.getRepository(ConnectionEntity).find({ order: { id: 'ASC' } });
  }

  private isDone(row: ConnectionEntity): boolean {
    return row.keyId === this.ring.sealing.id;
  }
}
