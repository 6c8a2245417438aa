import { Injectable } from '@nestjs/common';
import { DELIVERY_STATES, type DeliveryState } from '@ledgerbridge/contracts';
import { DataSource } from 'typeorm';
import { DeliveryEntity } from '../database/delivery.entity.js';
import type { DeliveryQuery } from './delivery-query.js';

export interface DeliveryPage {
  readonly items: DeliveryEntity[];
  /** Where the next page begins. */
  readonly next?: string;
}

const COUNTS = `
  SELECT state, count(*)::int AS count FROM deliveries
   WHERE $1::text IS NULL OR target_connection = $1 GROUP BY state`;

/** Reads deliveries for people. */
@Injectable()
export class DeliveryReader {
  constructor(private readonly database: DataSource) {}

  /** Newest first. */
  async page(query: DeliveryQuery): Promise<DeliveryPage> {
    const { connection, state, failureClass, type, recordId, after, limit } = query;
    const found = this.database.getRepository(DeliveryEntity).createQueryBuilder('d');
    if (connection !== undefined) found.andWhere('d.targetConnection = :connection', { connection });
    if (state !== undefined) found.andWhere('d.state = :state', { state });
    // only what failed has a class, and only what failed is indexed for it
    if (failureClass !== undefined)
      found.andWhere(`d.state = 'failed' AND d.failureClass = :failureClass`, { failureClass });
    if (type !== undefined) found.andWhere('d.type = :type', { type });
    if (recordId !== undefined) found.andWhere('d.sourceId = :recordId', { recordId });
    if (after !== undefined) found.andWhere('d.landedSeq < :after', { after });
    const rows = await found
      .orderBy('d.landedSeq', 'DESC')
      .limit(limit + 1)
      .getMany();
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return rows.length > limit && last !== undefined ? { items, next: last.landedSeq } : { items };
  }

  /** How many deliveries are in each state; every state is named. */
  async counts(connection: string | undefined): Promise<Record<DeliveryState, number>> {
    const rows: { state: DeliveryState; count: number }[] = await this.database.query(COUNTS, [connection ?? null]);
    const counts = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0])) as Record<DeliveryState, number>;
    for (const { state, count } of rows) counts[state] = count;
    return counts;
  }

  /** With its requests. */
  async find(id: string): Promise<DeliveryEntity | null> {
    const found = this.database.getRepository(DeliveryEntity).createQueryBuilder('d').addSelect('d.requests');
    return found.where('d.id = :id', { id }).getOne();
  }
}
