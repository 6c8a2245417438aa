/** Digits and points in a row that a double may not hold exactly: 15 significant digits always survive. */
const LONG_NUMBER = /[\d.]{16}/;

/**
 * JSON whose numbers stay exact: an amount that a double cannot hold comes as its own text. Parsing with the text of
 * every number costs several times the time and memory, so it is done only where a number that long may occur.
 * @throws SyntaxError
 */
export function parseExactJson(text: string): unknown {
  return LONG_NUMBER.test(text) ? (JSON.parse(text, exactNumber) as unknown) : (JSON.parse(text) as unknown);
}

/** `context.source` is the literal's own text (ECMAScript, JSON.parse source text access). */
function exactNumber(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value;
}

/** A scalar as text: a number has come through `parseExactJson`, so its shortest form is what was sent. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}
