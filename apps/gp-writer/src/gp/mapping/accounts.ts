import type { DocumentLine, Payment } from '@ledgerbridge/contracts';
import type { AccountSettings } from '../settings/account-settings.js';
import { UnfitRecordError } from './unfit-record.error.js';

type Role = keyof AccountSettings;

interface Condition {
  readonly currency?: string;
  readonly account: string;
}

/** The GL accounts that `mapping.accounts` names for the parts of documents of one currency. */
export class Accounts {
  constructor(
    private readonly settings: AccountSettings,
    private readonly currency: string,
  ) {}

  /** @throws UnfitRecordError ACCOUNT_NOT_MAPPED */
  item({ itemCode, kind }: DocumentLine): string {
    const { rules, default: other } = this.settings.item;
    const rule = this.first(rules, (each) => fits(each.kind, kind) && fitsCode(each.itemCode, itemCode));
    return named(rule ?? other, 'item', { kind, itemCode: itemCode ?? null });
  }

  /** @throws UnfitRecordError ACCOUNT_NOT_MAPPED */
  tax(name: string): string {
    return named(this.taxIfMapped(name), 'tax', { tax: name });
  }

  taxIfMapped(name: string): string | undefined {
    const { rules, default: other } = this.settings.tax;
    return this.first(rules, (each) => fits(each.name, name)) ?? other;
  }

  /** @throws UnfitRecordError ACCOUNT_NOT_MAPPED */
  cash({ method, gateway }: Payment): string {
    const { rules, default: other } = this.settings.cash;
    const rule = this.first(rules, (each) => fits(each.method, method) && fits(each.gateway, gateway));
    return named(rule ?? other, 'cash', { method: method ?? null, gateway: gateway ?? null });
  }

  /** @throws UnfitRecordError ACCOUNT_NOT_MAPPED */
  of(role: Exclude<Role, 'item' | 'tax' | 'cash'>): string {
    const { rules, default: other } = this.settings[role];
    return named(this.first(rules, () => true) ?? other, role, {});
  }

  get otherItems(): string | undefined {
    return this.settings.item.default;
  }

  private first<R extends Condition>(rules: readonly R[], test: (rule: R) => boolean): string | undefined {
    return rules.find((rule) => fits(rule.currency, this.currency) && test(rule))?.account;
  }
}

/** A condition that is left out always holds. */
export function fits(wanted: string | undefined, value: string | undefined): boolean {
  return wanted === undefined || wanted.toLowerCase() === value?.toLowerCase();
}

/** Item codes are the source's own keys: cases count. */
function fitsCode(wanted: string | undefined, code = ''): boolean {
  if (wanted === undefined || wanted === code) return true;
  return wanted.endsWith('*') && code.startsWith(wanted.slice(0, -1));
}

function named(account: string | undefined, role: Role, part: Readonly<Record<string, string | null>>): string {
  if (account !== undefined) return account;
  throw accountNotMapped(role, part);
}

export function accountNotMapped(role: Role, part: Readonly<Record<string, string | null>> = {}): UnfitRecordError {
  const setting = `mapping.accounts.${role}`;
  const message = `GP wants distributions, and neither a rule nor a default of ${setting} names the account`;
  return new UnfitRecordError('ACCOUNT_NOT_MAPPED', message, { setting, ...part });
}
