import type { Differences } from '@ledgerbridge/contracts';
import type { Transaction } from 'chargebee';
import { fromMinorUnits } from './minor-units.js';
import { differencesOf } from './normalise.js';
import type { PaymentFacts } from './payment-request.mapper.js';
import { unixSecondsToDay } from './site-day.js';

/** In what a payment on the site is not the one we would record: amount, currency, and day by the site's calendar. */
export function comparePayment(ours: PaymentFacts, theirs: Transaction, timeZone: string): Differences {
  const { amount = 0, currency_code: currency, date = 0 } = theirs;
  return differencesOf(factsOf(ours, timeZone), factsOf({ amount, currency, date }, timeZone));
}

function factsOf({ amount, currency, date }: PaymentFacts, timeZone: string): Record<string, string> {
  return { amount: fromMinorUnits(amount, currency), currency, date: unixSecondsToDay(date, timeZone) };
}
