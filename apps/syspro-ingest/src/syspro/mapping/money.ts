import { currencyDigits, toDecimalString, type DecimalString } from '@ledgerbridge/contracts';
import { Decimal } from 'decimal.js';

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -60, toExpPos: 60 });

/** A document's exchange rate as SYSPRO keeps it: local = document × rate (`M`) or document ÷ rate (`D`). */
export interface Rate {
  readonly value: DecimalString;
  readonly mulDiv: 'M' | 'D';
}

/** A local amount in document currency, rounded half up to that currency's digits; a rate of one changes nothing. */
export function toDocumentCurrency(local: DecimalString, rate: Rate, currency: string): DecimalString {
  if (isOne(rate)) return local;
  const amount = new Exact(local);
  const converted = rate.mulDiv === 'M' ? amount.div(rate.value) : amount.mul(rate.value);
  return toDecimalString(converted.toDecimalPlaces(currencyDigits(currency) ?? 2));
}

export function isOne(rate: Rate): boolean {
  return new Exact(rate.value).equals(1);
}

/** True when |amount| ≤ limit. */
export function isWithin(amount: DecimalString, limit: DecimalString): boolean {
  return new Exact(amount).abs().lessThanOrEqualTo(limit);
}

/**
 * Largest gap that converting `lines` lines leaves against a total that was not converted: on each line half a cent of
 * local currency on its amount and on its tax, seen in document currency.
 */
export function conversionGap(rate: Rate, lines: number): DecimalString {
  const documentPerLocal = rate.mulDiv === 'M' ? new Exact(1).div(rate.value) : new Exact(rate.value);
  return toDecimalString(Exact.max(1, documentPerLocal).times('0.01').times(lines).toDecimalPlaces(6));
}

export function isNegative(amount: DecimalString): boolean {
  return new Exact(amount).isNegative() && !new Exact(amount).isZero();
}

export function absolute(amount: DecimalString): DecimalString {
  return toDecimalString(new Exact(amount).abs());
}

/** The amount written with the digits of its currency; an amount with more digits keeps them. */
export function inCurrencyDigits(amount: DecimalString, currency: string): DecimalString {
  const exact = new Exact(amount);
  return toDecimalString(exact, Math.max(exact.decimalPlaces(), currencyDigits(currency) ?? 2));
}
