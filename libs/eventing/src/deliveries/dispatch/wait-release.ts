import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { DeliveryEntity } from '../database/delivery.entity.js';
import type { LinkOf } from '../links/link-store.js';
import { DeliveryStates, type LeaseRef } from '../states/delivery-states.js';

const ROWS = 500;

const OVER = `
  SELECT d.id FROM deliveries AS d
    JOIN links AS l ON l.target_connection = d.target_connection AND l.type = d.waiting_type
     AND l.source_connection = d.waiting_connection AND l.source_id = d.waiting_source_id
   WHERE d.target_connection = $1 AND d.state = 'waiting' AND l.confirmed
   ORDER BY d.id LIMIT ${ROWS} FOR UPDATE OF d SKIP LOCKED`;

const WAITING_FOR = `
  SELECT d.id FROM deliveries AS d
    JOIN unnest($1::text[], $2::text[], $3::text[], $4::text[])
         AS there (target_connection, waiting_type, waiting_connection, waiting_source_id)
   USING (target_connection, waiting_type, waiting_connection, waiting_source_id)
   WHERE d.state = 'waiting'
   ORDER BY d.id LIMIT ${ROWS} FOR UPDATE OF d SKIP LOCKED`;

/**
 * Ends waits whose record is there. The query is what counts: nothing is lost when nobody was told; looking at once
 * when a link is confirmed only saves the time until the next query.
 */
@Injectable()
export class WaitRelease {
  constructor(private readonly states: DeliveryStates) {}

  /** Releases up to a few hundred deliveries; true when there may be more. */
  async releaseDue(tx: EntityManager, connection: string, lease: LeaseRef): Promise<boolean> {
    return this.release(tx, await tx.query(OVER, [connection]), lease);
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
    await this.release(tx, rows, lease);
  }

  private async release(tx: EntityManager, rows: readonly { id: string }[], lease: LeaseRef): Promise<boolean> {
    if (rows.length === 0) return false;
    const waiting = await tx.getRepository(DeliveryEntity).findBy({ id: In(rows.map(({ id }) => id)) });
    await this.states.change(tx, waiting, { to: 'pending' }, lease);
    return rows.length === ROWS;
  }
}
