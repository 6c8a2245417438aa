import { isCurrencyCode } from '@ledgerbridge/contracts';

/** Codes that SYSPRO companies use in place of ISO ones. `$` alone is taken for the US dollar. */
const COMMON: Readonly<Record<string, string>> = {
  $: 'USD',
  US$: 'USD',
  R: 'ZAR',
  '£': 'GBP',
  '€': 'EUR',
  '¥': 'JPY',
  A$: 'AUD',
  C$: 'CAD',
};

export interface CurrencySettings {
  readonly localCurrency?: string;
  readonly currencies: Readonly<Record<string, string>>;
}

/** The ISO 4217 code of a SYSPRO currency (undefined: blank, the company's own); undefined when it is not known. */
export function mapCurrency(code: string | undefined, settings: CurrencySettings): string | undefined {
  if (code === undefined) return settings.localCurrency;
  const own = ownValue(settings.currencies, code) ?? ownValue(COMMON, code);
  if (own !== undefined) return own;
  const upper = code.toUpperCase();
  return isCurrencyCode(upper) ? upper : undefined;
}

function ownValue(table: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}
