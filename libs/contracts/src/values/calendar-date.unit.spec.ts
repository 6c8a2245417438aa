import { describe, expect, it } from '@jest/globals';
import { isInstant } from '../records/validators.js';
import { addDays, isCalendarDate } from './calendar-date.js';
import { currencyDigits, isCurrencyCode } from './currency.js';

describe('calendar date', () => {
  it.each(['2026-02-28', '2024-02-29', '2080-12-31'])('given %s, then it is a day', (value) => {
    expect(isCalendarDate(value)).toBe(true);
  });
  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '20260101', '2026-01-01T00:00:00Z', 20260101])(
    'given %s, then it is none',
    (value) => {
      expect(isCalendarDate(value)).toBe(false);
    },
  );
  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-01-01', -1, '2025-12-31'],
  ])('given %s, when %i days are added, then it is %s', (date, days, expected) => {
    expect(addDays(date, days)).toBe(expected);
  });
});

describe('instant', () => {
  it.each([
    ['2026-01-01T00:00:00Z', true],
    ['2026-01-01T00:00:00.123456Z', true],
    ['2026-01-01T00:00:00+02:00', false],
    ['2026-13-01T00:00:00Z', false],
  ])('given %s, then being an instant in UTC is %s', (value, expected) => {
    expect(isInstant(value)).toBe(expected);
  });
});

describe('currency', () => {
  it.each([
    ['USD', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['usd', undefined],
    ['ZZZ', undefined],
    ['$', undefined],
  ])('given %s, then its digits are %s', (code, digits) => {
    expect(currencyDigits(code)).toBe(digits);
    expect(isCurrencyCode(code)).toBe(digits !== undefined);
  });
});
