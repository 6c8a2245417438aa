/** `amount × numerator ÷ denominator` as whole units, halves to the even neighbour (the original's ROUND_HALF_EVEN). */
export function share(amount: number, numerator: number, denominator: number): number {
  if (denominator === 0) return 0;
  const product = BigInt(amount) * BigInt(numerator);
  const divisor = BigInt(denominator);
  const sign = product < 0n !== divisor < 0n ? -1n : 1n;
  const [top, bottom] = [product < 0n ? -product : product, divisor < 0n ? -divisor : divisor];
  const [whole, rest] = [top / bottom, (top % bottom) * 2n];
  const up = rest > bottom || (rest === bottom && whole % 2n === 1n);
  return Number(sign * (up ? whole + 1n : whole));
}

/** Splits an amount by weights; the parts add up to the amount, the last weighted one takes what rounding left. */
export function split(amount: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const last = weights.findLastIndex((weight) => weight !== 0);
  const parts = weights.map((weight) => share(amount, weight, whole));
  const given = parts.reduce((sum, part, index) => (index === last ? sum : sum + part), 0);
  return parts.map((part, index) => (index === last ? amount - given : part));
}
