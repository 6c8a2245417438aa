import { ValidateBy } from 'class-validator';

/** Text that Postgres can hold and a person can read. */
export function IsText(longest: number): PropertyDecorator {
  const validate = (value: unknown): boolean =>
    typeof value === 'string' && value.length <= longest && /\S/.test(value) && !value.includes('\u0000');
  const defaultMessage = (): string => `$property must be text of 1 to ${longest} characters`;
  return ValidateBy({ name: 'isText', validator: { validate, defaultMessage } });
}
