import type { ConnectionCheck } from '@ledgerbridge/connections';
import type { CreateOperation, CreatePolicy } from './gp-gateway.port.js';
import type { AccountSettings } from './settings/account-settings.js';

type AccountGroup = keyof AccountSettings;

/** Accounts without which no document of the kind could be distributed. */
const NEEDED: Readonly<Partial<Record<CreateOperation, readonly AccountGroup[]>>> = {
  CreateReceivablesInvoice: ['receivable', 'item'],
  CreateReceivablesCreditMemo: ['receivable', 'item'],
  CreateReceivablesDebitMemo: ['receivable', 'cash'],
  CreateCashReceipt: ['receivable', 'cash'],
};

/**
 * Whether the accounts that are mapped fit who makes the distributions. Mapped ones that GP ignores are a warning; none
 * where GP wants them is a failure to come.
 */
export function distributionChecks(
  policies: ReadonlyMap<CreateOperation, CreatePolicy>,
  accounts: AccountSettings,
): ConnectionCheck[] {
  const made = [...policies].filter(([operation]) => NEEDED[operation] !== undefined);
  const provided = made.filter(([, { distributions }]) => distributions === 'provided').map(([operation]) => operation);
  const needed = new Set(provided.flatMap((operation) => NEEDED[operation] ?? []));
  const missing = [...needed].filter((group) => !isMapped(accounts[group]));
  if (missing.length > 0) {
    const names = missing.map((group) => `mapping.accounts.${group}`).join(', ');
    return [{ name: 'accounts', ok: false, detail: `the policies want distributions from the bridge: set ${names}` }];
  }
  const ignoring = made.map(([operation]) => operation).filter((operation) => !provided.includes(operation));
  if (ignoring.length === 0 || !Object.values(accounts).some(isMapped)) return [];
  const detail = `warning: the accounts that are mapped are not used by ${ignoring.join(', ')}: GP makes the distributions`;
  return [{ name: 'accounts', ok: true, detail }];
}

function isMapped({ default: account, rules }: AccountSettings[AccountGroup]): boolean {
  return account !== undefined || rules.length > 0;
}
