import type { EntityManager } from 'typeorm';
import type { Lease } from './lease.js';

/**
 * Fences a transaction: true when no one has taken the lease over, and then nobody can until the transaction ends
 * (the key-share lock blocks a take-over, not the holder's own renewals). Call it before the first write of state
 * that a stale holder must not touch, and write nothing when it is false.
 */
export async function leaseIsCurrent(tx: EntityManager, lease: Pick<Lease, 'name' | 'epoch'>): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `SELECT 1 FROM leases WHERE name = $1 AND epoch = $2 AND holder IS NOT NULL FOR KEY SHARE`,
    [lease.name, lease.epoch],
  );
  return rows.length > 0;
}
