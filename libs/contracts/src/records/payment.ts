import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { IsPart, IsParts } from './parts.js';
import { Origin } from './shared.js';
import { IsCalendarDate, IsCurrency, IsDecimal, IsInstant } from './validators.js';

export const PAYMENT_KINDS = ['payment', 'refund', 'reversal'] as const;
export const PAYMENT_STATUSES = ['succeeded', 'failed', 'voided', 'deleted'] as const;

/** Part of a payment applied to one document. */
export class PaymentAllocation {
  @IsIn(['invoice', 'credit-note'])
  documentType!: 'invoice' | 'credit-note';

  /** Source id of the document record on the same connection. */
  @IsString()
  @MinLength(1)
  documentId!: string;

  @IsDecimal()
  amount!: string;

  /** Where the paid document came from, when another connection gave birth to it. */
  @IsOptional()
  @IsPart(() => Origin)
  origin?: Origin;
}

/** Full state of one movement of money; the amount is positive whatever the kind. */
export class Payment {
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  number!: string;

  @IsIn(PAYMENT_KINDS)
  kind!: (typeof PAYMENT_KINDS)[number];

  @IsString()
  @MinLength(1)
  customerId!: string;

  @IsIn(PAYMENT_STATUSES)
  status!: (typeof PAYMENT_STATUSES)[number];

  @IsCurrency()
  currency!: string;

  @IsDecimal()
  amount!: string;

  @IsCalendarDate()
  paidOn!: string;

  /** `card`, `cash`, `check`, `bank_transfer`, … as the source names it. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  method?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  gateway?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  reference?: string;

  /** Source id of the payment that a refund or reversal takes back. */
  @IsOptional()
  @IsString()
  reversesPaymentId?: string;

  @IsParts(() => PaymentAllocation)
  allocations!: PaymentAllocation[];

  @IsOptional()
  @IsInstant()
  voidedAt?: string;

  @IsOptional()
  @IsPart(() => Origin)
  origin?: Origin;
}
