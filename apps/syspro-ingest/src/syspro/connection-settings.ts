import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsTimeZone,
  IsUrl,
  Max,
  Min,
  MinLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { isCronPattern } from '@ledgerbridge/sync';
import { MappingSettings } from './mapping-settings.js';

const IsHttpUrl = (): PropertyDecorator =>
  IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true },
    { message: '$property must be an http or https URL without credentials' },
  );

const IsCron = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCron',
    validator: { validate: isCronPattern, defaultMessage: () => '$property must be a cron pattern of 5 or 6 fields' },
  });

/** The OData service, and how this installation of it wants to be asked. */
export class ODataSettings {
  /** Everything before the table name, company included. */
  @IsHttpUrl()
  baseUrl!: string;

  @IsString()
  @MinLength(1)
  username!: string;

  @IsString()
  @MinLength(1)
  password!: string;

  /** How a day is written in `$filter`: `2026-03-01T00:00:00Z` or `2026-03-01`; `auto` tries which one is taken. */
  @IsIn(['auto', 'datetime', 'date'])
  dateLiteral: 'auto' | 'datetime' | 'date' = 'auto';

  /** `auto` pages by key and falls back to `$skip` when the service refuses `gt` on the key. */
  @IsIn(['auto', 'key', 'skip'])
  paging: 'auto' | 'key' | 'skip' = 'auto';

  /** Ask only for the columns that are mapped. Turn off where a column does not exist in the installed version. */
  @IsBoolean()
  select = true;

  /** Longest URL sent, in characters as encoded. IIS takes 2,048 for the query string unless told otherwise. */
  @IsInt()
  @Min(500)
  @Max(8000)
  maxUrlLength = 2000;

  /** Largest `$filter`, counted in nodes of its expression tree. Microsoft's OData library takes 100 by default. */
  @IsInt()
  @Min(40)
  @Max(10_000)
  maxFilterNodes = 100;

  @IsInt()
  @Min(1)
  @Max(512)
  maxResponseMegabytes = 64;

  /** How often one request is tried when the failure may pass (time-out, 5xx, broken connection). */
  @IsInt()
  @Min(1)
  @Max(10)
  attempts = 3;

  @IsInt()
  @Min(0)
  @Max(60_000)
  retryDelayMs = 500;
}

/** e.net business objects, for writing back; not used for reading by this version. */
export class EnetSettings {
  @IsHttpUrl()
  baseUrl!: string;

  @IsIn(['rest'])
  protocol = 'rest' as const;

  @IsString()
  @MinLength(1)
  operator!: string;

  @IsString()
  operatorPassword!: string;

  @IsString()
  @MinLength(1)
  companyId!: string;

  @IsOptional()
  @IsString()
  companyPassword?: string;
}

export class ReadSettings {
  @IsIn(['odata', 'enet'])
  via: 'odata' | 'enet' = 'odata';

  /** Turn off where the operator may not read ArInvoicePay: then no payments are told, everything else is. */
  @IsBoolean()
  payments = true;
}

/** When and how far back is polled. */
export class PollSettings {
  @IsCron()
  cron = '*/5 * * * *';

  /** The company's; also the zone of its calendar days. */
  @IsTimeZone()
  timeZone = 'Africa/Johannesburg';

  /** Whole days read again before the day the last completed run began. */
  @IsInt()
  @Min(0)
  @Max(366)
  overlapDays = 3;

  /** Earlier periods read again beside the current one: posting to them is legal. */
  @IsInt()
  @Min(0)
  @Max(24)
  rescanPeriods = 3;

  /** Months to add to a calendar month to get the AR period: 10 where the first period of year N is March of N − 1. */
  @IsInt()
  @Min(-24)
  @Max(24)
  periodShiftMonths = 0;

  /** Documents or customers a page, and a transaction. */
  @IsInt()
  @Min(1)
  @Max(5000)
  pageSize = 500;
}

export class TimeoutSettings {
  @IsInt()
  @Min(1)
  @Max(600)
  requestSeconds = 60;

  @IsInt()
  @Min(1)
  @Max(120)
  connectSeconds = 10;
}

/** Settings of a `system: syspro` connection, without `id` and `system`. */
export class SysproSettings {
  @IsObject()
  @ValidateNested()
  @Type(() => ODataSettings)
  odata!: ODataSettings;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => EnetSettings)
  enet?: EnetSettings;

  @IsObject()
  @ValidateNested()
  @Type(() => ReadSettings)
  read: ReadSettings = new ReadSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => PollSettings)
  poll: PollSettings = new PollSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => TimeoutSettings)
  timeouts: TimeoutSettings = new TimeoutSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => MappingSettings)
  mapping: MappingSettings = new MappingSettings();
}
