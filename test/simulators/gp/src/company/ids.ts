/** An id as GP keeps it: upper case, without blanks at its end. */
export function normalId(text: string): string {
  return text.replace(/ +$/, '').toUpperCase();
}

/** What windows-1252 has outside ASCII and Latin-1. */
const EXTRA = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/** Text as a CHAR column of code page 1252 keeps it: each UTF-16 unit it does not have becomes `?`. */
export function inCodePage(text: string): string {
  return text.replace(/[\u0080-\u009f\u0100-\uffff]/g, (unit) => (EXTRA.includes(unit) ? unit : '?'));
}
