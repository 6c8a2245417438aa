/** Amounts of the seed are whole cents; rates whole millionths, as dec(14,2) and dec(12,6) hold them. */
export type Cents = bigint;

export interface Rate {
  millionths: bigint;
  /** M: local = document × rate. D: local = document ÷ rate. */
  mulDiv: 'M' | 'D';
}

export const PAR: Rate = { millionths: 1_000_000n, mulDiv: 'M' };

/** Quotient rounded half away from zero. */
export function divideRounded(numerator: bigint, divisor: bigint): bigint {
  const negative = numerator < 0n !== divisor < 0n;
  const [n, d] = [numerator < 0n ? -numerator : numerator, divisor < 0n ? -divisor : divisor];
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

export function toLocal(amount: Cents, rate: Rate): Cents {
  return rate.mulDiv === 'M'
    ? divideRounded(amount * rate.millionths, 1_000_000n)
    : divideRounded(amount * 1_000_000n, rate.millionths);
}

export function percentOf(amount: Cents, percent: number): Cents {
  return divideRounded(amount * BigInt(Math.round(percent * 100)), 10_000n);
}

function fixed(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

export const centsText = (amount: Cents): string => fixed(amount, 2);
export const rateText = (rate: Rate): string => fixed(rate.millionths, 6);

/** Reads '1234.50', '-0.5', '12'. Negative zero reads as zero. */
export function parseCents(text: string): Cents {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (match === null) throw new RangeError(`not an amount of 2 places: ${text}`);
  const amount = BigInt(match[2] ?? '0') * 100n + BigInt((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -amount : amount;
}

/** Splits `total` over `weights` to the cent: each part rounded down, what is left given to the first parts. */
export function apportion(total: Cents, weights: readonly bigint[]): Cents[] {
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum === 0n) return weights.map(() => 0n);
  const parts = weights.map((weight) => (total * weight) / sum);
  let left = total - parts.reduce((a, b) => a + b, 0n);
  return parts.map((part, index) => {
    if (left <= 0n || (weights[index] ?? 0n) === 0n) return part;
    left -= 1n;
    return part + 1n;
  });
}
