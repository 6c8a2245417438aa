import { isCurrencyCode } from '@ledgerbridge/contracts';
import { ValidateBy } from 'class-validator';

/** An object whose every value is what `test` wants. */
export const EveryValue = (what: string, test: (value: unknown) => boolean): PropertyDecorator =>
  ValidateBy({
    name: 'everyValue',
    validator: {
      validate: (value: unknown) => typeof value === 'object' && value !== null && Object.values(value).every(test),
      defaultMessage: () => `every value of $property must be ${what}`,
    },
  });

export const IsCurrencyCode = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCurrencyCode',
    validator: { validate: isCurrencyCode, defaultMessage: () => '$property must be an ISO 4217 code' },
  });

/** A list that holds objects, no bare values and no lists in it: class-validator takes those for valid. */
export const IsRules = (): PropertyDecorator =>
  ValidateBy({
    name: 'isRules',
    validator: { validate: isListOfObjects, defaultMessage: () => '$property must be a list of rules' },
  });

function isListOfObjects(value: unknown): boolean {
  const isRule = (item: unknown) => typeof item === 'object' && item !== null && !Array.isArray(item);
  return Array.isArray(value) && value.every(isRule);
}

/** A text of 1 to `max` characters. */
export function isTextUpTo(max: number): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && value.trim() !== '' && value.length <= max;
}

/** An object of texts of which none begins with another. */
export const IsPrefixFree = (): PropertyDecorator =>
  ValidateBy({
    name: 'isPrefixFree',
    validator: { validate: isPrefixFree, defaultMessage: () => 'no value of $property may begin with another' },
  });

function isPrefixFree(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const texts = Object.values(value).map(String);
  return texts.every((text, at) => texts.every((other, otherAt) => at === otherAt || !other.startsWith(text)));
}
