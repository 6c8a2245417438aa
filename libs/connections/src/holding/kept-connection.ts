import type { Logger } from '@ledgerbridge/service';
import type { Connection } from '../connection.js';
import type { KeptLease, LeaseKeeper } from '../leases/lease-keeper.js';
import type { Lease } from '../leases/lease.js';
import type { ConnectionActivity, HeldConnection } from './connection-activity.js';
import { runActivity } from './run-activity.js';

export interface KeptConnectionDependencies<S extends object> {
  readonly keeper: LeaseKeeper;
  readonly logger: Logger;
  /** The connection as it is now; undefined when it is gone. */
  readonly current: (id: string) => Connection<S> | undefined;
  readonly activities: () => readonly ConnectionActivity<S>[];
}

/** Keeps the lease of one connection and, while it is held, runs every activity with the connection as it is. */
export class KeptConnection<S extends object> {
  private readonly kept: KeptLease;
  private renewal = new AbortController();
  private holding: HeldConnection<S> | undefined;

  constructor(
    private readonly id: string,
    private readonly dependencies: KeptConnectionDependencies<S>,
  ) {
    this.kept = dependencies.keeper.keep(`connection:${id}`, (lease) => this.whileHeld(lease));
  }

  get held(): HeldConnection<S> | undefined {
    return this.holding?.signal.aborted === false ? this.holding : undefined;
  }

  /** Ends the activities and starts them with what is current then; without effect while the lease is elsewhere. */
  restart(): void {
    this.renewal.abort(new Error('the connection changed'));
  }

  /** Ends the activities, waits for their work in flight and releases the lease. */
  stop(): Promise<void> {
    return this.kept.stop();
  }

  private async whileHeld(lease: Lease): Promise<void> {
    while (!lease.signal.aborted) {
      this.renewal = new AbortController();
      const connection = this.dependencies.current(this.id);
      if (connection === undefined) return;
      const signal = AbortSignal.any([lease.signal, this.renewal.signal]);
      const held: HeldConnection<S> = Object.freeze({ connection, lease, signal });
      this.holding = held;
      const { activities, logger } = this.dependencies;
      await Promise.all(activities().map((activity) => runActivity(activity, held, logger)));
      await aborted(signal);
      this.holding = undefined;
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
