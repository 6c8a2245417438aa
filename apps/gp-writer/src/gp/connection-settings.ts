import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { CONNECTION_ID_PATTERN, IsCalendarDate } from '@ledgerbridge/contracts';
import { MappingSettings } from './mapping-settings.js';

export const FAULT_MEANINGS = [
  'transient',
  'target-down',
  'duplicate',
  'not-found',
  'period-closed',
  'access-denied',
  'data',
  'configuration',
  'rejected',
] as const;
export type FaultMeaning = (typeof FAULT_MEANINGS)[number];

const IsRegex = (): PropertyDecorator =>
  ValidateBy({
    name: 'isRegex',
    validator: { validate: isRegex, defaultMessage: () => '$property must be a regular expression' },
  });

function isRegex(value: unknown): boolean {
  try {
    return typeof value === 'string' && new RegExp(value, 'iu') instanceof RegExp;
  } catch {
    return false;
  }
}

/** What a text of this installation's GP means; asked before the table that comes with the bridge. */
export class FaultSettings {
  /** Regular expression (flags `iu`), found anywhere in a fault string or validation message. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  @IsRegex()
  match!: string;

  @IsIn(FAULT_MEANINGS)
  as!: FaultMeaning;
}

export class TlsSettings {
  /** Certificates (PEM) of who signs the server's; takes the place of the public ones. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100_000)
  ca?: string;
}

export class TimeoutSettings {
  /** Longest wait for one answer. */
  @IsInt()
  @Min(1)
  @Max(600)
  requestSeconds = 120;

  /** How long GP may still be busy with a call whose answer was lost. */
  @IsInt()
  @Min(0)
  @Max(600)
  settleSeconds = 60;
}

/** Which records are written to the company. */
export class AcceptsSettings {
  /** Ids of connections, whether or not this service knows them. */
  @IsArray()
  @ArrayUnique()
  @Matches(CONNECTION_ID_PATTERN, { each: true })
  sources!: string[];

  /** Documents issued earlier are not written; customers always are. */
  @IsCalendarDate()
  documentsFrom!: string;

  /** Write documents too that were born in another system and only imported at the source. */
  @IsBoolean()
  includeImported = false;
}

export const BATCH_PERIODS = ['day', 'month'] as const;
export type BatchPeriod = (typeof BATCH_PERIODS)[number];

/** How documents are gathered into batches, which a person posts in GP. */
export class BatchSettings {
  /** Begins every batch id; short, since GP keeps 15 characters and a policy may put its own prefix before it. */
  @Matches(/^[A-Z0-9]{1,4}$/)
  prefix = 'CB';

  /** Of the GL posting date. */
  @IsIn(BATCH_PERIODS)
  per: BatchPeriod = 'day';
}

export const CLOSED_PERIOD_RULES = ['hold', 'next-open-day'] as const;
export type ClosedPeriodRule = (typeof CLOSED_PERIOD_RULES)[number];

/** No call of the service tells which fiscal periods are open. */
export class PeriodSettings {
  /** Last day of the last closed period; absent: all are open. */
  @IsOptional()
  @IsCalendarDate()
  closedThrough?: string;

  /** `hold` keeps a document back until its period is open; `next-open-day` moves its GL posting date. */
  @IsIn(CLOSED_PERIOD_RULES)
  whenClosed: ClosedPeriodRule = 'hold';
}

/** What is unverified about the service's reading of requests. */
export class WireSettings {
  /** Leave out members without a value instead of sending them as nil. */
  @IsBoolean()
  omitNil = false;
}

/** Settings of one GP company. */
export class GpSettings {
  /** The legacy endpoint; the only one that answers SOAP 1.1. */
  @IsIn(['soap'])
  protocol = 'soap' as const;

  /** With or without `/DynamicsGPService.asmx`. */
  @IsUrl({
    require_tld: false,
    require_protocol: true,
    protocols: ['https', 'http'],
    disallow_auth: true,
    allow_query_components: false,
    allow_fragments: false,
  })
  endpoint!: string;

  @IsIn(['ntlm', 'basic'])
  auth: 'ntlm' | 'basic' = 'ntlm';

  /** Windows domain as it is written there, or the server's name for an account of its own; empty with `user@domain`. */
  @IsString()
  @MaxLength(255)
  @Matches(/^[^\\/\p{Cc}]*$/u)
  domain = '';

  /** Without the domain. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(255)
  @Matches(/^[^\\/\p{Cc}]+$/u, { message: '$property must be without a domain; that has a setting of its own' })
  username!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(255)
  password!: string;

  /** `DYNAMICS..SY01500.CMPANYID`; -1 is the sample company. */
  @IsInt()
  @Min(-1)
  @Max(2_147_483_647)
  companyId!: number;

  /** The user's label, shown, not checked. */
  @IsOptional()
  @IsString()
  @MaxLength(80)
  companyDatabase?: string;

  @IsObject()
  @ValidateNested()
  @Type(() => TlsSettings)
  tls: TlsSettings = new TlsSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => TimeoutSettings)
  timeouts: TimeoutSettings = new TimeoutSettings();

  /** Absent: nothing is written to this company. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AcceptsSettings)
  accepts?: AcceptsSettings;

  @IsObject()
  @ValidateNested()
  @Type(() => BatchSettings)
  batches: BatchSettings = new BatchSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => PeriodSettings)
  periods: PeriodSettings = new PeriodSettings();

  /** Calls under way at the same time, each on a socket of its own. */
  @IsInt()
  @Min(1)
  @Max(16)
  maxConcurrent = 4;

  /** Id of the security role whose policies are asked for; absent: the service takes its default policies. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(255)
  roleKey?: string;

  /** Language of the service's messages; the table of faults knows English ones. */
  @Matches(/^[a-z]{2,3}-[A-Z]{2}$/)
  culture = 'en-US';

  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => FaultSettings)
  faults: FaultSettings[] = [];

  @IsObject()
  @ValidateNested()
  @Type(() => WireSettings)
  wire: WireSettings = new WireSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => MappingSettings)
  mapping: MappingSettings = new MappingSettings();
}
