import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '@ledgerbridge/contracts';
import { dayToUnixSeconds, unixSecondsToDay } from './site-day.js';

const ZONES = [
  'UTC',
  'America/New_York',
  'Africa/Johannesburg',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Asia/Beirut',
];

describe('day at the site', () => {
  it.each([
    ['2026-01-15', 'UTC', '2026-01-15T00:00:00Z'],
    ['2026-01-15', 'America/New_York', '2026-01-15T05:00:00Z'],
    ['2026-07-15', 'America/New_York', '2026-07-15T04:00:00Z'],
    ['2026-01-15', 'Africa/Johannesburg', '2026-01-14T22:00:00Z'],
    // clocks jump over midnight: the day begins at one o'clock
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
    ['2080-12-31', 'UTC', '2080-12-31T00:00:00Z'],
  ])('given %s in %s, then it starts at %s', (day, zone, instant) => {
    expect(dayToUnixSeconds(day, zone)).toBe(Date.parse(instant) / 1000);
  });

  const day = fc.integer({ min: 0, max: 30_000 }).map((days) => addDays('2000-01-01', days));

  it('given any day and zone, then the site prints that day and the second before the day before', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...ZONES), (date, zone) => {
        const start = dayToUnixSeconds(date, zone);
        expect(unixSecondsToDay(start, zone)).toBe(date);
        expect(unixSecondsToDay(start - 1, zone) < date).toBe(true);
      }),
    );
  });
});
