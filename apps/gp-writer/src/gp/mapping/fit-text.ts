import type { TextMode } from '../mapping-settings.js';

/** Breaks and control characters; half surrogates and non-characters have become U+FFFD by then. */
// eslint-disable-next-line no-control-regex -- finding control characters is the point
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]+/g;

/** Marks that switch the direction of what follows: a cut would leave them open. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;

/** What Windows-1252 has beside Latin-1. */
const BEYOND_LATIN_1 = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/** One line of printable text as GP keeps it, composed; `''` when nothing is left. */
export function cleanText(value: string | undefined, mode: TextMode): string {
  const text = (value ?? '').toWellFormed().normalize('NFC').replace(DIRECTION, '').replace(CONTROL, ' ').trim();
  return mode === 'unicode' ? text : Array.from(text, inWindows1252).join('');
}

/** Descriptive text of at most `max` UTF-16 units, never cut through a code point; undefined when nothing is left. */
export function fitText(value: string | undefined, max: number, mode: TextMode): string | undefined {
  const text = cleanText(value, mode);
  if (text.length <= max) return text === '' ? undefined : text;
  const cut = text.slice(0, max);
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trimEnd();
}

/** Whether there is more in it than question marks and other punctuation. */
export function isReadable(text: string): boolean {
  return /[^\s\p{P}]/u.test(text);
}

function inWindows1252(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 || (code >= 0xa0 && code <= 0xff) || BEYOND_LATIN_1.has(character) ? character : '?';
}
