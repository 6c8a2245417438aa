import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readDay, readDecimal, readKey, readText } from './fields.js';

describe('fields', () => {
  it('given text with control characters, line breaks and padding, when read, then they are taken out', () => {
    expect(readText({ Name: ' Tab\tand\u0000null\u001b Works\r\n ' }, 'Name', 50)).toBe('Tab andnull Works');
  });

  it('given blanks, null or nothing, when read as text, then it is undefined', () => {
    for (const row of [{ Name: '   ' }, { Name: null }, {}]) expect(readText(row, 'Name', 50)).toBeUndefined();
  });

  it('given four-byte text, when read, then it is kept; given half a pair, then Postgres can store it', () => {
    expect(readText({ Name: 'Rocket 🚀 𠮷野家' }, 'Name', 50)).toBe('Rocket 🚀 𠮷野家');
    expect(readText({ Name: 'half \ud83d' }, 'Name', 50)?.isWellFormed()).toBe(true);
  });

  it('given a value of another kind or too long, when read as text, then its field, shape and rule are told, not the value', () => {
    expect(() => readText({ Name: { deep: true } }, 'Name', 50)).toThrow('Name: NOT_TEXT (object)');
    expect(() => readText({ Name: 'secret'.repeat(9) }, 'Name', 50)).toThrow('Name: TEXT_TOO_LONG (string(54))');
  });

  it('given a key, when read, then it is trimmed but never repaired', () => {
    expect(readKey({ Customer: 'BAY001    ' }, 'Customer')).toBe('BAY001');
    expect(() => readKey({ Customer: '   ' }, 'Customer')).toThrow('KEY_BLANK');
    expect(() => readKey({ Customer: null }, 'Customer')).toThrow('KEY_BLANK (null)');
    expect(() => readKey({ Customer: 'A\u0007B' }, 'Customer')).toThrow('KEY_INVALID');
  });

  it('given negative zero, when read as a number, then it is zero', () => {
    expect(readDecimal({ V: '-0.00' }, 'V')).toBe('0');
    expect(readDecimal({ V: -0 }, 'V')).toBe('0');
  });

  it('given text that is no number, when read as one, then it is refused', () => {
    for (const value of ['12,50', '0x10', 'NaN', 'Infinity', '1.', true]) {
      expect(() => readDecimal({ V: value }, 'V')).toThrow('V: NOT_A_NUMBER');
    }
  });

  it('given any decimal of SYSPRO size as text or number, when read, then it is exact', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 14n), 10n ** 14n), (cents) => {
        const sign = cents < 0n ? '-' : '';
        const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
        const text = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        const expected = readDecimal({ V: text }, 'V');
        expect(readDecimal({ V: Number(text) }, 'V')).toBe(expected);
        expect(BigInt((expected ?? '').includes('.') ? text.replace('.', '') : `${expected}00`)).toBe(cents);
      }),
    );
  });

  it.each(['2026-03-01T00:00:00Z', '2026-03-01T00:00:00+02:00', '2026-03-01T00:00:00.000', '2026-03-01'])(
    'given %s, when read as a day, then it is the day that stands there',
    (value) => expect(readDay({ D: value }, 'D')).toBe('2026-03-01'),
  );

  it('given a day that does not exist, when read, then it is refused', () => {
    for (const value of ['2026-02-30', '20260301', 'tomorrow', 5]) {
      expect(() => readDay({ D: value }, 'D')).toThrow('D: NOT_A_DATE');
    }
    expect(readDay({ D: null }, 'D')).toBeUndefined();
  });
});
