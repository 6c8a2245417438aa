import { currencyDigits, isZeroDecimal, toDecimalString } from '@ledgerbridge/contracts';
import { UnfitRecordError } from './chargebee.errors.js';

/** Answers are JSON numbers: beyond this they could not be read back exactly. */
const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Digits after the point in Chargebee's integers: as ISO 4217 has them, but never more than two.
 * @see https://apidocs.chargebee.com/docs/api/currencies
 */
export function chargebeeExponent(currency: string): number {
  return Math.min(currencyDigits(currency) ?? 2, 2);
}

/**
 * A decimal amount in the smallest units Chargebee counts the currency in.
 * @throws UnfitRecordError AMOUNT_DOES_NOT_FIT naming the field
 */
export function toMinorUnits(amount: string, currency: string, field: string): number {
  const exponent = chargebeeExponent(currency);
  const plain = toDecimalString(amount);
  const [units = '0', fraction = ''] = plain.replace('-', '').split('.');
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > exponent) throw doesNotFit(amount, currency, field, `${exponent} digits after the point`);
  const minor = BigInt(units + digits.padEnd(exponent, '0'));
  if (minor > LARGEST) throw doesNotFit(amount, currency, field, `at most ${LARGEST} smallest units`);
  return plain.startsWith('-') && !isZeroDecimal(plain) ? -Number(minor) : Number(minor);
}

/** The other way round, for messages: Chargebee's integer as a decimal string. */
export function fromMinorUnits(minor: number, currency: string): string {
  const exponent = chargebeeExponent(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const units = exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
  return minor < 0 ? `-${units}` : units;
}

function doesNotFit(amount: string, currency: string, field: string, rule: string): UnfitRecordError {
  const message = `${field} of ${amount} ${currency} does not fit: Chargebee holds ${rule}`;
  return new UnfitRecordError('AMOUNT_DOES_NOT_FIT', message, { field, amount, currency, rule });
}
