import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './answer.js';

const NOW = Date.parse('2026-10-21T07:28:00Z');

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    [' 7 ', 7_000],
    ['0', 0],
    ['86400', 3_600_000],
    ['99999999999999999999', 3_600_000],
    ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['Wednesday, 21-Oct-26 07:28:30 GMT', 30_000],
    ['Wed, 21 Oct 2026 07:27:30 GMT', 0],
    ['Wed, 21 Oct 2027 07:28:30 GMT', 3_600_000],
  ])('given %j, then it is %i ms', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });

  it.each([undefined, '', 'soon', '-5', '1.5', 'Wed, nonsense GMT', '12 monkeys'])(
    'given %j, then nothing was said',
    (header) => {
      expect(retryAfterMs(header, NOW)).toBeUndefined();
    },
  );
});
