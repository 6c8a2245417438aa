/** A currency a company may use. */
export interface CurrencyOptions {
  code: string;
  decimals: number;
  /** Known to GP, but refused in this company (eConnect 483) when false. */
  enabled?: boolean;
}

/** An existing customer, as far as the rules look at it. */
export interface CustomerOptions {
  id: string;
  name: string;
  isActive?: boolean;
  isOnHold?: boolean;
  currency?: string;
  classId?: string;
}

/** What a GP administrator has set up in one company. Ids are taken without regard to case. */
export interface CompanyData {
  currencies: readonly CurrencyOptions[];
  accounts: readonly string[];
  checkbooks: readonly string[];
  customerClasses: readonly string[];
  taxDetails: readonly string[];
  taxSchedules: readonly string[];
  paymentTerms: readonly string[];
  cardTypes: readonly string[];
  customers: readonly CustomerOptions[];
}

export interface CompanyOptions extends Partial<CompanyData> {
  /** -1 is the sample company. */
  id: number;
  name: string;
  /** The first currency when absent. */
  functionalCurrency?: string;
}

/** A Windows account. */
export interface AccountOptions {
  domain: string;
  user: string;
  password: string;
  /** Operations its roles allow; all when absent. */
  operations?: readonly string[];
  /** Companies its roles are assigned in; all when absent. */
  companies?: readonly number[];
}

export const DEFAULT_COMPANY: CompanyOptions = { id: -1, name: 'Fabrikam, Inc.' };

export const DEFAULT_ACCOUNT: AccountOptions = { domain: 'FABRIKAM', user: 'bridge', password: 'Pass@word1' };

/** What a company has unless its options say otherwise. */
export const DEFAULT_DATA: CompanyData = {
  currencies: [
    { code: 'USD', decimals: 2 },
    { code: 'EUR', decimals: 2 },
    { code: 'ZAR', decimals: 2 },
    { code: 'JPY', decimals: 0 },
    { code: 'KWD', decimals: 3, enabled: false },
  ],
  accounts: [
    ...['000-1100-00', '000-1101-00', '000-1102-00', '000-1200-00', '000-2300-00', '000-2310-00', '000-4100-00'],
    ...['000-4110-00', '000-4140-00', '000-4180-00', '000-4600-00', '000-6500-00', '000-6780-00'],
  ],
  checkbooks: ['UPTOWN TRUST', 'FIRST BANK'],
  customerClasses: ['DEFAULT'],
  taxDetails: ['USASTE-PS6N0', 'VATSALES15', 'VATSALES20', 'TAX'],
  taxSchedules: ['USASTCITY-6*', 'DEFAULT'],
  paymentTerms: ['NET 30', 'DUE ON RECEIPT'],
  cardTypes: ['VISA', 'MASTERCARD', 'AMERICAN EXPRESS'],
  customers: [{ id: 'AARONFIT0001', name: 'Aaron Fitz Electrical' }],
};

/** @throws Error for companies or accounts that cannot be used */
export function assertSetUp(companies: readonly CompanyOptions[], accounts: readonly AccountOptions[]): void {
  if (companies.length === 0) throw new Error('at least one company is needed');
  if (new Set(companies.map(({ id }) => id)).size < companies.length) throw new Error('company ids must differ');
  const wrong = companies.find(({ id, name }) => !Number.isInteger(id) || typeof name !== 'string' || name === '');
  if (wrong !== undefined) throw new Error('a company has a whole number as id and a name');
  const names = accounts.map(({ domain, user }) => `${domain}\\${user}`.toUpperCase());
  if (new Set(names).size < names.length) throw new Error('accounts must differ');
  if (accounts.some(({ domain, user, password }) => !domain || !user || !password)) {
    throw new Error('an account has a domain, a user and a password');
  }
}
