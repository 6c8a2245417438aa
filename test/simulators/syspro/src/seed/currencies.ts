import { PAR, type Rate } from './money.js';

/** SYSPRO's own code of the company currency: rand. */
export const LOCAL_CURRENCY = 'R';

/** ISO 4217 of the codes this company uses; '' for the one nobody knows. */
export const ISO_CODES: Record<string, string> = { R: 'ZAR', $: 'USD', EUR: 'EUR' };

/** A plausible rate of the month; dollars multiply, euros divide, so both kinds of MulDiv occur. */
export function rateOf(currency: string, month: number): Rate {
  if (currency === '$') return { millionths: 18_120_000n + BigInt(month) * 43_210n, mulDiv: 'M' };
  if (currency === 'EUR') return { millionths: 50_150n + BigInt(month) * 137n, mulDiv: 'D' };
  return PAR;
}
