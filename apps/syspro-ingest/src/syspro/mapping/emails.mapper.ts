import { isEmail } from 'class-validator';

/** What people put between addresses; `a@b.c; "Smith, Anna" <anna@b.c>` has two. */
const SEPARATORS = /[;,|\s<>"'()]+/;

/** The mail addresses in a free text field, in order, each once whatever its case; what is none is left out. */
export function mapEmails(text: string | undefined): string[] {
  const found = new Map<string, string>();
  for (const word of (text ?? '').split(SEPARATORS)) {
    const candidate = word.replace(/^mailto:/i, '').replace(/^[.:/\\]+|[.:/\\]+$/g, '');
    if (isEmail(candidate) && !found.has(candidate.toLowerCase())) found.set(candidate.toLowerCase(), candidate);
  }
  return [...found.values()];
}
