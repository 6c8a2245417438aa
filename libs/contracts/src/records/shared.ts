import { IsArray, IsIn, IsOptional, IsString, Length, Matches, MaxLength, MinLength } from 'class-validator';
import { CONNECTION_ID_PATTERN, RECORD_TYPES, type RecordType } from './record-ref.js';
import { IsDecimal } from './validators.js';

/** A postal address; `country` only as ISO 3166-1 alpha-2, `region` as the source writes it. */
export class Address {
  /** Street lines, top to bottom, none empty. */
  @IsArray()
  @IsString({ each: true })
  lines!: string[];

  @IsOptional()
  @IsString()
  @MaxLength(200)
  city?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  region?: string;

  @IsOptional()
  @IsString()
  @MaxLength(40)
  postalCode?: string;

  @IsOptional()
  @Length(2, 2)
  @Matches(/^[A-Z]{2}$/)
  country?: string;
}

/** The record of another connection that this one was made from by one of our deliveries. */
export class Origin {
  @Matches(CONNECTION_ID_PATTERN)
  connection!: string;

  @IsIn(RECORD_TYPES)
  type!: RecordType;

  @IsString()
  @MinLength(1)
  sourceId!: string;
}

/** A tax amount, of one line or of a document. */
export class Tax {
  /** The tax code or name of the source. */
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name!: string;

  /** Percent, where the source states one. */
  @IsOptional()
  @IsDecimal()
  rate?: string;

  @IsDecimal()
  amount!: string;
}

/** A price reduction, positive. */
export class Discount {
  @IsString()
  @MinLength(1)
  @MaxLength(250)
  description!: string;

  @IsDecimal()
  amount!: string;
}

export const LINE_KINDS = ['item', 'freight', 'miscellaneous', 'summary', 'plan', 'addon', 'charge', 'adhoc'] as const;

/** Amounts of a document in its currency, as they add up: lines − discount + tax + rounding = total. */
export class DocumentTotals {
  /** Sum of the lines' amounts, before every discount and tax. */
  @IsDecimal()
  lines!: string;

  /** All discounts, of lines and of the document. */
  @IsDecimal()
  discount!: string;

  @IsDecimal()
  tax!: string;

  @IsDecimal()
  rounding!: string;

  @IsDecimal()
  total!: string;
}
