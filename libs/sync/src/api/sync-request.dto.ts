import { ApiPropertyOptional } from '@nestjs/swagger';
import { isCalendarDate } from '@ledgerbridge/contracts';
import { IsOptional, IsString, ValidateBy } from 'class-validator';

const IsDay = (): PropertyDecorator =>
  ValidateBy({
    name: 'isDay',
    validator: { validate: isCalendarDate, defaultMessage: () => '$property must be a day as YYYY-MM-DD' },
  });

/** Body of `POST /v1/connections/:id/sync`; empty: every stream, as the schedule would. */
export class SyncRequestDto {
  @ApiPropertyOptional({ description: 'One stream; all of them when left out.', example: 'invoices' })
  @IsOptional()
  @IsString()
  stream?: string;

  @ApiPropertyOptional({ description: 'First calendar day to read, in the connection’s time zone.', format: 'date' })
  @IsOptional()
  @IsDay()
  from?: string;

  @ApiPropertyOptional({ description: 'Last calendar day to read.', format: 'date' })
  @IsOptional()
  @IsDay()
  to?: string;
}
