import type { PostgresAccount } from './postgres-account.js';

export interface HandedOverDirectory {
  /** What the server is told: the directory itself, or the name of the descriptor it inherits. */
  readonly path: string;
  /** Spread into the spawn options. */
  readonly spawn: { readonly handOver?: string };
}

/**
 * A directory below private ones (such as /root) cannot be walked to by another account. On Linux it is opened by us
 * and inherited as descriptor 3, whose name under /proc leads straight into it, whatever lies above.
 */
export function handOverDirectory(dir: string, account: PostgresAccount): HandedOverDirectory {
  if (account.uid === undefined || process.platform !== 'linux') return { path: dir, spawn: {} };
  return { path: '/proc/self/fd/3', spawn: { handOver: dir } };
}
