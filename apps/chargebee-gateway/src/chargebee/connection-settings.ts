import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsTimeZone,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { CONNECTION_ID_PATTERN, IsCalendarDate } from '@ledgerbridge/contracts';
import { IsAddressRange } from './address-ranges.js';
import { isCronPattern } from '@ledgerbridge/sync';
import { REGIONS, type Region, type SiteAddress } from './base-url.js';

export const BILLING_MODELS = ['imported-invoice', 'subscription', 'charges', 'unbilled-charges'] as const;
export type BillingModel = (typeof BILLING_MODELS)[number];

/** What the site's webhook sends as Basic auth, and from where. */
export class WebhookSettings {
  @IsString()
  @IsNotEmpty()
  username!: string;

  @IsString()
  @IsNotEmpty()
  password!: string;

  /** Addresses and CIDR ranges webhooks are taken from; absent: from anywhere. */
  @ValidateIf((_settings, value) => value !== undefined)
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsAddressRange({ each: true })
  allowedAddresses?: string[];
}

const IsCron = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCron',
    validator: { validate: isCronPattern, defaultMessage: () => '$property must be a cron pattern of 5 or 6 fields' },
  });

/** When the site is read by itself, and how far back beyond the last time. */
export class BackfillSettings {
  @IsCron()
  cron = '*/15 * * * *';

  @IsInt()
  @Min(0)
  overlapMinutes = 30;
}

export class TimeoutSettings {
  /** Longest wait for one answer. */
  @IsInt()
  @Min(1)
  @Max(600)
  requestSeconds = 60;

  /** How long Chargebee may still be busy with a call whose answer was lost. */
  @IsInt()
  @Min(0)
  @Max(600)
  settleSeconds = 30;
}

/**
 * How many calls may be under way at the same time; what is absent follows from `requestsPerMinute`. The ceilings are
 * those of older public pages (test sites: 50 reads and 50 writes; live: 50 and 100), which no current page confirms.
 */
export class ConcurrencySettings {
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(50)
  reads?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  writes?: number;
}

/** Parts of the pace, relative to each other; each is lent to the other while it is not used. */
export class ShareSettings {
  /** For reading the site's own records, and tests of the connection. */
  @IsInt()
  @Min(1)
  @Max(100)
  intake = 50;

  /** For writing, and the reads that belong to it. */
  @IsInt()
  @Min(1)
  @Max(100)
  delivery = 50;
}

/** Which records are written to the site, and how. */
export class AcceptsSettings {
  /** Ids of connections, whether or not this service knows them. */
  @IsArray()
  @ArrayUnique()
  @Matches(CONNECTION_ID_PATTERN, { each: true })
  sources!: string[];

  /** Documents issued earlier are not written; customers always are. */
  @IsCalendarDate()
  documentsFrom!: string;

  @IsIn(BILLING_MODELS)
  billingModel: BillingModel = 'imported-invoice';

  /** Put before every number that becomes a Chargebee id. */
  @IsString()
  @Matches(/^[A-Za-z0-9._-]{0,20}$/)
  idPrefix = '';

  /** Source customer id → id of a customer that is already on the site. */
  @IsObject()
  customers: Record<string, string> = {};

  /** Let Chargebee send its e-mails about what is written here. */
  @IsBoolean()
  sendEmails = false;

  /**
   * Record payments of the source on the site. Invoices are then imported as due, never as `paid`; without it an
   * invoice's own import tells that it was paid.
   */
  @IsBoolean()
  recordPayments = false;

  /** One of the reason codes for credit notes that the site is configured with. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  creditNoteReason = 'Other';

  /** Custom field of invoices (`cf_…`) for a number that differs from the invoice's id; without it `po_number` has it. */
  @ValidateIf((_settings, value) => value !== undefined)
  @Matches(/^cf_[a-z0-9_]{1,47}$/)
  originalNumberField?: string;
}

/** What is told of the site beyond what every site has. */
export class PublishesSettings {
  /** Custom fields of customers (`cf_…`) that their records carry as attributes. */
  @IsArray()
  @ArrayUnique()
  @Matches(/^cf_[A-Za-z0-9_]{1,97}$/, { each: true })
  customFields: string[] = [];
}

/** Settings of one Chargebee site. */
export class ChargebeeSettings implements SiteAddress {
  @IsString()
  @MaxLength(63)
  @Matches(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/)
  site!: string;

  @IsIn(REGIONS)
  region!: Region;

  @IsOptional()
  @IsUrl({
    require_tld: false,
    require_protocol: true,
    protocols: ['https', 'http'],
    disallow_auth: true,
    allow_query_components: false,
    allow_fragments: false,
  })
  @Matches(/\/api\/v2\/*$/, { message: '$property must end with /api/v2' })
  baseUrl?: string;

  @IsString()
  @IsNotEmpty()
  apiKey!: string;

  /** The site's own zone, IANA: decides which day a document shows. */
  @IsTimeZone()
  timeZone!: string;

  @IsInt()
  @Min(1)
  @Max(100_000)
  requestsPerMinute = 150;

  @IsObject()
  @ValidateNested()
  @Type(() => ConcurrencySettings)
  concurrency: ConcurrencySettings = new ConcurrencySettings();

  @IsObject()
  @ValidateNested()
  @Type(() => ShareSettings)
  shares: ShareSettings = new ShareSettings();

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => WebhookSettings)
  webhook?: WebhookSettings;

  @IsObject()
  @ValidateNested()
  @Type(() => BackfillSettings)
  backfill: BackfillSettings = new BackfillSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => PublishesSettings)
  publishes: PublishesSettings = new PublishesSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => TimeoutSettings)
  timeouts: TimeoutSettings = new TimeoutSettings();

  /** Absent: nothing is written to this site. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AcceptsSettings)
  accepts?: AcceptsSettings;
}
