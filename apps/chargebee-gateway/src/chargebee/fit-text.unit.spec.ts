import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { truncated, whole } from './fit-text.js';

describe('descriptive text', () => {
  it.each([
    ['  a\u0000b\r\nc ', 'a b c'],
    ['', undefined],
    [' \u0007 ', undefined],
    [undefined, undefined],
    ['x'.repeat(300), 'x'.repeat(250)],
    ['x'.repeat(249) + '🚲', 'x'.repeat(249)],
  ])('given %j, then it is %j', (value, expected) => {
    expect(truncated(value, 250)).toBe(expected);
  });
  it('given any text, then what is left fits, is well formed and is left alone a second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (value, max) => {
        const cut = truncated(value, max) ?? '';
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.isWellFormed()).toBe(true);
        expect(truncated(cut, max) ?? '').toBe(cut);
      }),
    );
  });
});

describe('whole value', () => {
  it('given one that is too long, then it is refused by field and length, and not repeated', () => {
    expect(() => whole('secret@example.com'.padStart(71, 'x'), 70, 'emails[0]')).toThrow(
      expect.objectContaining({
        code: 'FIELD_TOO_LONG',
        message: expect.not.stringContaining('secret') as unknown,
        details: { field: 'emails[0]', length: 71, limit: 70 },
      }),
    );
  });
});
