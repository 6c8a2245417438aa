import { invalidQuery } from './odata-error.js';

export type TokenKind = 'name' | 'string' | 'number' | 'date' | 'datetime' | 'open' | 'close' | 'end';

export interface Token {
  kind: TokenKind;
  /** The text as written; of a string literal its value. */
  text: string;
  /** Offset in the filter text. */
  at: number;
}

const PATTERNS: readonly [TokenKind, RegExp][] = [
  ['datetime', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/y],
  ['date', /\d{4}-\d{2}-\d{2}(?![\w.])/y],
  ['number', /-?\d+(?:\.\d+)?(?![\w.])/y],
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['open', /\(/y],
  ['close', /\)/y],
];

function readString(text: string, start: number): Token & { next: number } {
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) !== "'") {
      value += text.charAt(at);
    } else if (text.charAt(at + 1) === "'") {
      value += "'";
      at += 1;
    } else {
      return { kind: 'string', text: value, at: start, next: at + 1 };
    }
  }
  throw invalidQuery(`There is an unterminated string literal at position ${text.length} in '${text}'.`);
}

function readPattern(text: string, at: number): Token & { next: number } {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return { kind, text: match[0], at, next: pattern.lastIndex };
  }
  throw invalidQuery(`Syntax error: character '${text.charAt(at)}' is not valid at position ${at} in '${text}'.`);
}

/**
 * Splits a `$filter` into tokens, the last one `end`.
 * @throws ODataError 400 on a character or literal OData does not know.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (text.charAt(at) === ' ') {
      at += 1;
      continue;
    }
    const { next, ...token } = text.charAt(at) === "'" ? readString(text, at) : readPattern(text, at);
    tokens.push(token);
    at = next;
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}
