import { Type, type ClassConstructor } from 'class-transformer';
import { IsArray, ValidateBy, ValidateNested, type ValidationOptions } from 'class-validator';

/** class-validator takes a list for a valid nested object, whatever is in it. */
function isOneObject(options?: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
  return ValidateBy(
    { name: 'isPart', validator: { validate, defaultMessage: () => '$property must be an object' } },
    options,
  );
}

/** A nested object of the class. */
export function IsPart(of: () => ClassConstructor<object>): PropertyDecorator {
  return all(isOneObject(), ValidateNested(), Type(of));
}

/** A list of nested objects of the class. */
export function IsParts(of: () => ClassConstructor<object>): PropertyDecorator {
  return all(IsArray(), isOneObject({ each: true }), ValidateNested({ each: true }), Type(of));
}

function all(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}
