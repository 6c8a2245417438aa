import { compareDecimals, currencyDigits, toDecimalString } from '@ledgerbridge/contracts';
import { LIMITS } from './limits.js';
import { UnfitRecordError } from './unfit-record.error.js';

/** Digits after the point of GP's amounts: as ISO 4217 has them (JPY 0, KWD 3). */
export function gpDigits(currency: string): number {
  return currencyDigits(currency) ?? 2;
}

/**
 * An amount as GP takes it: exactly the currency's digits, not negative.
 * @throws UnfitRecordError AMOUNT_DOES_NOT_FIT, NEGATIVE_AMOUNT; both name the field
 */
export function gpAmount(amount: string, currency: string, field: string): string {
  const digits = gpDigits(currency);
  const exact = toDecimalString(amount, digits);
  const details = { field, amount, currency };
  if (compareDecimals(exact, amount) !== 0) throw doesNotFit(details, `${digits} digits after the point`);
  if (compareDecimals(exact, '0') < 0) {
    throw new UnfitRecordError(
      'NEGATIVE_AMOUNT',
      `${field} is ${amount} ${currency}, GP takes none below zero`,
      details,
    );
  }
  const [units = ''] = exact.split('.');
  if (units.length > LIMITS.integerDigits) throw doesNotFit(details, `${LIMITS.integerDigits} digits before the point`);
  return exact;
}

function doesNotFit(details: { field: string; amount: string; currency: string }, rule: string): UnfitRecordError {
  const message = `${details.field} of ${details.amount} ${details.currency} does not fit: GP holds ${rule}`;
  return new UnfitRecordError('AMOUNT_DOES_NOT_FIT', message, { ...details, rule });
}
