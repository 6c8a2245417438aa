import type { ValidationError } from 'class-validator';
import type { FieldProblem } from './problem.error.js';

/** class-validator's tree as one line per broken rule; a field that its class does not know is an `unknown setting`. */
export function flattenValidation(errors: readonly ValidationError[], parent = ''): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = joinPath(parent, error.property);
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
      field,
      message: rule === 'whitelistValidation' ? 'unknown setting' : withoutProperty(message, error.property),
    }));
    return [...own, ...flattenValidation(error.children ?? [], field)];
  });
}

function joinPath(parent: string, property: string): string {
  if (/^\d+$/.test(property)) return `${parent}[${property}]`;
  return parent === '' ? property : `${parent}.${property}`;
}

/** `cron must be a string` → `must be a string`: the field is named beside it. */
function withoutProperty(message: string, property: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
