import { isCurrencyCode, isDecimalString } from '@ledgerbridge/contracts';
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  Min,
  MinLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';

const EveryValue = (what: string, test: (value: unknown) => boolean): PropertyDecorator =>
  ValidateBy({
    name: 'everyValue',
    validator: {
      validate: (value: unknown) => typeof value === 'object' && value !== null && Object.values(value).every(test),
      defaultMessage: () => `every value of $property must be ${what}`,
    },
  });

const IsCurrencyCode = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCurrencyCode',
    validator: { validate: isCurrencyCode, defaultMessage: () => '$property must be an ISO 4217 code' },
  });

const IsAmount = (): PropertyDecorator =>
  ValidateBy({
    name: 'isAmount',
    validator: {
      validate: (value: unknown) => isDecimalString(value) && !value.startsWith('-'),
      defaultMessage: () => '$property must be a decimal in quotes, not negative',
    },
  });

export const ADDRESS_ROLES = ['line', 'city', 'region', 'country', 'postalCode', 'ignore'] as const;
export type AddressRole = (typeof ADDRESS_ROLES)[number];

/** What each of SYSPRO's free address lines holds here; the defaults are the labels SYSPRO gives them. */
export class AddressLineSettings {
  @IsIn(ADDRESS_ROLES)
  addr1: AddressRole = 'line';

  @IsIn(ADDRESS_ROLES)
  addr2: AddressRole = 'line';

  @IsIn(ADDRESS_ROLES)
  addr3: AddressRole = 'city';

  @IsIn(ADDRESS_ROLES)
  addr3Loc: AddressRole = 'line';

  @IsIn(ADDRESS_ROLES)
  addr4: AddressRole = 'region';

  @IsIn(ADDRESS_ROLES)
  addr5: AddressRole = 'country';
}

/** A table of codes beside the documents. `table: ''` where it cannot be read: then nothing is taken from it. */
export class TermsTableSettings {
  @IsString()
  table = 'TblArTerms';

  @IsString()
  codeColumn = 'TermsCode';

  @IsString()
  daysColumn = 'DueDays';

  /** Days from issue to due by terms code; beats the table. */
  @IsObject()
  @EveryValue('a number of days', (value) => Number.isInteger(value) && (value as number) >= 0)
  days: Record<string, number> = {};
}

export class ItemTableSettings {
  @IsString()
  table = 'InvMaster';

  @IsString()
  codeColumn = 'StockCode';

  @IsString()
  textColumn = 'Description';
}

export const LINE_TYPE_KINDS = ['item', 'freight', 'miscellaneous', 'comment'] as const;
export type LineTypeKind = (typeof LINE_TYPE_KINDS)[number];

export const PAYMENT_VALUES = ['PostValue', 'TrnValue'] as const;
export type PaymentValue = (typeof PAYMENT_VALUES)[number];

/** How rows of ArInvoicePay are read. */
export class PaymentMappingSettings {
  /** TrnType of rows that are payments, without regard to case; others (adjustments, …) are counted as carried later. */
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  types: string[] = ['P'];

  /** Column of the amount: `PostValue` is in PostCurrency (blank: the document's), `TrnValue` in the document's. */
  @IsIn(PAYMENT_VALUES)
  value: PaymentValue = 'PostValue';

  /** Sign of a payment's amount; an amount of the other sign takes a payment back. */
  @IsIn(['positive', 'negative'])
  sign: 'positive' | 'negative' = 'positive';
}

/** How this company's rows are read; everything has a default. */
export class MappingSettings {
  /** ISO code meant by a blank currency. Without it a document with a blank currency is rejected. */
  @IsOptional()
  @IsCurrencyCode()
  localCurrency?: string;

  /** SYSPRO currency code → ISO 4217, beside the ISO codes themselves and `$` USD, `R` ZAR, `£` GBP, `€` EUR. */
  @IsObject()
  @EveryValue('an ISO 4217 code', isCurrencyCode)
  currencies: Record<string, string> = {};

  /** Country as written → ISO 3166-1 alpha-2, beside the known names and codes. */
  @IsObject()
  @EveryValue('an ISO 3166-1 alpha-2 code', (value) => typeof value === 'string' && /^[A-Z]{2}$/.test(value))
  countries: Record<string, string> = {};

  /** LineType → kind, beside 4 freight, 5 miscellaneous, 6 comment; anything else is an item. */
  @IsObject()
  @EveryValue(`one of ${LINE_TYPE_KINDS.join(', ')}`, (value) => LINE_TYPE_KINDS.includes(value as LineTypeKind))
  lineTypes: Record<string, LineTypeKind> = {};

  /** Currency of the values in ArTrnDetail. `local` ones are converted with the document's own rate. */
  @IsIn(['local', 'document'])
  detailCurrency: 'local' | 'document' = 'local';

  /** How far lines and tax may miss the document's total where nothing was converted. The gap becomes `rounding`. */
  @IsAmount()
  tolerance = '0.00';

  /** What is still owed: the current balance, or all three balance columns added up. */
  @IsIn(['current', 'sum'])
  balance: 'current' | 'sum' = 'current';

  /** A document dated further ahead is rejected by name: it is a typing error. */
  @IsInt()
  @Min(0)
  @Max(36_500)
  maxFutureDays = 366;

  /** Whether Contact is a person's name to split, or not taken over. */
  @IsIn(['person', 'ignore'])
  contact: 'person' | 'ignore' = 'person';

  @IsObject()
  @ValidateNested()
  @Type(() => AddressLineSettings)
  address: AddressLineSettings = new AddressLineSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => TermsTableSettings)
  terms: TermsTableSettings = new TermsTableSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => ItemTableSettings)
  items: ItemTableSettings = new ItemTableSettings();

  @IsObject()
  @ValidateNested()
  @Type(() => PaymentMappingSettings)
  payments: PaymentMappingSettings = new PaymentMappingSettings();
}
