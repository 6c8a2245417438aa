import {
  addDecimals,
  compareDecimals,
  isZeroDecimal,
  negateDecimal,
  subtractDecimals,
  toDecimalString,
  type Payment,
} from '@ledgerbridge/contracts';
import type { GpAccountRole, GpDistribution, ReceivablesKind } from '../documents/gp-document.js';
import type { MappingSettings } from '../mapping-settings.js';
import { accountNotMapped, Accounts } from './accounts.js';
import { isSalesLine, totalOf, type GpAmounts, type PricedDocument } from './amounts.js';
import { gpDigits } from './gp-amount.js';

/** What `sales` is called by the kind of document. */
const SALES_ROLES: Readonly<Record<ReceivablesKind, GpAccountRole>> = {
  invoice: 'sales',
  'credit-memo': 'creditMemo',
  'debit-memo': 'debitMemo',
};

interface Entry {
  readonly role: GpAccountRole;
  readonly account: string;
  /** Debits are positive. */
  readonly amount: string;
}

/**
 * Distributions of an invoice or credit note, or of the memo that undoes one: one row an account, however many lines.
 * @throws UnfitRecordError ACCOUNT_NOT_MAPPED
 */
export function distributeSales(
  kind: ReceivablesKind,
  document: PricedDocument,
  amounts: GpAmounts,
  mapping: MappingSettings,
): GpDistribution[] {
  const { currency, taxes } = document;
  const accounts = new Accounts(mapping.accounts, currency);
  const one = (role: 'discount' | 'freight' | 'miscellaneous', amount: string) =>
    isZeroDecimal(amount) ? [] : [{ role, account: accounts.of(role), amount }];
  const taxed = taxes.filter(({ amount }) => !isZeroDecimal(amount));
  const taxParts = isZeroDecimal(amounts.tax)
    ? []
    : taxed.map(({ name, amount }): Part => ({ account: accounts.tax(name), amount }));
  const credits = [
    ...spread(SALES_ROLES[kind], salesParts(document, accounts, mapping), amounts.salesAmount, currency, accounts),
    ...one('freight', amounts.freight),
    ...one('miscellaneous', amounts.miscellaneous),
    ...spread('tax', taxParts, amounts.tax, currency, accounts),
  ];
  return toDistributions(kind, currency, [
    ...receivable(totalOf(amounts), accounts),
    ...one('discount', amounts.tradeDiscount),
    ...credits.map(turned),
  ]);
}

/**
 * Distributions of a memo that takes back a payment, a refund's memo included, or of one that undoes such a memo.
 * @throws UnfitRecordError ACCOUNT_NOT_MAPPED
 */
export function distributeMemo(
  kind: Exclude<ReceivablesKind, 'invoice'>,
  payment: Payment,
  amount: string,
  mapping: MappingSettings,
): GpDistribution[] {
  const accounts = new Accounts(mapping.accounts, payment.currency);
  const cash = { role: SALES_ROLES[kind], account: accounts.cash(payment), amount: negateDecimal(amount) };
  return toDistributions(kind, payment.currency, [...receivable(amount, accounts), cash]);
}

/**
 * Distributions of a write-off, or of the memo that undoes one: the write-off account whole.
 * @throws UnfitRecordError ACCOUNT_NOT_MAPPED
 */
export function distributeWriteOff(
  kind: Exclude<ReceivablesKind, 'invoice'>,
  amount: string,
  currency: string,
  mapping: MappingSettings,
): GpDistribution[] {
  const accounts = new Accounts(mapping.accounts, currency);
  const lost: Entry = { role: 'writeOff', account: accounts.of('writeOff'), amount: negateDecimal(amount) };
  return toDistributions(kind, currency, [...receivable(amount, accounts), lost]);
}

/** @throws UnfitRecordError ACCOUNT_NOT_MAPPED */
export function distributeReceipt(payment: Payment, amount: string, mapping: MappingSettings): GpDistribution[] {
  const accounts = new Accounts(mapping.accounts, payment.currency);
  const cash: Entry = { role: 'cash', account: accounts.cash(payment), amount };
  return [cash, ...receivable(amount, accounts).map(turned)].flatMap(toDistribution(payment.currency));
}

interface Part {
  readonly account: string;
  readonly amount: string;
}

/** Lines by account; a folded tax goes to its own account where one is named, else it falls to the other items. */
function salesParts({ lines, taxes }: PricedDocument, accounts: Accounts, { tax }: MappingSettings): Part[] {
  const sold = lines.filter((line) => isSalesLine(line) && !isZeroDecimal(line.amount));
  const parts = sold.map((line) => ({ account: accounts.item(line), amount: line.amount }));
  if (tax !== 'folded') return parts;
  const folded = taxes.map(({ name, amount }) => ({ account: accounts.taxIfMapped(name), amount }));
  return [...parts, ...folded.filter((part): part is Part => part.account !== undefined)];
}

/**
 * Rows by account that come to the total exactly. What is left (rounding, fractions of the smallest unit, a folded tax
 * without an account) is on the default item account, or the largest row where there is none.
 */
function spread(
  role: GpAccountRole,
  parts: readonly Part[],
  total: string,
  currency: string,
  accounts: Accounts,
): Entry[] {
  const sums = new Map<string, string>();
  const add = (account: string, amount: string) => sums.set(account, addDecimals(sums.get(account) ?? '0', amount));
  parts.forEach(({ account, amount }) => add(account, amount));
  for (const [account, sum] of sums) sums.set(account, toDecimalString(sum, gpDigits(currency)));
  const left = subtractDecimals(total, addDecimals(...sums.values()));
  if (!isZeroDecimal(left)) add(accountForRest(role, sums, accounts), left);
  return [...sums].map(([account, amount]) => ({ role, account, amount }));
}

function accountForRest(role: GpAccountRole, sums: ReadonlyMap<string, string>, accounts: Accounts): string {
  const [largest] = [...sums].sort(([, one], [, other]) => compareDecimals(other, one));
  const account = role === 'tax' ? largest?.[0] : (accounts.otherItems ?? largest?.[0]);
  if (account === undefined) throw accountNotMapped('item');
  return account;
}

function receivable(total: string, accounts: Accounts): Entry[] {
  return isZeroDecimal(total) ? [] : [{ role: 'receivable', account: accounts.of('receivable'), amount: total }];
}

/** Entries are those of a document that charges the customer; one that credits is its mirror. */
function toDistributions(kind: ReceivablesKind, currency: string, entries: readonly Entry[]): GpDistribution[] {
  return (kind === 'credit-memo' ? entries.map(turned) : entries).flatMap(toDistribution(currency));
}

function turned(entry: Entry): Entry {
  return { ...entry, amount: negateDecimal(entry.amount) };
}

function toDistribution(currency: string): (entry: Entry) => GpDistribution[] {
  const written = (amount: string) => toDecimalString(amount, gpDigits(currency));
  return ({ role, account, amount }) => {
    if (isZeroDecimal(amount)) return [];
    const isDebit = compareDecimals(amount, '0') > 0;
    const [value, none] = [written(isDebit ? amount : negateDecimal(amount)), written('0')];
    return [{ role, account, debit: isDebit ? value : none, credit: isDebit ? none : value }];
  };
}
