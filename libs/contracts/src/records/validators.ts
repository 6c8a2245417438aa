import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isCalendarDate } from '../values/calendar-date.js';
import { isCurrencyCode } from '../values/currency.js';
import { isDecimalString } from '../values/decimal-string.js';

export const INSTANT_PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;

export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && INSTANT_PATTERN.test(value) && !Number.isNaN(Date.parse(value));
}

function rule(name: string, expected: string, validate: (value: unknown) => boolean) {
  return (options?: ValidationOptions): PropertyDecorator =>
    ValidateBy({ name, validator: { validate, defaultMessage: () => `$property must be ${expected}` } }, options);
}

export const IsDecimal = rule('isDecimal', 'a plain decimal string', isDecimalString);
export const IsCurrency = rule('isCurrency', 'an ISO 4217 code', isCurrencyCode);
export const IsCalendarDate = rule('isCalendarDate', 'a day as YYYY-MM-DD', isCalendarDate);
export const IsInstant = rule('isInstant', 'an RFC 3339 instant in UTC', isInstant);
export const IsAttributes = rule('isAttributes', 'an object of texts', isAttributes);

const LONGEST_ATTRIBUTE = 500;

function isAttributes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === 'string' && text.length <= LONGEST_ATTRIBUTE);
}
