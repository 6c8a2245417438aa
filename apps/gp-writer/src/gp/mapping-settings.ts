import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsTimeZone,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { AccountSettings } from './settings/account-settings.js';
import { ReceiptSettings } from './settings/receipt-settings.js';
import { EveryValue, isTextUpTo, IsPrefixFree } from './settings/settings-rules.js';

const TAX_MODES = ['amount', 'details', 'folded'] as const;
export type TaxMode = (typeof TAX_MODES)[number];

const TEXT_MODES = ['unicode', 'windows-1252'] as const;
export type TextMode = (typeof TEXT_MODES)[number];

const NUMBER_PREFIX = /^[A-Z0-9]{1,4}$/;

/** GP customer ids, batch ids, class, address and tax detail ids are CHAR(15). */
const ID_LENGTH = 15;

class EmailSettings {
  /** A longer address is left out of the GP customer; unverified how many GP's own fields hold. */
  @IsInt()
  @Min(1)
  @Max(255)
  maxLength = 200;
}

/** GP tax detail ids, for `tax: details`. */
class TaxDetailSettings {
  /** Name of the tax at the source → tax detail id. */
  @IsObject()
  @EveryValue('a tax detail id of 1 to 15 characters', isTextUpTo(ID_LENGTH))
  names: Record<string, string> = {};

  /** Taken for every other tax. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(ID_LENGTH)
  default?: string;
}

/**
 * Numbers of distribution types. Microsoft's documents disagree: these are eConnect's (taRMDistribution); the web
 * services' own page lists others (1 Sales, 2 Receivable, 3 Cash, 6 Trade, 7 Freight, 8 Misc, 9 Taxes).
 * `debitMemo` is from memory.
 */
class DistributionTypeSettings {
  @IsInt()
  @Min(1)
  cash = 1;

  @IsInt()
  @Min(1)
  receivable = 3;

  @IsInt()
  @Min(1)
  writeOff = 4;

  @IsInt()
  @Min(1)
  sales = 9;

  @IsInt()
  @Min(1)
  discount = 10;

  @IsInt()
  @Min(1)
  freight = 11;

  @IsInt()
  @Min(1)
  miscellaneous = 12;

  @IsInt()
  @Min(1)
  tax = 13;

  /** The side of a debit memo that faces the receivable. */
  @IsInt()
  @Min(1)
  debitMemo = 18;

  /** Sales of a credit memo. */
  @IsInt()
  @Min(1)
  creditMemo = 19;
}

/** Reasons by which credit notes are told apart, in the source's words, without regard to case. */
class CreditNoteReasonSettings {
  /** Debited to the write-off account whole. */
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  writeOff: string[] = ['write_off', 'Write Off'];

  /** Made by the void of an invoice, which is what undoes the document in GP. */
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  invoiceVoid: string[] = ['Invoice Void'];
}

/** How canonical records become GP documents; everything has a default. */
export class MappingSettings {
  /** Source customer id → GP customer id, before every other rule. */
  @IsObject()
  @EveryValue('a GP customer id of 1 to 15 characters', isTextUpTo(ID_LENGTH))
  customers: Record<string, string> = {};

  /** Attribute of the source's customers that holds their GP customer id (`cf_gp_customer`). */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  customerIdField?: string;

  /** Longest generated customer id. */
  @IsInt()
  @Min(12)
  @Max(ID_LENGTH)
  customerIdLength = ID_LENGTH;

  /** Longest document number. GP's documents say 15, 17 and 20; their own sample has 17. */
  @IsInt()
  @Min(15)
  @Max(20)
  documentNumberLength = 17;

  /** Source connection → what its numbers begin with. None may begin with another: their numbers could meet. */
  @IsObject()
  @IsPrefixFree()
  @EveryValue('1 to 4 of A-Z and 0-9', (value) => typeof value === 'string' && NUMBER_PREFIX.test(value))
  numberPrefixes: Record<string, string> = {};

  /** For the connections without one. */
  @Matches(NUMBER_PREFIX)
  numberPrefix = 'CB';

  /** Zone, IANA, by whose calendar the instant of a void or deletion is a day: that of the sources. */
  @IsTimeZone()
  timeZone = 'UTC';

  /** Customer class of customers that are created here; absent: GP's default. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(ID_LENGTH)
  customerClass?: string;

  /** The address of a GP customer that is ours to write. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(ID_LENGTH)
  addressId = 'PRIMARY';

  @IsObject()
  @ValidateNested()
  @Type(() => EmailSettings)
  email: EmailSettings = new EmailSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => ReceiptSettings)
  receipts: ReceiptSettings = new ReceiptSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => AccountSettings)
  accounts: AccountSettings = new AccountSettings();

  /** The tax as an amount, with a tax detail for each tax, or as part of the sales amount. */
  @IsIn(TAX_MODES)
  tax: TaxMode = 'amount';

  @IsObject()
  @ValidateNested()
  @Type(() => TaxDetailSettings)
  taxDetails: TaxDetailSettings = new TaxDetailSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => DistributionTypeSettings)
  distributionTypes: DistributionTypeSettings = new DistributionTypeSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => CreditNoteReasonSettings)
  creditNoteReasons: CreditNoteReasonSettings = new CreditNoteReasonSettings();

  /** What GP's database keeps of texts; unverified. `windows-1252`: what that code page lacks is sent as `?`. */
  @IsIn(TEXT_MODES)
  text: TextMode = 'unicode';
}
