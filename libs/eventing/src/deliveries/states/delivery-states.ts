import { Inject, Injectable } from '@nestjs/common';
import type { ChangeOf, DeliveryState, RecordRef } from '@ledgerbridge/contracts';
import { leaseIsCurrent, type Lease } from '@ledgerbridge/connections';
import { SERVICE_CONFIG, type ServiceConfig } from '@ledgerbridge/service';
import type { EntityManager } from 'typeorm';
import { Outbox } from '../../outbox/outbox.js';
import type { DeliveryEntity, StoredEvent } from '../database/delivery.entity.js';
import { deliveryChangeMessage } from './delivery-change.message.js';
import { ADVANCE, CHANGE, CHANGE_COLUMNS, columnArrays, LAND, LANDING_COLUMNS } from './delivery-states.sql.js';
import { LeaseLostError } from './lease-lost.error.js';
import { applyChange, type StateChange } from './state-change.js';

/** A delivery as it comes into being. */
export interface LandingDelivery {
  readonly id: string;
  readonly targetConnection: string;
  readonly record: RecordRef;
  readonly eventId: string;
  readonly change: ChangeOf;
  readonly sequence: string;
  readonly event: StoredEvent;
  readonly serialKey: string;
  readonly state: Extract<DeliveryState, 'pending' | 'superseded'>;
  readonly reason?: string;
}

/** The lease under which a change is made. */
export type LeaseRef = Pick<Lease, 'name' | 'epoch'>;

interface ChangedRow {
  readonly id: string;
  readonly next_attempt_at: Date | null;
  readonly waiting_since: Date | null;
  readonly request_sent_at: Date | null;
  readonly updated_at: Date;
}

/**
 * The only writer of delivery states. Each change is guarded by the delivery's revision, by the lease when it is the
 * holder's (from a take-over on, an older epoch can change nothing), and told on `bridge.deliveries.v1` in the same transaction.
 */
@Injectable()
export class DeliveryStates {
  constructor(
    @Inject(SERVICE_CONFIG) private readonly config: Pick<ServiceConfig, 'service'>,
    private readonly outbox: Outbox,
  ) {}

  /** Inserts what is not there yet; answers the ids that are new. */
  async land(tx: EntityManager, deliveries: readonly LandingDelivery[]): Promise<ReadonlySet<string>> {
    if (deliveries.length === 0) return new Set();
    const rows: { id: string; updated_at: Date }[] = await tx.query(LAND, columnArrays(LANDING_COLUMNS, deliveries));
    const landedAt = new Map(rows.map((row) => [row.id, row.updated_at]));
    const born = deliveries.filter((delivery) => landedAt.has(delivery.id));
    const messages = born.map((delivery) =>
      deliveryChangeMessage(this.config.service, firstState(delivery, landedAt.get(delivery.id) as Date)),
    );
    await this.outbox.append(tx, messages);
    return new Set(landedAt.keys());
  }

  /**
   * Changes these deliveries in the same way and answers them as they are now. Those that somebody else changed since
   * they were read stay as they are and are not in the answer.
   * @throws DeliveryStateError ILLEGAL_TRANSITION
   * @throws LeaseLostError LEASE_LOST
   */
  async change(
    tx: EntityManager,
    deliveries: readonly DeliveryEntity[],
    change: StateChange,
    lease?: LeaseRef,
  ): Promise<DeliveryEntity[]> {
    return this.changeEach(
      tx,
      deliveries.map((delivery) => ({ delivery, change })),
      lease,
    );
  }

  /** As `change`, each in its own way. */
  async changeEach(
    tx: EntityManager,
    changes: readonly { readonly delivery: DeliveryEntity; readonly change: StateChange }[],
    lease?: LeaseRef,
  ): Promise<DeliveryEntity[]> {
    if (changes.length === 0) return [];
    await assertCurrent(tx, lease);
    const asked = changes.map(({ delivery, change }) => applyChange(delivery, change));
    const rows: ChangedRow[] = await tx.query(CHANGE, columnArrays(CHANGE_COLUMNS, asked));
    const times = new Map(rows.map((row) => [row.id, row]));
    const changed = asked.flatMap(({ after }) => {
      const row = times.get(after.id);
      return row === undefined ? [] : [withTimes(after, row)];
    });
    await this.outbox.append(
      tx,
      changed.map((delivery) => deliveryChangeMessage(this.config.service, delivery)),
    );
    return changed;
  }

  /**
   * Notes that the request at `step` is about to be sent; undefined when somebody else changed the delivery.
   * @throws LeaseLostError LEASE_LOST
   */
  async advance(
    tx: EntityManager,
    delivery: DeliveryEntity,
    step: number,
    lease: LeaseRef,
  ): Promise<DeliveryEntity | undefined> {
    await assertCurrent(tx, lease);
    const parameters = [delivery.id, delivery.revision, step];
    const rows: Pick<ChangedRow, 'request_sent_at' | 'updated_at'>[] = await tx.query(ADVANCE, parameters);
    const [row] = rows;
    if (row === undefined) return undefined;
    return { ...delivery, step, requestSentAt: row.request_sent_at, updatedAt: row.updated_at };
  }
}

async function assertCurrent(tx: EntityManager, lease: LeaseRef | undefined): Promise<void> {
  if (lease !== undefined && !(await leaseIsCurrent(tx, lease))) throw new LeaseLostError(lease.name);
}

function withTimes(delivery: DeliveryEntity, row: ChangedRow): DeliveryEntity {
  return {
    ...delivery,
    nextAttemptAt: row.next_attempt_at,
    waitingSince: row.waiting_since,
    requestSentAt: row.request_sent_at,
    updatedAt: row.updated_at,
  };
}

function firstState(delivery: LandingDelivery, at: Date): DeliveryEntity {
  const { record, ...rest } = delivery;
  return {
    ...rest,
    sourceConnection: record.connection,
    type: record.type,
    sourceId: record.sourceId,
    reason: delivery.reason ?? null,
    previousState: null,
    revision: 1,
    attempt: 0,
    failureClass: null,
    details: null,
    nextAttemptAt: null,
    targetId: null,
    updatedAt: at,
  } as unknown as DeliveryEntity;
}
