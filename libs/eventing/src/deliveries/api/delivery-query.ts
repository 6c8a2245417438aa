import { CONNECTION_ID_PATTERN, DELIVERY_STATES, type DeliveryState } from '@ledgerbridge/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { CONNECTION_ID, DeliveryFilter } from './delivery-filter.js';

/** Filters of `GET /v1/deliveries`; all of them narrow the items, `connection` the counts too. */
export class DeliveryQuery extends DeliveryFilter {
  /** Target connection. */
  @ApiPropertyOptional()
  @IsOptional()
  @Matches(CONNECTION_ID_PATTERN, CONNECTION_ID)
  connection?: string;

  @ApiPropertyOptional({ enum: DELIVERY_STATES as unknown as string[] })
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  state?: DeliveryState;

  @ApiPropertyOptional({ minimum: 1, maximum: 500, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 50;

  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @Matches(/^\d{1,18}$/, { message: '$property must be the `next` of the page before' })
  after?: string;
}
