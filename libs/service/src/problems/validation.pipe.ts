import { ValidationPipe } from '@nestjs/common';
import { flattenValidation } from './flatten-validation.js';
import { problem } from './problem.error.js';

/** Bodies and queries are what their class says, nothing more; a wrong one ends with 400 naming each field. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (errors) =>
      problem(400, 'INVALID_REQUEST', 'The request has wrong fields', { errors: flattenValidation(errors) }),
  });
}
