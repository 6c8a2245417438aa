import { STATUS_CODES } from 'node:http';
import { isBridgeError, type SafeDetails } from '@ledgerbridge/contracts';
import { ProblemError, type FieldProblem } from './problem.error.js';

/** RFC 9457 problem details; `code` is what programs decide by. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  readonly details?: SafeDetails;
}

const CODES_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'INVALID_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  409: 'CONFLICT',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE',
  429: 'TOO_MANY_REQUESTS',
  503: 'UNAVAILABLE',
};

function problemOf(status: number, code: string, detail: string, more: Partial<Problem> = {}): Problem {
  const type = `urn:ledgerbridge:problem:${code.toLowerCase().replaceAll('_', '-')}`;
  return { type, title: STATUS_CODES[status] ?? 'Error', status, code, detail, ...more };
}

/** The answer to anything a handler or a middleware throws. What we did not write ourselves is never shown. */
export function toProblem(error: unknown): Problem {
  if (isProblemError(error)) {
    return problemOf(error.status, error.code, error.message, error.errors && { errors: error.errors });
  }
  if (isBridgeError(error)) {
    return problemOf(error.retryable ? 503 : 500, error.code, error.message, { details: error.details });
  }
  const status = clientErrorStatus(error);
  if (status === undefined) return problemOf(500, 'INTERNAL', 'The service failed on this request; its log says why');
  return problemOf(status, CODES_BY_STATUS[status] ?? 'REQUEST_REFUSED', clientErrorDetail(error));
}

function isProblemError(error: unknown): error is ProblemError {
  return (error as { name?: unknown } | undefined)?.name === 'ProblemError';
}

/** Nest's HttpException has `getStatus()`, errors of middleware have `status`. Server errors are not passed on. */
function clientErrorStatus(error: unknown): number | undefined {
  const { getStatus, status } = (error ?? {}) as { getStatus?: () => number; status?: unknown };
  const value = typeof getStatus === 'function' ? getStatus.call(error) : status;
  return typeof value === 'number' && value >= 400 && (value < 500 || value === 503) ? value : undefined;
}

function clientErrorDetail(error: unknown): string {
  return (error as { message?: string }).message ?? 'The request was refused';
}
