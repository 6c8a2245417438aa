import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsISO8601, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { ALL_TOPICS, CONNECTION_ID_PATTERN, RECORD_TYPES } from '@ledgerbridge/contracts';

/** Filters of `GET /v1/events`; all of them narrow. */
export class EventQuery {
  @ApiPropertyOptional({ enum: ALL_TOPICS as string[] })
  @IsOptional()
  @IsIn(ALL_TOPICS)
  topic?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @Matches(CONNECTION_ID_PATTERN)
  connection?: string;

  @ApiPropertyOptional({ enum: RECORD_TYPES })
  @IsOptional()
  @IsIn(RECORD_TYPES)
  type?: string;

  /** Source id of the record; needs `type`. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  id?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  eventId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  eventType?: string;

  /** Recorded at or after. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  /** Recorded before. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsISO8601({ strict: true })
  to?: string;

  @ApiPropertyOptional({ enum: ['asc', 'desc'] })
  @IsOptional()
  @IsIn(['asc', 'desc'])
  order: 'asc' | 'desc' = 'desc';

  @ApiPropertyOptional({ minimum: 1, maximum: 500 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 50;

  /** `next` of the page before. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  after?: string;
}
