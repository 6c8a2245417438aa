import { Injectable } from '@nestjs/common';
import type { RecordRef } from '@ledgerbridge/contracts';
import { In, type EntityManager } from 'typeorm';
import { awaitedRecordOf, DeliveryEntity } from '../database/delivery.entity.js';
import type { LinkOf } from '../links/link-store.js';
import { DeliveryStates, type LeaseRef } from '../states/delivery-states.js';
import { AFRESH, type StateChange } from '../states/state-change.js';
import { nameOf } from './decision-change.js';
import { AWAITED_ENDED, AWAITED_LANDED } from './release-reasons.js';
import { ENDED, LANDED, ROWS, THERE, WAITING_FOR } from './wait-release.sql.js';

type ChangeOf = (awaited: RecordRef | undefined) => StateChange;

const isThere: ChangeOf = () => ({ to: 'pending' });
const because =
  (reason: string): ChangeOf =>
  (awaited) => ({ ...AFRESH, reason, ...(awaited && { details: { awaited: nameOf(awaited) } }) });

const DUE: readonly (readonly [string, ChangeOf])[] = [
  [THERE, isThere],
  [ENDED, because(AWAITED_ENDED)],
  [LANDED, because(AWAITED_LANDED)],
];

/**
 * Ends waits whose record is there or will not come, and failures that await a record which has landed. The query is
 * what counts: nothing is lost when nobody was told; looking at once when a link is confirmed only saves the time until
 * the next query.
 */
@Injectable()
export class WaitRelease {
  constructor(private readonly states: DeliveryStates) {}

  /** Releases up to a few hundred deliveries of each kind; true when there may be more. */
  async releaseDue(tx: EntityManager, connection: string, lease: LeaseRef): Promise<boolean> {
    let more = false;
    for (const [query, change] of DUE) {
      more = (await this.release(tx, await tx.query(query, [connection]), change, lease)) || more;
    }
    return more;
  }

  /** Called in the transaction that confirms these links. */
  async releaseWaitingFor(tx: EntityManager, links: readonly LinkOf[], lease: LeaseRef): Promise<void> {
    if (links.length === 0) return;
    const rows: { id: string }[] = await tx.query(WAITING_FOR, [
      links.map(({ targetConnection }) => targetConnection),
      links.map(({ type }) => type),
      links.map(({ sourceConnection }) => sourceConnection),
      links.map(({ sourceId }) => sourceId),
    ]);
    await this.release(tx, rows, isThere, lease);
  }

  private async release(
    tx: EntityManager,
    rows: readonly { id: string }[],
    change: ChangeOf,
    lease: LeaseRef,
  ): Promise<boolean> {
    if (rows.length === 0) return false;
    const waiting = await tx.getRepository(DeliveryEntity).findBy({ id: In(rows.map(({ id }) => id)) });
    const changes = waiting.map((delivery) => ({ delivery, change: change(awaitedRecordOf(delivery)) }));
    await this.states.changeEach(tx, changes, lease);
    return rows.length === ROWS;
  }
}
