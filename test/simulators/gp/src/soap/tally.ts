import type { ValidationFailure } from '../rules/validation-failure.js';
import type { SchemaViolation } from '../schema/read-value.js';

/** Counts of what clients did wrong, and of what GP did without a word. */
export class Tally {
  private violations = new Map<string, number>();
  private validations = new Map<string, number>();
  private notes = new Map<string, number>();

  countViolation(violation: SchemaViolation, operation: string): void {
    add(this.violations, `${operation}: ${violation.message}`);
  }

  countValidation(failure: ValidationFailure): void {
    failure.problems.forEach(({ message }) => add(this.validations, message));
  }

  note(event: string): void {
    add(this.notes, event);
  }

  schemaViolations(): { count: number; reasons: Record<string, number> } {
    const reasons = Object.fromEntries(this.violations);
    return { count: Object.values(reasons).reduce((sum, count) => sum + count, 0), reasons };
  }

  validationFaults(): Record<string, number> {
    return Object.fromEntries(this.validations);
  }

  silent(): Record<string, number> {
    return Object.fromEntries(this.notes);
  }

  clear(): void {
    this.violations.clear();
    this.validations.clear();
    this.notes.clear();
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
