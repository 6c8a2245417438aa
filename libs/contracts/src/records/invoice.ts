import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { IsPart, IsParts } from './parts.js';
import { Address, Discount, DocumentTotals, LINE_KINDS, Origin, Tax } from './shared.js';
import { IsCalendarDate, IsCurrency, IsDecimal, IsInstant } from './validators.js';

export const INVOICE_KINDS = ['invoice', 'debit-note'] as const;
export const INVOICE_STATUSES = ['open', 'paid', 'voided', 'written-off', 'deleted'] as const;

/** One line of an invoice or credit note. */
export class DocumentLine {
  /** Unique in the document and stable from one reading to the next. */
  @IsString()
  @MinLength(1)
  @MaxLength(60)
  id!: string;

  @IsIn(LINE_KINDS)
  kind!: (typeof LINE_KINDS)[number];

  @IsOptional()
  @IsString()
  @MaxLength(100)
  itemCode?: string;

  @IsString()
  @MinLength(1)
  @MaxLength(500)
  description!: string;

  @IsOptional()
  @IsDecimal()
  quantity?: string;

  /** As the source states it, before discount; never derived by dividing. */
  @IsOptional()
  @IsDecimal()
  unitPrice?: string;

  /** Before discount and tax; negative on a line that takes back. */
  @IsDecimal()
  amount!: string;

  /** Positive, taken off `amount`. */
  @IsOptional()
  @IsDecimal()
  discount?: string;

  @IsParts(() => Tax)
  taxes!: Tax[];

  @IsOptional()
  @IsString()
  @MaxLength(100)
  subscriptionId?: string;

  @IsOptional()
  @IsCalendarDate()
  periodFrom?: string;

  @IsOptional()
  @IsCalendarDate()
  periodTo?: string;
}

/** Full state of one invoice (or debit note) as its source holds it. */
export class Invoice {
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  number!: string;

  @IsIn(INVOICE_KINDS)
  kind!: (typeof INVOICE_KINDS)[number];

  /** Source id of the customer record on the same connection. */
  @IsString()
  @MinLength(1)
  customerId!: string;

  @IsIn(INVOICE_STATUSES)
  status!: (typeof INVOICE_STATUSES)[number];

  @IsCurrency()
  currency!: string;

  @IsCalendarDate()
  issuedOn!: string;

  @IsOptional()
  @IsCalendarDate()
  dueOn?: string;

  @IsParts(() => DocumentLine)
  lines!: DocumentLine[];

  /** Document-level discounts only. */
  @IsParts(() => Discount)
  discounts!: Discount[];

  /** The document's taxes, one row a tax, lines' taxes included. */
  @IsParts(() => Tax)
  taxes!: Tax[];

  @IsPart(() => DocumentTotals)
  totals!: DocumentTotals;

  /** What is still owed at the source. */
  @IsDecimal()
  balance!: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  purchaseOrder?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  salesOrder?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  subscriptionId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  taxNumber?: string;

  @IsOptional()
  @IsPart(() => Address)
  billingAddress?: Address;

  @IsOptional()
  @IsInstant()
  voidedAt?: string;

  @IsOptional()
  @IsPart(() => Origin)
  origin?: Origin;
}
