import { Injectable } from '@nestjs/common';
import type { Connection } from '@ledgerbridge/connections';
import { DataSource } from 'typeorm';
import { DeliveryStates, type LeaseRef } from '../states/delivery-states.js';
import { AFRESH } from '../states/state-change.js';
import { DeliveryPicker } from './delivery-picker.js';
import { WaitRelease } from './wait-release.js';

const ROWS = 500;

type ConnectionVersion = Pick<Connection<object>, 'id' | 'version'>;

/** What a holder does for its connection besides writing. */
@Injectable()
export class DeliveryChores {
  constructor(
    private readonly database: DataSource,
    private readonly picker: DeliveryPicker,
    private readonly states: DeliveryStates,
    private readonly waits: WaitRelease,
  ) {}

  /**
   * Deliveries left in `writing` by a holder that is gone come into doubt, and are looked into after `afterMs`. Whoever
   * was gone may have waited long between noting the call and making it (for its turn, for a Retry-After), but made
   * none after its lease had ended; so the time counts from our first sight of it, under a lease of our own.
   */
  async adoptOrphans(connection: string, inHand: readonly string[], afterMs: number, lease: LeaseRef): Promise<number> {
    return this.database.transaction(async (tx) => {
      const orphans = await this.picker.orphans(tx, connection, inHand);
      const change = { to: 'in_doubt', reason: 'TAKEN_OVER', nextAttemptInMs: afterMs, readBacks: 0 } as const;
      return (await this.states.change(tx, orphans, change, lease)).length;
    });
  }

  /** Waits whose record is there by now, some hundred of them; true when there may be more. */
  async releaseWaits(connection: string, lease: LeaseRef): Promise<boolean> {
    return this.database.transaction((tx) => this.waits.releaseDue(tx, connection, lease));
  }

  /** A connection that changed since may have removed the cause. */
  async releaseMisconfigured({ id, version }: ConnectionVersion, lease: LeaseRef): Promise<void> {
    let released: number;
    do {
      released = await this.database.transaction(async (tx) => {
        const failed = await this.picker.misconfigured(tx, id, version, ROWS);
        return (await this.states.change(tx, failed, { ...AFRESH, reason: 'CONNECTION_CHANGED' }, lease)).length;
      });
    } while (released === ROWS);
  }
}
