import { Injectable } from '@nestjs/common';
import { DELIVERY_STATES, type DeliveryState } from '@ledgerbridge/contracts';
import { DataSource, In, Not } from 'typeorm';
import { DeliveryEntity } from '../database/delivery.entity.js';
import { narrow } from './delivery-filter.js';
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

  /** Newest first, by the order of arrival, which never changes: so pages do not overlap while states change. */
  async page({ after, limit, ...selection }: DeliveryQuery): Promise<DeliveryPage> {
    const found = narrow(this.database.getRepository(DeliveryEntity).createQueryBuilder('d'), selection);
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

  /** The delivery of the same customer whose call is under way or in doubt, which a due one has to wait for. */
  async ahead({ id, state, targetConnection, serialKey }: DeliveryEntity): Promise<DeliveryEntity | null> {
    if (state !== 'pending' && state !== 'retrying') return null;
    const flying = In(['writing', 'in_doubt'] satisfies DeliveryState[]);
    return this.database
      .getRepository(DeliveryEntity)
      .findOneBy({ id: Not(id), targetConnection, serialKey, state: flying });
  }
}
