import type { Connection } from '../connection.js';
import type { Lease } from '../leases/lease.js';

/** A connection this process may call, for as long as `signal` is not aborted. */
export interface HeldConnection<S extends object> {
  readonly connection: Connection<S>;
  readonly lease: Lease;
  /** Aborts when the lease is lost, the connection changed or was removed, or the service shuts down. */
  readonly signal: AbortSignal;
  /**
   * Where `signal` lets a call under way end: aborts when no other call may begin. One that waits for its turn is given
   * up then, at once.
   */
  readonly ending?: AbortSignal;
}

/** Work that goes on while a connection is held: polling, dispatching, answering test requests. */
export interface ConnectionActivity<S extends object> {
  readonly name: string;
  /**
   * Runs until `held.signal` aborts, then resolves when the work in flight has ended. Returning earlier means there
   * is nothing to do for this connection as it is; throwing means it is started again after a pause.
   */
  run(held: HeldConnection<S>): Promise<void>;
}
