import { LINE_KINDS } from '@ledgerbridge/contracts';
import { Type } from 'class-transformer';
import { IsIn, IsNotEmpty, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { IsCurrencyCode, IsRules } from './settings-rules.js';

/** Longest formatted account string: https://learn.microsoft.com/previous-versions/dynamicsgp (GLAccountNumberKey). */
const ACCOUNT_LENGTH = 75;

type LineKind = (typeof LINE_KINDS)[number];

/** The conditions all hold, those left out always do; the first rule that fits is taken. */
class CurrencyAccountRule {
  @IsOptional()
  @IsCurrencyCode()
  currency?: string;

  /** As GP formats it: `000-4100-00`. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(ACCOUNT_LENGTH)
  account!: string;
}

class ItemAccountRule extends CurrencyAccountRule {
  /** Item code of the line; `basic-*` fits all that begin with `basic-`. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  itemCode?: string;

  @IsOptional()
  @IsIn(LINE_KINDS)
  kind?: LineKind;
}

class TaxAccountRule extends CurrencyAccountRule {
  /** Name of the tax at the source, without regard to case. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  name?: string;
}

class CashAccountRule extends CurrencyAccountRule {
  /** `card`, `bank_transfer`, … as the source names it, without regard to case. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  method?: string;

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  gateway?: string;
}

class DefaultAccount {
  /** Taken when no rule fits. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(ACCOUNT_LENGTH)
  default?: string;
}

class CurrencyAccounts extends DefaultAccount {
  @IsRules()
  @ValidateNested({ each: true })
  @Type(() => CurrencyAccountRule)
  rules: CurrencyAccountRule[] = [];
}

class ItemAccounts extends DefaultAccount {
  @IsRules()
  @ValidateNested({ each: true })
  @Type(() => ItemAccountRule)
  rules: ItemAccountRule[] = [];
}

class TaxAccounts extends DefaultAccount {
  @IsRules()
  @ValidateNested({ each: true })
  @Type(() => TaxAccountRule)
  rules: TaxAccountRule[] = [];
}

class CashAccounts extends DefaultAccount {
  @IsRules()
  @ValidateNested({ each: true })
  @Type(() => CashAccountRule)
  rules: CashAccountRule[] = [];
}

/**
 * GL accounts of what a document is distributed to. Used only where GP's policy lets the caller provide distributions;
 * with automatic ones GP takes the accounts of its own set-up.
 */
export class AccountSettings {
  /** Sales, by line. */
  @IsObject()
  @ValidateNested()
  @Type(() => ItemAccounts)
  item: ItemAccounts = new ItemAccounts();

  @IsObject()
  @ValidateNested()
  @Type(() => TaxAccounts)
  tax: TaxAccounts = new TaxAccounts();

  @IsObject()
  @ValidateNested()
  @Type(() => CurrencyAccounts)
  discount: CurrencyAccounts = new CurrencyAccounts();

  @IsObject()
  @ValidateNested()
  @Type(() => CurrencyAccounts)
  receivable: CurrencyAccounts = new CurrencyAccounts();

  @IsObject()
  @ValidateNested()
  @Type(() => CashAccounts)
  cash: CashAccounts = new CashAccounts();

  @IsObject()
  @ValidateNested()
  @Type(() => CurrencyAccounts)
  writeOff: CurrencyAccounts = new CurrencyAccounts();

  @IsObject()
  @ValidateNested()
  @Type(() => CurrencyAccounts)
  freight: CurrencyAccounts = new CurrencyAccounts();

  @IsObject()
  @ValidateNested()
  @Type(() => CurrencyAccounts)
  miscellaneous: CurrencyAccounts = new CurrencyAccounts();
}
