import { describe, expect, it } from '@jest/globals';
import { isDue, nextTick } from './schedule.js';

const everyFive = { cron: '*/5 * * * *', timeZone: 'Africa/Johannesburg' };

describe('schedule', () => {
  it('given a connection never polled, then it is due at once', () => {
    expect(isDue(everyFive, undefined, new Date('2026-11-22T10:02:00Z'))).toBe(true);
  });

  it('given no tick since the last poll, then it is not due', () => {
    expect(isDue(everyFive, new Date('2026-11-22T10:00:01Z'), new Date('2026-11-22T10:04:59Z'))).toBe(false);
  });

  it('given a tick missed while nobody held the connection, then it is due', () => {
    expect(isDue(everyFive, new Date('2026-11-22T10:00:01Z'), new Date('2026-11-22T17:31:00Z'))).toBe(true);
  });

  it('given a day pattern, then the tick is at that hour of the connection time zone', () => {
    const nightly = { cron: '0 2 * * *', timeZone: 'Africa/Johannesburg' };
    expect(nextTick(nightly, new Date('2026-11-22T00:00:00Z'))?.toISOString()).toBe('2026-11-23T00:00:00.000Z');
  });
});
