import { createHash } from 'node:crypto';
import { LIMITS } from './limits.js';

const PLAIN_ID = /^[A-Za-z0-9._-]+$/;
const HASH_DIGITS = 12;
const READABLE_DIGITS = LIMITS.id - HASH_DIGITS - 1;

/** Sets the number of a debit note apart from the invoice of the same number. */
export const DEBIT_NOTE_SUFFIX = '-DN';

export interface TargetIdParts {
  readonly prefix: string;
  readonly number: string;
  readonly suffix?: string;
}

/**
 * The Chargebee id of a source number: prefix + number + suffix, as they are when Chargebee can carry them, else a
 * readable form of them with a digest of the whole, so that different numbers keep different ids. Chargebee's own
 * clients put ids into URLs unescaped, hence the narrow alphabet. Ids are compared by the unique link as well.
 */
export function targetId({ prefix, number, suffix = '' }: TargetIdParts): string {
  const exact = `${prefix}${number}${suffix}`;
  if (exact.length <= LIMITS.id && PLAIN_ID.test(exact)) return exact;
  const readable = exact
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, READABLE_DIGITS);
  const digest = createHash('sha256').update(exact.toWellFormed()).digest('hex').slice(0, HASH_DIGITS);
  return `${readable}-${digest}`;
}

/**
 * The number of a credit note that sets it apart from all others of its source. SYSPRO's placeholder numbers begin with
 * `_` and repeat across customers, so those carry the customer; its tildes are doubled, so that the single one after it
 * is the border whatever customer and number are made of.
 */
export function creditNoteNumber(number: string, customerId: string): string {
  return number.startsWith('_') ? `${customerId.replaceAll('~', '~~')}~${number}` : number;
}
