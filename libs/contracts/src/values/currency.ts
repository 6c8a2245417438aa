import currencyCodes from 'currency-codes';

/** Minor-unit digits by ISO 4217 (JPY 0, EUR 2, KWD 3); undefined for a code ISO does not list. */
export function currencyDigits(code: string): number | undefined {
  return /^[A-Z]{3}$/.test(code) ? currencyCodes.code(code)?.digits : undefined;
}

export function isCurrencyCode(code: unknown): code is string {
  return typeof code === 'string' && currencyDigits(code) !== undefined;
}
