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

describe('schedule when clocks change', () => {
  const zone = 'Europe/Berlin';
  const ticks = (cron: string, from: string, count: number): string[] => {
    const found: string[] = [];
    for (let at = new Date(from); found.length < count;) {
      at = nextTick({ cron, timeZone: zone }, at) ?? at;
      found.push(at.toISOString().slice(0, 16));
    }
    return found;
  };

  it('given an hour that comes twice, then a nightly poll is due once and a frequent one through both', () => {
    expect(ticks('30 2 * * *', '2026-10-24T12:00:00Z', 2)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
    expect(ticks('*/30 * * * *', '2026-10-25T00:00:00Z', 4)).toEqual([
      '2026-10-25T00:30',
      '2026-10-25T01:00',
      '2026-10-25T01:30',
      '2026-10-25T02:00',
    ]);
  });

  it('given an hour that is left out, then the nightly poll of that night is not', () => {
    expect(ticks('30 2 * * *', '2026-03-28T12:00:00Z', 2)).toEqual(['2026-03-29T01:00', '2026-03-30T00:30']);
  });
});
