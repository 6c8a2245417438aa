import { Decimal } from 'decimal.js';

/** An exact decimal number written plainly, as `-12.50`: no exponent, no plus sign, no negative zero. */
export type DecimalString = string;

export const DECIMAL_PATTERN = /^-?(0|[1-9]\d*)(\.\d+)?$/;

// Wide enough that no ERP amount (14 digits before, 6 after the point) nor a sum of billions of them is ever rounded.
const Exact = Decimal.clone({ precision: 60, toExpNeg: -60, toExpPos: 60 });

export function isDecimalString(value: unknown): value is DecimalString {
  return typeof value === 'string' && DECIMAL_PATTERN.test(value);
}

/** Normal form of a decimal: plain notation, negative zero becomes zero. Throws a RangeError for anything else. */
export function toDecimalString(value: string | number | Decimal, fractionDigits?: number): DecimalString {
  let exact: Decimal;
  try {
    exact = new Exact(value);
  } catch {
    throw new RangeError('not a decimal number');
  }
  if (!exact.isFinite()) throw new RangeError('not a finite decimal number');
  if (exact.isZero()) exact = exact.abs();
  return fractionDigits === undefined ? exact.toFixed() : exact.toFixed(fractionDigits);
}

export function addDecimals(...values: readonly DecimalString[]): DecimalString {
  return toDecimalString(values.reduce((sum, value) => sum.plus(value), new Exact(0)));
}

export function subtractDecimals(minuend: DecimalString, subtrahend: DecimalString): DecimalString {
  return toDecimalString(new Exact(minuend).minus(subtrahend));
}

export function negateDecimal(value: DecimalString): DecimalString {
  return toDecimalString(new Exact(value).negated());
}

/** -1, 0 or 1. */
export function compareDecimals(left: DecimalString, right: DecimalString): number {
  return new Exact(left).comparedTo(right);
}

export function isZeroDecimal(value: DecimalString): boolean {
  return new Exact(value).isZero();
}
