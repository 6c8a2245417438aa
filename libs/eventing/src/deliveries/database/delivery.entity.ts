import { DELIVERY_STATES } from '@ledgerbridge/contracts';
import type { ChangeOf, DeliveryState, FailureClass, RecordRef, RecordType } from '@ledgerbridge/contracts';
import { Check, Column, Entity, Generated, Index, PrimaryColumn, Unique } from 'typeorm';
import type { FailureScope, StoredRequest } from '../delivery-target.js';

/** The canonical event as it was landed. `value` is the message's own text: nothing is lost by storing it. */
export interface StoredEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/**
 * The work of writing one canonical event into one target connection. `json`, not `jsonb`, where bytes matter: jsonb
 * sorts members and refuses U+0000.
 */
@Entity('deliveries')
@Unique('deliveries_event', ['targetConnection', 'eventId'])
@Check('deliveries_state_known', `state IN (${DELIVERY_STATES.map((state) => `'${state}'`).join(', ')})`)
@Index('deliveries_runnable', ['targetConnection', 'landedSeq'], {
  where: `state IN ('pending', 'retrying', 'in_doubt')`,
})
@Index('deliveries_in_flight', ['targetConnection', 'serialKey'], { where: `state IN ('writing', 'in_doubt')` })
@Index('deliveries_waiting', ['targetConnection', 'waitingType', 'waitingConnection', 'waitingSourceId'], {
  where: `state = 'waiting'`,
})
@Index('deliveries_awaiting', ['targetConnection', 'waitingType', 'waitingConnection', 'waitingSourceId'], {
  where: `state = 'failed' AND waiting_type IS NOT NULL`,
})
@Index('deliveries_supersedable', ['targetConnection', 'type', 'sourceConnection', 'sourceId'], {
  where: `state IN ('pending', 'waiting', 'retrying', 'failed')`,
})
@Index('deliveries_open', ['targetConnection', 'state'], {
  where: `state IN ('pending', 'writing', 'waiting', 'retrying', 'in_doubt', 'failed')`,
})
@Index('deliveries_stopping', ['targetConnection'], { where: `state = 'failed' AND failure_scope = 'connection'` })
@Index('deliveries_listed', ['targetConnection', 'state', 'landedSeq'])
@Index('deliveries_by_record', ['sourceId', 'landedSeq'])
@Index('deliveries_arrival', ['landedSeq'], { unique: true })
export class DeliveryEntity {
  /** UUIDv5 of target connection and event id: the same after a rebuilt schema. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'deliveries_pkey' })
  id!: string;

  /** Order of arrival; what is picked first. */
  @Column('bigint', { name: 'landed_seq' })
  @Generated('increment')
  landedSeq!: string;

  @Column('text', { name: 'target_connection' })
  targetConnection!: string;

  @Column('text', { name: 'source_connection' })
  sourceConnection!: string;

  @Column('text')
  type!: RecordType;

  @Column('text', { name: 'source_id' })
  sourceId!: string;

  @Column('uuid', { name: 'event_id' })
  eventId!: string;

  @Column('text')
  change!: ChangeOf;

  @Column('text')
  sequence!: string;

  @Column('json', { select: false })
  event!: StoredEvent;

  @Column('text', { name: 'serial_key' })
  serialKey!: string;

  @Column('text')
  state!: DeliveryState;

  @Column('text', { name: 'previous_state', nullable: true })
  previousState!: DeliveryState | null;

  /** Counts changes of state; guards against changing what somebody else changed. */
  @Column('int', { default: 1 })
  revision!: number;

  /** Skip rule, error code, name of what is waited for, or why it is held. */
  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('text', { name: 'failure_class', nullable: true })
  failureClass!: FailureClass | null;

  /** `connection`: while this failure stands, nothing is written to the target connection. */
  @Column('text', { name: 'failure_scope', nullable: true })
  failureScope!: FailureScope | null;

  /** Version of the target connection whose settings made it fail or hold it. */
  @Column('bigint', { name: 'connection_version', nullable: true })
  connectionVersion!: string | null;

  @Column('json', { nullable: true })
  details!: Record<string, unknown> | null;

  /** Times a write was begun and counted; a target that is down burns none. */
  @Column('int', { default: 0 })
  attempt!: number;

  /** Read-backs since the delivery came into doubt. */
  @Column('int', { name: 'read_backs', default: 0 })
  readBacks!: number;

  @Column('timestamptz', { name: 'next_attempt_at', nullable: true })
  nextAttemptAt!: Date | null;

  /** With the next two: what a waiting delivery waits for (none: it is held), or the record a failed one awaits. */
  @Column('text', { name: 'waiting_connection', nullable: true })
  waitingConnection!: string | null;

  @Column('text', { name: 'waiting_type', nullable: true })
  waitingType!: RecordType | null;

  @Column('text', { name: 'waiting_source_id', nullable: true })
  waitingSourceId!: string | null;

  @Column('timestamptz', { name: 'waiting_since', nullable: true })
  waitingSince!: Date | null;

  @Column('json', { nullable: true, select: false })
  requests!: readonly StoredRequest[] | null;

  /** Position of the request to send next, or in doubt. */
  @Column('int', { default: 0 })
  step!: number;

  /** When the request at `step` was about to be sent, by Postgres' clock. */
  @Column('timestamptz', { name: 'request_sent_at', nullable: true })
  requestSentAt!: Date | null;

  /** Epoch of the connection's lease under which it was last written. */
  @Column('bigint', { name: 'lease_epoch', nullable: true })
  leaseEpoch!: string | null;

  @Column('text', { name: 'target_id', nullable: true })
  targetId!: string | null;

  @Column('text', { nullable: true })
  fingerprint!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'clock_timestamp()' })
  updatedAt!: Date;
}

export function recordOf(delivery: Pick<DeliveryEntity, 'sourceConnection' | 'type' | 'sourceId'>): RecordRef {
  return { connection: delivery.sourceConnection, type: delivery.type, sourceId: delivery.sourceId };
}

/** What it waits for, or the record it failed for want of. */
export function awaitedRecordOf(delivery: DeliveryEntity): RecordRef | undefined {
  const { waitingConnection: connection, waitingType: type, waitingSourceId: sourceId } = delivery;
  return connection === null || type === null || sourceId === null ? undefined : { connection, type, sourceId };
}
