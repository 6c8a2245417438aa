import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { IsPart, IsParts } from './parts.js';
import { DocumentLine } from './invoice.js';
import { Discount, DocumentTotals, Origin, Tax } from './shared.js';
import { IsCalendarDate, IsCurrency, IsDecimal, IsInstant } from './validators.js';

export const CREDIT_NOTE_STATUSES = ['open', 'settled', 'voided', 'deleted'] as const;

/** Part of a credit note applied to one invoice. */
export class CreditAllocation {
  /** Source id of the invoice record on the same connection. */
  @IsString()
  @MinLength(1)
  invoiceId!: string;

  @IsDecimal()
  amount!: string;
}

/** Full state of one credit note; every amount is positive. */
export class CreditNote {
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  number!: string;

  @IsString()
  @MinLength(1)
  customerId!: string;

  /** Source id of the invoice it corrects, where the source names one. */
  @IsOptional()
  @IsString()
  invoiceId?: string;

  @IsIn(CREDIT_NOTE_STATUSES)
  status!: (typeof CREDIT_NOTE_STATUSES)[number];

  /** Why it exists, in the source's words (`write_off`, `Invoice Void`, …). */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  reason?: string;

  @IsCurrency()
  currency!: string;

  @IsCalendarDate()
  issuedOn!: string;

  @IsParts(() => DocumentLine)
  lines!: DocumentLine[];

  @IsParts(() => Discount)
  discounts!: Discount[];

  @IsParts(() => Tax)
  taxes!: Tax[];

  @IsPart(() => DocumentTotals)
  totals!: DocumentTotals;

  @IsParts(() => CreditAllocation)
  allocations!: CreditAllocation[];

  @IsOptional()
  @IsInstant()
  voidedAt?: string;

  @IsOptional()
  @IsPart(() => Origin)
  origin?: Origin;
}
