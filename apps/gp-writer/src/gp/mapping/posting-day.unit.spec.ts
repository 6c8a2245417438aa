import { describe, expect, it } from '@jest/globals';
import { postingDay } from './posting-day.js';

describe('posting day', () => {
  it.each([
    ['2026-09-30', 'hold', { kind: 'closed', closedThrough: '2026-09-30' }],
    ['2026-10-01', 'hold', { kind: 'open' }],
    ['2026-02-28', 'next-open-day', { kind: 'moved', to: '2026-10-01' }],
    ['2026-10-01', 'next-open-day', { kind: 'open' }],
  ] as const)('given %s and %s, then %j', (day, whenClosed, expected) => {
    expect(postingDay(day, { closedThrough: '2026-09-30', whenClosed })).toEqual(expected);
  });

  it('given no closed period, then every day is open', () => {
    expect(postingDay('1999-01-01', { whenClosed: 'hold' })).toEqual({ kind: 'open' });
  });
});
