/** Minor units of one major unit: 100, or 1 for currencies without decimals; never more than two decimals. */
export function minorUnitsPerMajor(currency: string): number {
  return 10 ** decimalsOf(currency);
}

/** Decimals of an amount: those of ISO 4217, but never more than two. */
export function decimalsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return Math.min(format.resolvedOptions().maximumFractionDigits ?? 2, 2);
}
