/** GP keeps amounts as numeric(19,5). */
const SCALE = 5;
const UNIT = 10n ** BigInt(SCALE);

/** Hundred-thousandths of a decimal text; undefined when it has more than five decimals. */
export function toUnits(text: string): bigint | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > SCALE) return undefined;
  const units = BigInt(whole === '' ? '0' : whole) * UNIT + BigInt(significant.padEnd(SCALE, '0'));
  return sign === '-' ? -units : units;
}

/** Decimal text with exactly so many decimals; further ones must be zero. */
export function fromUnits(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).slice(0, decimals);
  return `${units < 0n ? '-' : ''}${digits.slice(0, -SCALE)}${decimals === 0 ? '' : `.${fraction}`}`;
}

/** Whether an amount fits so many decimals. */
export function fits(units: bigint, decimals: number): boolean {
  return units % 10n ** BigInt(SCALE - decimals) === 0n;
}

/** Percent of an amount, rounded half up to so many decimals. */
export function percentOf(units: bigint, percent: string, decimals: number): bigint {
  const step = 10n ** BigInt(SCALE - decimals);
  const exact = units * (toUnits(percent) ?? 0n);
  const divisor = 100n * UNIT * step;
  return ((2n * exact + divisor) / (2n * divisor)) * step;
}

export function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
