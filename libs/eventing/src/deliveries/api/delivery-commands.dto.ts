import { CONNECTION_ID_PATTERN, FAILURE_CLASSES } from '@ledgerbridge/contracts';
import type { DeliveryState, FailureClass } from '@ledgerbridge/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInstance, IsOptional, Matches, ValidateNested } from 'class-validator';
import { CONNECTION_ID, DeliveryFilter } from './delivery-filter.js';
import { IGNORABLE_STATES } from './delivery-intent.js';
import { IsText } from './text.validator.js';

const LONGEST_REASON = 500;
const FILTER = { message: '$property must be an object with at least the connection' };

/** Failed and held deliveries of one target connection. */
export class RetryFilter extends DeliveryFilter {
  @ApiProperty({ description: 'Target connection' })
  @Matches(CONNECTION_ID_PATTERN, CONNECTION_ID)
  connection!: string;
}

/** Failed and waiting deliveries of one target connection. */
export class IgnoreFilter extends RetryFilter {
  @ApiPropertyOptional({ enum: IGNORABLE_STATES as unknown as string[], description: 'Both when left out' })
  @IsOptional()
  @IsIn(IGNORABLE_STATES)
  state?: (typeof IGNORABLE_STATES)[number];
}

export class RetryDeliveriesRequest {
  @ApiProperty({ type: RetryFilter })
  @Type(() => RetryFilter)
  @IsInstance(RetryFilter, FILTER)
  @ValidateNested()
  filter!: RetryFilter;

  @ApiPropertyOptional({ description: 'Only counts what the filter matches' })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}

export class IgnoreDeliveryRequest {
  @ApiProperty({ minLength: 1, maxLength: LONGEST_REASON, description: 'Why nothing is to be written' })
  @IsText(LONGEST_REASON)
  reason!: string;
}

export class IgnoreDeliveriesRequest extends IgnoreDeliveryRequest {
  @ApiProperty({ type: IgnoreFilter })
  @Type(() => IgnoreFilter)
  @IsInstance(IgnoreFilter, FILTER)
  @ValidateNested()
  filter!: IgnoreFilter;

  @ApiPropertyOptional({ description: 'Only counts what the filter matches' })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}

class ReasonCountView {
  @ApiProperty() state!: DeliveryState;
  @ApiPropertyOptional() reason?: string;
  @ApiPropertyOptional({ enum: FAILURE_CLASSES as unknown as string[] }) failureClass?: FailureClass;
  @ApiProperty() count!: number;
}

class CommandView {
  @ApiProperty({ description: 'Deliveries that the filter matched when the call began' }) matched!: number;
  @ApiProperty({ type: [ReasonCountView], description: 'The hundred most frequent ones' })
  byReason!: ReasonCountView[];
  @ApiProperty() dryRun!: boolean;
  @ApiProperty({ description: 'Of those: a newer version of the record had taken over' }) superseded!: number;
  @ApiPropertyOptional({ description: 'On `bridge.commands.v1`, and in `details` of each change' })
  commandId?: string;
}

export class RetriedView extends CommandView {
  @ApiProperty({ description: 'Deliveries that run again' }) retried!: number;
}

export class IgnoredView extends CommandView {
  @ApiProperty({ description: 'Deliveries that are never written' }) ignored!: number;
}
