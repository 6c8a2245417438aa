import { describe, expect, it } from '@jest/globals';
import { tokenize } from './tokenizer.js';

const kinds = (text: string) => tokenize(text).map(({ kind, text: value }) => `${kind}:${value}`);

describe('tokenize', () => {
  it('given a comparison, then name, operator and literal come apart', () => {
    expect(kinds("Customer eq 'A'")).toEqual(['name:Customer', 'name:eq', 'string:A', 'end:']);
  });

  it('given doubled quotes, then the string holds one', () => {
    expect(kinds("'O''NEIL'''")).toEqual(["string:O'NEIL'", 'end:']);
  });

  it('given parentheses, words or dates inside a string, then they stay text', () => {
    expect(kinds("'a and (b) 2026-03-01 ''x'''")).toEqual(["string:a and (b) 2026-03-01 'x'", 'end:']);
  });

  it('given numbers and dates, then each literal has its kind', () => {
    expect(kinds('-1.50 2026-03-01 2026-03-01T00:00:00Z 2026-03-01T10:00:00.5+02:00')).toEqual([
      'number:-1.50',
      'date:2026-03-01',
      'datetime:2026-03-01T00:00:00Z',
      'datetime:2026-03-01T10:00:00.5+02:00',
      'end:',
    ]);
  });

  it.each([["'open"], ['a eq "x"'], ['1.'], ['12abc'], ['a eq 2026-03-01T00:00'], ['a = 1'], ['a,b']])(
    'given %s, then it is refused',
    (text) => {
      expect(() => tokenize(text)).toThrow(/not valid/);
    },
  );
});
