import { Type } from 'class-transformer';
import { IsIn, IsNotEmpty, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { IsCurrencyCode, IsRules } from './settings-rules.js';

const RECEIPT_TYPES = ['check', 'cash', 'card'] as const;
type ReceiptType = (typeof RECEIPT_TYPES)[number];

/** What a receipt is in GP. */
export class ReceiptKind {
  @IsIn(RECEIPT_TYPES)
  type: ReceiptType = 'check';

  /** GP checkbook (BankAccountKey); absent: GP takes its own default. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(15)
  checkbook?: string;

  /** GP card name, for `card` only. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(15)
  cardType?: string;
}

/** The conditions all hold, those left out always do; the first rule that fits is taken. */
class ReceiptRule extends ReceiptKind {
  /** `card`, `bank_transfer`, … as the source names it, without regard to case. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  method?: string;

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  gateway?: string;

  @IsOptional()
  @IsCurrencyCode()
  currency?: string;
}

/** How payments become cash receipts. */
export class ReceiptSettings {
  @IsRules()
  @ValidateNested({ each: true })
  @Type(() => ReceiptRule)
  rules: ReceiptRule[] = [];

  @IsObject()
  @ValidateNested()
  @Type(() => ReceiptKind)
  default: ReceiptKind = new ReceiptKind();
}
