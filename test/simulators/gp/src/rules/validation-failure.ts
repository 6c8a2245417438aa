import { MESSAGES, type MessageName } from './messages.js';

/** One error as the exception log keeps it. */
export interface Problem {
  code: string;
  message: string;
  /** Member of the business object, dotted. */
  property: string;
}

/** What the service answers as a validation exception. */
export class ValidationFailure extends Error {
  constructor(
    readonly problems: readonly Problem[],
    readonly notFound = false,
  ) {
    super(problems.map(({ message }) => message).join('; '));
  }
}

/** Collects what is wrong with one object; eConnect too names several errors at once. */
export class Problems {
  private readonly found: Problem[] = [];

  add(name: MessageName, property: string): void {
    this.found.push(problem(name, property));
  }

  /** @throws ValidationFailure when anything was added */
  throwIfAny(): void {
    if (this.found.length > 0) throw new ValidationFailure(this.found);
  }
}

export function failure(name: MessageName, property: string): ValidationFailure {
  return new ValidationFailure([problem(name, property)], name === 'notFound');
}

/** A failure with a text of the caller's own, for faults. */
export function failureText(message: string): ValidationFailure {
  return new ValidationFailure([{ code: '9099', message, property: '' }]);
}

function problem(name: MessageName, property: string): Problem {
  const [code, message] = MESSAGES[name];
  return { code: String(code), message, property };
}
