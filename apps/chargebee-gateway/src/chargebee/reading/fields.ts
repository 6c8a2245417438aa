import { isCurrencyCode, toDecimalString, type CalendarDate, type DecimalString } from '@ledgerbridge/contracts';
import { cleanText, truncated } from '../fit-text.js';
import { fromMinorUnits } from '../minor-units.js';
import { unixSecondsToDay } from '../site-day.js';
import { ResourceRejected, shapeOf, type RejectionRule } from './resource-rejected.js';

/** A resource or part of one as the API answers it; unknown members are welcome. */
export type Resource = Readonly<Record<string, unknown>>;

/** What the contracts take for a number; Chargebee's ids have at most 50. */
const LONGEST_KEY = 100;
/** The year 2999: beyond it a value is no time in seconds. */
const LATEST_SECOND = 32_503_680_000;
const DECIMAL = /^-?\d{1,33}(\.\d{1,33})?$/;

/**
 * A text that means something only as a whole; undefined when blank.
 * @throws ResourceRejected NOT_TEXT, TEXT_TOO_LONG
 */
export function readText(resource: Resource, field: string, maxLength: number): string | undefined {
  const text = cleaned(resource, field);
  if (text === undefined) return undefined;
  if (text.length > maxLength) throw new ResourceRejected(field, shapeOf(text), 'TEXT_TOO_LONG');
  return text;
}

/** Descriptive text, cut to length. @throws ResourceRejected NOT_TEXT */
export function readDescription(resource: Resource, field: string, maxLength: number): string | undefined {
  return truncated(cleaned(resource, field), maxLength);
}

function cleaned(resource: Resource, field: string): string | undefined {
  const value = resource[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new ResourceRejected(field, shapeOf(value), 'NOT_TEXT');
  const text = cleanText(value);
  return text === '' ? undefined : text;
}

/**
 * An id. It is never repaired: a repaired id could be another object's.
 * @throws ResourceRejected KEY_BLANK (or the rule given), KEY_INVALID, TEXT_TOO_LONG
 */
export function readKey(resource: Resource, field: string, whenBlank: RejectionRule = 'KEY_BLANK'): string {
  const value = resource[field];
  if (typeof value !== 'string' || value.trim() === '') throw new ResourceRejected(field, shapeOf(value), whenBlank);
  if (/\p{Cc}/u.test(value) || !value.isWellFormed()) throw new ResourceRejected(field, shapeOf(value), 'KEY_INVALID');
  if (value.length > LONGEST_KEY) throw new ResourceRejected(field, shapeOf(value), 'TEXT_TOO_LONG');
  return value;
}

export function readOptionalKey(resource: Resource, field: string): string | undefined {
  const value = resource[field];
  return value === undefined || value === null || value === '' ? undefined : readKey(resource, field);
}

/** @throws ResourceRejected CURRENCY_UNKNOWN */
export function readCurrency(resource: Resource): string {
  const value = resource['currency_code'];
  if (!isCurrencyCode(value)) throw new ResourceRejected('currency_code', shapeOf(value), 'CURRENCY_UNKNOWN');
  return value;
}

/**
 * An amount in Chargebee's smallest units; undefined when absent.
 * @throws ResourceRejected NOT_AN_AMOUNT
 */
export function readMinor(resource: Resource, field: string): number | undefined {
  const value = resource[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw new ResourceRejected(field, shapeOf(value), 'NOT_AN_AMOUNT');
  }
  return value;
}

/** @throws ResourceRejected AMOUNT_MISSING, NOT_AN_AMOUNT */
export function readRequiredMinor(resource: Resource, field: string): number {
  const amount = readMinor(resource, field);
  if (amount === undefined) throw new ResourceRejected(field, 'absent', 'AMOUNT_MISSING');
  return amount;
}

/** An amount as a decimal string; absent is zero. @throws ResourceRejected NOT_AN_AMOUNT */
export function readAmount(resource: Resource, field: string, currency: string): DecimalString {
  return fromMinorUnits(readMinor(resource, field) ?? 0, currency);
}

/** Adds smallest units. @throws ResourceRejected NUMBER_OUT_OF_RANGE once the sum is no longer exact */
export function sumMinor(amounts: readonly number[], field: string): number {
  return amounts.reduce((sum, amount) => {
    const next = sum + amount;
    if (!Number.isSafeInteger(next)) throw new ResourceRejected(field, 'number', 'NUMBER_OUT_OF_RANGE');
    return next;
  }, 0);
}

/**
 * A number that is no money: a quantity, a rate, an attribute in decimals, which Chargebee writes as a number or as text.
 * @throws ResourceRejected NOT_A_NUMBER
 */
export function readDecimal(resource: Resource, field: string): DecimalString | undefined {
  const value = resource[field];
  if (value === undefined || value === null || value === '') return undefined;
  const text = typeof value === 'number' && Number.isFinite(value) ? toDecimalString(value) : value;
  if (typeof text !== 'string' || !DECIMAL.test(text))
    throw new ResourceRejected(field, shapeOf(value), 'NOT_A_NUMBER');
  return toDecimalString(text);
}

/** A whole number; undefined when absent. @throws ResourceRejected NOT_A_NUMBER */
export function readWhole(resource: Resource, field: string): number | undefined {
  const value = resource[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw new ResourceRejected(field, shapeOf(value), 'NOT_A_NUMBER');
  }
  return value;
}

/** Unix seconds. @throws ResourceRejected NOT_A_TIME */
function readSeconds(resource: Resource, field: string): number | undefined {
  const value = resource[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > LATEST_SECOND) {
    throw new ResourceRejected(field, shapeOf(value), 'NOT_A_TIME');
  }
  return value;
}

/** An instant, RFC 3339 UTC. @throws ResourceRejected NOT_A_TIME */
export function readInstant(resource: Resource, field: string): string | undefined {
  const seconds = readSeconds(resource, field);
  return seconds === undefined ? undefined : new Date(seconds * 1000).toISOString();
}

/** The day the site prints for an instant. @throws ResourceRejected NOT_A_TIME */
export function readDay(resource: Resource, field: string, timeZone: string): CalendarDate | undefined {
  const seconds = readSeconds(resource, field);
  return seconds === undefined ? undefined : unixSecondsToDay(seconds, timeZone);
}

/** @throws ResourceRejected DATE_MISSING, NOT_A_TIME */
export function readRequiredDay(resource: Resource, field: string, timeZone: string): CalendarDate {
  const day = readDay(resource, field, timeZone);
  if (day === undefined) throw new ResourceRejected(field, 'absent', 'DATE_MISSING');
  return day;
}

/** The parts of a resource, as `line_items`; absent is none. */
export function readParts(resource: Resource, field: string): readonly Resource[] {
  const value = resource[field];
  return Array.isArray(value) ? value.filter(isResource) : [];
}

export function isResource(value: unknown): value is Resource {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of a deleted resource too: that it was voided before is part of what it was. */
export function voidedAtOf(resource: Resource, status: string): string | undefined {
  return status === 'voided' || status === 'deleted' ? readInstant(resource, 'voided_at') : undefined;
}
