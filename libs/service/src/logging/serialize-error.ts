import { isBridgeError } from '@ledgerbridge/contracts';

export interface SerializedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly details?: unknown;
  readonly stack?: string;
  readonly cause?: SerializedError;
}

const MAX_CAUSES = 5;

/**
 * What of an error may be logged: name, message, code, safe details of our own errors and the chain of causes.
 * Everything else an error object carries (request and response bodies, headers, SQL parameters) stays behind.
 */
export function serializeError(error: unknown, depth = 0): SerializedError {
  if (typeof error !== 'object' || error === null) return { type: typeof error, message: String(error) };
  const { name, message, code, stack, cause } = error as Record<string, unknown>;
  return {
    type: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' ? message : '',
    ...((typeof code === 'string' || typeof code === 'number') && { code: String(code) }),
    ...(isBridgeError(error) && { details: error.details }),
    ...(typeof stack === 'string' && { stack }),
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: serializeError(cause, depth + 1) }),
  };
}
