import { Injectable } from '@nestjs/common';
import type { DeliveryState, FailureClass } from '@ledgerbridge/contracts';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { DeliveryEntity } from '../database/delivery.entity.js';
import { narrow, type DeliverySelection } from './delivery-filter.js';

/** What a filter matches at one moment. */
export interface SetSurvey {
  readonly matched: number;
  /** The most frequent ones; what is waited for is a reason too, so there may be very many. */
  readonly byReason: readonly ReasonCount[];
  /** `landedSeq` of the last one. */
  readonly lastSeq: string;
}

export interface ReasonCount {
  readonly state: DeliveryState;
  readonly reason?: string;
  readonly failureClass?: FailureClass;
  readonly count: number;
}

interface CountRow {
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly failure_class: FailureClass | null;
  readonly count: number;
  readonly matched: number;
  readonly last_seq: string;
}

const MOST_REASONS = 100;

/** Finds the deliveries a person means, however many they are. */
@Injectable()
export class DeliverySets {
  constructor(private readonly database: DataSource) {}

  async survey(selection: DeliverySelection, states: readonly DeliveryState[]): Promise<SetSurvey> {
    const rows = await select(this.database.manager, selection)
      .andWhere('d.state = ANY(:states)', { states: [...states] })
      .select(['d.state AS state', 'd.reason AS reason', 'd.failure_class AS failure_class', 'count(*)::int AS count'])
      .addSelect('sum(count(*)) OVER ()::int AS matched')
      .addSelect('max(max(d.landed_seq)) OVER () AS last_seq')
      .groupBy('d.state')
      .addGroupBy('d.reason')
      .addGroupBy('d.failure_class')
      .orderBy('count(*)', 'DESC')
      .addOrderBy('d.reason')
      .limit(MOST_REASONS)
      .getRawMany<CountRow>();
    const [first] = rows;
    return { matched: first?.matched ?? 0, byReason: rows.map(toReasonCount), lastSeq: first?.last_seq ?? '0' };
  }

  /** The next ones in the order of arrival; not locked. */
  batch(
    tx: EntityManager,
    selection: DeliverySelection,
    { after, upTo, limit }: { readonly after: string; readonly upTo: string; readonly limit: number },
  ): Promise<DeliveryEntity[]> {
    return select(tx, selection)
      .andWhere('d.landedSeq > :after AND d.landedSeq <= :upTo', { after, upTo })
      .orderBy('d.landedSeq')
      .limit(limit)
      .getMany();
  }
}

function select(manager: EntityManager, selection: DeliverySelection): SelectQueryBuilder<DeliveryEntity> {
  return narrow(manager.getRepository(DeliveryEntity).createQueryBuilder('d'), selection);
}

function toReasonCount({ state, reason, failure_class: failureClass, count }: CountRow): ReasonCount {
  return { state, count, ...(reason === null ? {} : { reason }), ...(failureClass === null ? {} : { failureClass }) };
}
