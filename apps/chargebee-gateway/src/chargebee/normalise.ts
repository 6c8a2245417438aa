import type { Differences } from '@ledgerbridge/contracts';

/** Text as it compares: what Chargebee may have trimmed, spaced or cased otherwise is the same value. */
function normalised(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return '';
  return String(value).normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** Codes that Chargebee groups or splits as it likes: post codes, tax numbers. */
function normalisedCode(value: unknown): string {
  return normalised(value).replace(/[^\p{L}\p{N}]/gu, '');
}

const CODES: ReadonlySet<string> = new Set(['zip', 'vat_number']);

/**
 * Whether an object there has every value we would send; an empty text stands for "no value". What we do not send is
 * Chargebee's own and not compared.
 */
export function holds(theirs: Readonly<Record<string, unknown>>, ours: object): boolean {
  return Object.entries(ours).every(([name, value]: [string, unknown]) => {
    if (value === undefined) return true;
    const there = theirs[name];
    if (typeof value === 'object' && value !== null) {
      return holds(typeof there === 'object' && there !== null ? (there as Record<string, unknown>) : {}, value);
    }
    const compared = CODES.has(name) ? normalisedCode : normalised;
    return compared(there) === compared(value);
  });
}

/** The fields of two like-named sets that are not equal, both values told. */
export function differencesOf(
  ours: Readonly<Record<string, string>>,
  theirs: Readonly<Record<string, string>>,
): Differences {
  return Object.fromEntries(
    Object.entries(ours)
      .filter(([field, value]) => normalised(theirs[field]) !== normalised(value))
      .map(([field, value]) => [field, { ours: value, theirs: theirs[field] ?? '' }]),
  );
}
