import { UnfitRecordError } from './chargebee.errors.js';

// eslint-disable-next-line no-control-regex -- finding control characters is the point
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** One line of printable text: control characters become a space, half surrogate pairs the replacement character. */
export function cleanText(value: string): string {
  return value.toWellFormed().replace(CONTROL, ' ').trim();
}

/** Descriptive text cut to `max` UTF-16 units, never through a surrogate pair; undefined when nothing is left. */
export function truncated(value: string | undefined, max: number): string | undefined {
  const text = cleanText(value ?? '');
  if (text.length <= max) return text === '' ? undefined : text;
  const cut = text.slice(0, max);
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trimEnd();
}

/**
 * A value that means something only as a whole.
 * @throws UnfitRecordError FIELD_TOO_LONG naming the field, its length and the limit, never the value
 */
export function whole(value: string | undefined, max: number, field: string): string | undefined {
  const text = cleanText(value ?? '');
  if (text.length > max) {
    throw new UnfitRecordError('FIELD_TOO_LONG', `${field} has ${text.length} characters, Chargebee takes ${max}`, {
      field,
      length: text.length,
      limit: max,
    });
  }
  return text === '' ? undefined : text;
}
