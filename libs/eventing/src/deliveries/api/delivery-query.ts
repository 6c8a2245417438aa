import { CONNECTION_ID_PATTERN, DELIVERY_STATES, FAILURE_CLASSES, RECORD_TYPES } from '@ledgerbridge/contracts';
import type { DeliveryState, FailureClass, RecordType } from '@ledgerbridge/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

/** Filters of `GET /v1/deliveries`; all of them narrow the items, `connection` the counts too. */
export class DeliveryQuery {
  /** Target connection. */
  @ApiPropertyOptional()
  @IsOptional()
  @Matches(CONNECTION_ID_PATTERN)
  connection?: string;

  @ApiPropertyOptional({ enum: DELIVERY_STATES as unknown as string[] })
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  state?: DeliveryState;

  @ApiPropertyOptional({ enum: FAILURE_CLASSES as unknown as string[] })
  @IsOptional()
  @IsIn(FAILURE_CLASSES)
  failureClass?: FailureClass;

  @ApiPropertyOptional({ enum: RECORD_TYPES as unknown as string[] })
  @IsOptional()
  @IsIn(RECORD_TYPES)
  type?: RecordType;

  @ApiPropertyOptional({ description: 'Source id of the record' })
  @IsOptional()
  @IsString()
  recordId?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 500 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 50;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @Matches(/^\d{1,19}$/)
  after?: string;
}
