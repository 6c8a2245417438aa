import { IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { IsPart } from './parts.js';
import { Address, Origin } from './shared.js';
import { IsAttributes, IsCurrency } from './validators.js';

export const CUSTOMER_STATUSES = ['active', 'on-hold', 'deleted'] as const;

/** Full state of one customer (a billed account, not a person). */
export class Customer {
  /** The customer's number in its own system. */
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  number!: string;

  @IsIn(CUSTOMER_STATUSES)
  status!: (typeof CUSTOMER_STATUSES)[number];

  /** Company or trading name. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  name?: string;

  @IsOptional()
  @IsString()
  @MaxLength(250)
  firstName?: string;

  @IsOptional()
  @IsString()
  @MaxLength(250)
  lastName?: string;

  /** All addresses the source names, the billing one first. */
  @IsArray()
  @IsString({ each: true })
  emails!: string[];

  @IsOptional()
  @IsString()
  @MaxLength(100)
  phone?: string;

  @IsOptional()
  @IsPart(() => Address)
  billingAddress?: Address;

  @IsOptional()
  @IsPart(() => Address)
  shippingAddress?: Address;

  /** The currency the customer is billed in. */
  @IsOptional()
  @IsCurrency()
  currency?: string;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  taxNumber?: string;

  @IsBoolean()
  taxExempt!: boolean;

  /** Days from issue to due by the customer's terms. */
  @IsOptional()
  @IsInt()
  paymentTermsDays?: number;

  /** BCP 47. */
  @IsOptional()
  @Matches(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  locale?: string;

  /** Fields of the source's own making that its connection is told to carry, by the source's names for them. */
  @IsOptional()
  @IsAttributes()
  attributes?: Record<string, string>;

  @IsOptional()
  @IsPart(() => Origin)
  origin?: Origin;
}
