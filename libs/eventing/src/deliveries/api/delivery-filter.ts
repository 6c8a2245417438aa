import { CONNECTION_ID_PATTERN, FAILURE_CLASSES, IsInstant, RECORD_TYPES } from '@ledgerbridge/contracts';
import type { DeliveryState, FailureClass, RecordType } from '@ledgerbridge/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import type { SelectQueryBuilder } from 'typeorm';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import { IsText } from './text.validator.js';

export const CONNECTION_ID = { message: '$property must be a connection id: 1 to 40 of a-z, 0-9 and -' };

/** Which deliveries are meant; every member narrows. */
export class DeliveryFilter {
  @ApiPropertyOptional({ enum: FAILURE_CLASSES as unknown as string[], description: 'Failed ones of this class' })
  @IsOptional()
  @IsIn(FAILURE_CLASSES)
  failureClass?: FailureClass;

  @ApiPropertyOptional({ description: 'The `reason` exactly as deliveries show it', example: 'TARGET_IMMUTABLE' })
  @IsOptional()
  @IsText(1_000)
  reason?: string;

  @ApiPropertyOptional({ enum: RECORD_TYPES as unknown as string[] })
  @IsOptional()
  @IsIn(RECORD_TYPES)
  type?: RecordType;

  @ApiPropertyOptional({ description: 'Source id of the record' })
  @IsOptional()
  @IsText(1_000)
  recordId?: string;

  @ApiPropertyOptional({ description: 'Connection the record comes from' })
  @IsOptional()
  @Matches(CONNECTION_ID_PATTERN, CONNECTION_ID)
  sourceConnection?: string;

  @ApiPropertyOptional({ description: 'Source id of a customer: its own deliveries and those of its documents' })
  @IsOptional()
  @IsText(1_000)
  customer?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Landed then or later' })
  @IsOptional()
  @IsInstant()
  landedFrom?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Landed earlier' })
  @IsOptional()
  @IsInstant()
  landedBefore?: string;
}

/** A filter together with the members that some requests add to it. */
export interface DeliverySelection extends DeliveryFilter {
  /** Target connection. */
  readonly connection?: string;
  readonly state?: DeliveryState;
  /** Leaves out what waits for a record. */
  readonly heldOnly?: true;
}

/** Rule by member of the filter, over the alias `d`. */
const CONDITIONS: Readonly<Record<keyof DeliverySelection, string>> = {
  connection: 'd.targetConnection = :connection',
  state: 'd.state = :state',
  heldOnly: `(d.state <> 'waiting' OR d.waitingType IS NULL)`,
  // only what failed has a class, and only what failed is indexed for it
  failureClass: `d.state = 'failed' AND d.failureClass = :failureClass`,
  reason: 'd.reason = :reason',
  type: 'd.type = :type',
  recordId: 'd.sourceId = :recordId',
  sourceConnection: 'd.sourceConnection = :sourceConnection',
  customer: `d.serialKey = d.sourceConnection || '/customer/' || :customer`,
  landedFrom: 'd.createdAt >= :landedFrom',
  landedBefore: 'd.createdAt < :landedBefore',
};

export function narrow(
  found: SelectQueryBuilder<DeliveryEntity>,
  selection: DeliverySelection,
): SelectQueryBuilder<DeliveryEntity> {
  for (const member of Object.keys(CONDITIONS) as (keyof DeliverySelection)[]) {
    const value = selection[member];
    if (value !== undefined) found.andWhere(CONDITIONS[member], { [member]: value });
  }
  return found;
}
