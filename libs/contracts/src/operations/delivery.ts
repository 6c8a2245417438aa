import { IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Matches, Min } from 'class-validator';
import { IsPart } from '../records/parts.js';
import { CONNECTION_ID_PATTERN } from '../records/record-ref.js';
import { Origin } from '../records/shared.js';
import { IsInstant } from '../records/validators.js';

export const DELIVERY_STATES = [
  'pending',
  'writing',
  'delivered',
  'unchanged',
  'superseded',
  'skipped',
  'waiting',
  'retrying',
  'in_doubt',
  'failed',
  'ignored',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why no effect is due. */
export const SKIP_RULES = [
  'before-start',
  'void-before-issue',
  'zero-total',
  'not-a-payment',
  'own-echo',
  'imported',
  'driven-by-other-document',
  'deletion-not-propagated',
] as const;
export type SkipRule = (typeof SKIP_RULES)[number];

export const FAILURE_CLASSES = ['data', 'configuration', 'rejected', 'collision'] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** One change of state of one delivery, as told on `bridge.deliveries.v1`. */
export class DeliveryChange {
  @IsUUID()
  deliveryId!: string;

  @Matches(CONNECTION_ID_PATTERN)
  targetConnection!: string;

  /** The record being delivered. */
  @IsPart(() => Origin)
  record!: Origin;

  @IsUUID()
  eventId!: string;

  @IsString()
  sequence!: string;

  @IsIn(DELIVERY_STATES)
  state!: DeliveryState;

  @IsOptional()
  @IsIn(DELIVERY_STATES)
  previousState?: DeliveryState;

  /** Skip rule, error code, name of what is waited for, or why the connection's settings hold it. */
  @IsOptional()
  @IsString()
  reason?: string;

  @IsOptional()
  @IsIn(FAILURE_CLASSES)
  failureClass?: FailureClass;

  @IsOptional()
  @IsObject()
  details?: Record<string, unknown>;

  @IsInt()
  @Min(0)
  attempt!: number;

  @IsOptional()
  @IsInstant()
  nextAttemptAt?: string;

  /** Id of the target object, once reserved. */
  @IsOptional()
  @IsString()
  targetId?: string;

  @IsInstant()
  at!: string;
}
