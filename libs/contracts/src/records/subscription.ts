import { IsIn, IsInt, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { IsPart, IsParts } from './parts.js';
import { Origin } from './shared.js';
import { IsCurrency, IsDecimal, IsInstant } from './validators.js';

export const SUBSCRIPTION_STATUSES = [
  'future',
  'trial',
  'active',
  'non-renewing',
  'paused',
  'cancelled',
  'deleted',
] as const;

export class SubscriptionItem {
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  itemCode!: string;

  @IsIn(['plan', 'addon', 'charge'])
  kind!: 'plan' | 'addon' | 'charge';

  @IsOptional()
  @IsDecimal()
  quantity?: string;

  @IsOptional()
  @IsDecimal()
  unitPrice?: string;
}

/** Full state of one subscription. */
export class Subscription {
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  number!: string;

  @IsString()
  @MinLength(1)
  customerId!: string;

  @IsIn(SUBSCRIPTION_STATUSES)
  status!: (typeof SUBSCRIPTION_STATUSES)[number];

  @IsCurrency()
  currency!: string;

  @IsOptional()
  @IsInt()
  billingPeriod?: number;

  @IsOptional()
  @IsIn(['day', 'week', 'month', 'year'])
  billingPeriodUnit?: 'day' | 'week' | 'month' | 'year';

  @IsParts(() => SubscriptionItem)
  items!: SubscriptionItem[];

  @IsOptional()
  @IsInstant()
  startedAt?: string;

  @IsOptional()
  @IsInstant()
  currentTermEndsAt?: string;

  @IsOptional()
  @IsInstant()
  cancelledAt?: string;

  @IsOptional()
  @IsPart(() => Origin)
  origin?: Origin;
}
