import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { DeliveryEntity } from '../database/delivery.entity.js';

const DUE = `(d.state = 'pending'
  OR (d.state IN ('retrying', 'in_doubt') AND d.next_attempt_at <= clock_timestamp()))`;

// a call may still be under way for that customer, or for an older version of the record that named another one; only
// its own resolution may go on
const FREE = `(d.state = 'in_doubt' OR NOT EXISTS (
  SELECT 1 FROM deliveries AS flying
   WHERE flying.target_connection = d.target_connection AND flying.state IN ('writing', 'in_doubt')
     AND (flying.serial_key = d.serial_key OR (flying.type = d.type
       AND flying.source_connection = d.source_connection AND flying.source_id = d.source_id))))`;

const ORPHANED = `d.state = 'writing' AND NOT (d.id = ANY(:inHand::uuid[]))`;

const BY_SETTINGS = `((d.state = 'failed' AND d.failure_class = 'configuration')
  OR (d.state = 'waiting' AND d.waiting_type IS NULL))`;

/** Finds what a holder has to do. */
@Injectable()
export class DeliveryPicker {
  constructor(private readonly database: DataSource) {}

  /** What can be worked on now, oldest first, leaving out customers that are being worked on. */
  runnable(connection: string, busyKeys: readonly string[], limit: number): Promise<DeliveryEntity[]> {
    return this.of(this.database.manager, connection)
      .addSelect(['d.event', 'd.requests'])
      .andWhere(DUE)
      .andWhere(`NOT (d.serial_key = ANY(:busyKeys))`, { busyKeys: [...busyKeys] })
      .andWhere(FREE)
      .orderBy('d.landedSeq')
      .limit(limit)
      .getMany();
  }

  /** Left in `writing` by nobody who is still at work; locked. */
  orphans(tx: EntityManager, connection: string, inHand: readonly string[]): Promise<DeliveryEntity[]> {
    return this.of(tx, connection)
      .andWhere(ORPHANED, { inHand: [...inHand] })
      .orderBy('d.id')
      .setLock('pessimistic_write', undefined, ['d'])
      .setOnLocked('skip_locked')
      .getMany();
  }

  /** Failed or held under an older version of the connection, for a reason that its change may have removed; locked. */
  misconfigured(tx: EntityManager, connection: string, version: number, limit: number): Promise<DeliveryEntity[]> {
    return this.of(tx, connection)
      .andWhere(BY_SETTINGS)
      .andWhere(`(d.connection_version IS NULL OR d.connection_version < :version)`, { version })
      .orderBy('d.id')
      .limit(limit)
      .setLock('pessimistic_write', undefined, ['d'])
      .setOnLocked('skip_locked')
      .getMany();
  }

  /** The failure that stops the connection, when there is one. */
  stopping(connection: string): Promise<DeliveryEntity | null> {
    return this.of(this.database.manager, connection)
      .andWhere(`d.state = 'failed' AND d.failure_scope = 'connection'`)
      .limit(1)
      .getOne();
  }

  private of(manager: EntityManager, connection: string): SelectQueryBuilder<DeliveryEntity> {
    return manager
      .getRepository(DeliveryEntity)
      .createQueryBuilder('d')
      .where('d.target_connection = :connection', { connection });
  }
}
