import { DELIVERY_STATES, FAILURE_CLASSES, RECORD_TYPES } from '@ledgerbridge/contracts';
import type { DeliveryState, FailureClass, RecordType } from '@ledgerbridge/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { recordOf, type DeliveryEntity } from '../database/delivery.entity.js';

/** A wait longer than this is somebody's business. */
const OVERDUE_MS = 3_600_000;

export class RecordView {
  @ApiProperty() connection!: string;
  @ApiProperty({ enum: RECORD_TYPES as unknown as string[] }) type!: RecordType;
  @ApiProperty() sourceId!: string;
}

export class WaitView extends RecordView {
  @ApiProperty({ format: 'date-time' }) since!: string;
  @ApiProperty({ description: 'It has waited for more than an hour' }) overdue!: boolean;
}

export class StepView {
  @ApiProperty() step!: string;
  @ApiProperty({ description: 'Idempotency key of the request' }) key!: string;
  @ApiProperty({ enum: ['done', 'current', 'later'] }) progress!: 'done' | 'current' | 'later';
}

/** One delivery as people see it; no bodies, since those hold personal data. */
export class DeliveryView {
  @ApiProperty() id!: string;
  @ApiProperty() connection!: string;
  @ApiProperty({ type: RecordView }) record!: RecordView;
  @ApiProperty() eventId!: string;
  @ApiProperty() change!: string;
  @ApiProperty() sequence!: string;
  @ApiProperty({ enum: DELIVERY_STATES as unknown as string[] }) state!: DeliveryState;
  @ApiPropertyOptional() reason?: string;
  @ApiPropertyOptional({ enum: FAILURE_CLASSES as unknown as string[] }) failureClass?: FailureClass;
  @ApiPropertyOptional({ type: 'object', additionalProperties: true }) details?: Record<string, unknown>;
  @ApiProperty() attempt!: number;
  @ApiPropertyOptional({ format: 'date-time' }) nextAttemptAt?: string;
  @ApiPropertyOptional({ type: WaitView, description: 'Absent while waiting: held by the settings of the connection' })
  waitingOn?: WaitView;
  @ApiPropertyOptional() targetId?: string;
  @ApiProperty({ format: 'date-time' }) landedAt!: string;
  @ApiProperty({ format: 'date-time' }) updatedAt!: string;
}

export class AheadView {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: DELIVERY_STATES as unknown as string[] }) state!: DeliveryState;
}

export class DeliveryDetailView extends DeliveryView {
  @ApiPropertyOptional({ enum: DELIVERY_STATES as unknown as string[] }) previousState?: DeliveryState;
  @ApiPropertyOptional({ type: AheadView, description: 'Delivery of the same customer that has to end first' })
  ahead?: AheadView;
  @ApiProperty({ type: [StepView], description: 'Requests of the write, in order; empty before it was decided' })
  steps!: StepView[];
}

export class DeliveryListView {
  @ApiProperty({ type: [DeliveryView] }) items!: DeliveryView[];
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'Deliveries of the connection by state',
  })
  counts!: Record<DeliveryState, number>;
  @ApiPropertyOptional() next?: string;
}

export function deliveryView(delivery: DeliveryEntity, now: Date): DeliveryView {
  return {
    id: delivery.id,
    connection: delivery.targetConnection,
    record: recordOf(delivery),
    eventId: delivery.eventId,
    change: delivery.change,
    sequence: delivery.sequence,
    state: delivery.state,
    ...(delivery.reason === null ? {} : { reason: delivery.reason }),
    ...(delivery.failureClass === null ? {} : { failureClass: delivery.failureClass }),
    ...(delivery.details === null ? {} : { details: delivery.details }),
    attempt: delivery.attempt,
    ...(delivery.nextAttemptAt === null ? {} : { nextAttemptAt: delivery.nextAttemptAt.toISOString() }),
    ...waitOf(delivery, now),
    ...(delivery.targetId === null ? {} : { targetId: delivery.targetId }),
    landedAt: delivery.createdAt.toISOString(),
    updatedAt: delivery.updatedAt.toISOString(),
  };
}

/**
 * @param delivery with its requests loaded
 * @param ahead the delivery it has to wait for, if any
 */
export function deliveryDetailView(
  delivery: DeliveryEntity,
  ahead: DeliveryEntity | null,
  now: Date,
): DeliveryDetailView {
  const current = delivery.state === 'delivered' ? Infinity : delivery.step;
  const steps = (delivery.requests ?? []).map(({ step, key }, index): StepView => {
    return { step, key, progress: index < current ? 'done' : index === current ? 'current' : 'later' };
  });
  return {
    ...deliveryView(delivery, now),
    ...(delivery.previousState === null ? {} : { previousState: delivery.previousState }),
    ...(ahead === null ? {} : { ahead: { id: ahead.id, state: ahead.state } }),
    steps,
  };
}

function waitOf(delivery: DeliveryEntity, now: Date): { waitingOn?: WaitView } {
  const { waitingConnection, waitingType, waitingSourceId, waitingSince } = delivery;
  if (waitingConnection === null || waitingType === null || waitingSourceId === null || waitingSince === null)
    return {};
  const overdue = now.getTime() - waitingSince.getTime() > OVERDUE_MS;
  const record = { connection: waitingConnection, type: waitingType, sourceId: waitingSourceId };
  return { waitingOn: { ...record, since: waitingSince.toISOString(), overdue } };
}
