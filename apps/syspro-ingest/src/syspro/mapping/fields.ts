import { isCalendarDate, toDecimalString, type CalendarDate, type DecimalString } from '@ledgerbridge/contracts';
import { scalarText } from '../odata/exact-json.js';
import { RowRejected, shapeOf } from './rejection.js';

type Row = Readonly<Record<string, unknown>>;

/** C0 and C1 controls and DEL; line breaks and tabs become blanks first. */
const CONTROLS = /\p{Cc}/gu;
/** What the contracts take for a number; SYSPRO's key columns have at most 20 characters. */
const KEY_LENGTH = 100;
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/;
/** Far more than any SYSPRO column holds (decimal(18,6)); beyond it sums would no longer be exact. */
const DIGITS = /^-?\d{1,20}(\.\d{1,12})?$/;

/**
 * A text field, trimmed; undefined when blank. Control characters are taken out: no target takes them, and Postgres
 * cannot store NUL. Halves of surrogate pairs become U+FFFD.
 * @throws RowRejected NOT_TEXT, TEXT_TOO_LONG
 */
export function readText(row: Row, field: string, maxLength: number): string | undefined {
  const value = row[field];
  if (value === undefined || value === null) return undefined;
  const received = scalarText(value);
  if (received === undefined) throw new RowRejected(field, shapeOf(value), 'NOT_TEXT');
  const text = cleanText(received);
  if (text === '') return undefined;
  if (text.length > maxLength) throw new RowRejected(field, shapeOf(value), 'TEXT_TOO_LONG');
  return text;
}

export function cleanText(value: string): string {
  return value
    .replace(/[\r\n\t]+/g, ' ')
    .replace(CONTROLS, '')
    .toWellFormed()
    .trim();
}

/**
 * Part of a key, trimmed. It is never repaired: a repaired key could be another row's.
 * @throws RowRejected KEY_BLANK, KEY_INVALID, TEXT_TOO_LONG
 */
export function readKey(row: Row, field: string): string {
  const value = row[field];
  const text = scalarText(value)?.trim() ?? '';
  if (text === '') throw new RowRejected(field, shapeOf(value), 'KEY_BLANK');
  if (/\p{Cc}/u.test(text) || !text.isWellFormed()) throw new RowRejected(field, shapeOf(value), 'KEY_INVALID');
  if (text.length > KEY_LENGTH) throw new RowRejected(field, shapeOf(value), 'TEXT_TOO_LONG');
  return text;
}

/**
 * A number in its exact digits; undefined when blank. Minus zero is zero.
 * @throws RowRejected NOT_A_NUMBER, NUMBER_OUT_OF_RANGE
 */
export function readDecimal(row: Row, field: string): DecimalString | undefined {
  const value = row[field];
  if (value === undefined || value === null) return undefined;
  const text = scalarText(value)?.trim();
  if (text === '') return undefined;
  if (text === undefined || !NUMBER.test(text)) throw new RowRejected(field, shapeOf(value), 'NOT_A_NUMBER');
  const exact = toDecimalString(text);
  if (!DIGITS.test(exact)) throw new RowRejected(field, shapeOf(value), 'NUMBER_OUT_OF_RANGE');
  return exact;
}

/** An amount that a blank leaves at zero. */
export function readAmount(row: Row, field: string): DecimalString {
  return readDecimal(row, field) ?? '0';
}

/**
 * The calendar day of a `datetime` column. Its time is 00:00 in the company's own zone whatever suffix the service
 * writes, so the day is what stands first.
 * @throws RowRejected NOT_A_DATE
 */
export function readDay(row: Row, field: string): CalendarDate | undefined {
  const value = row[field];
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'string' ? value.trim() : undefined;
  if (text === '') return undefined;
  const day = text?.slice(0, 10);
  if (!isCalendarDate(day) || !/^(T|$)/.test(text?.slice(10) ?? '')) {
    throw new RowRejected(field, shapeOf(value), 'NOT_A_DATE');
  }
  return day;
}
