import { isBridgeError } from '@ledgerbridge/contracts';
import { problem, type FieldProblem } from '@ledgerbridge/service';
import type { ConnectionsErrorCode } from '../connections.errors.js';

const STATUS: Readonly<Partial<Record<ConnectionsErrorCode, number>>> = {
  CONNECTION_NOT_FOUND: 404,
  CONNECTION_READ_ONLY: 409,
  CONNECTION_INVALID: 422,
  SECRET_REQUIRED: 422,
  CONNECTION_NOT_HELD: 504,
};

/** Runs a request's work; errors that are the caller's to act on become problems with their own status. */
export async function answering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const status = isBridgeError(error) ? STATUS[error.code as ConnectionsErrorCode] : undefined;
    if (!isBridgeError(error) || status === undefined) throw error;
    const { problems } = error as { problems?: readonly FieldProblem[] };
    throw problem(status, error.code, error.message, problems && { errors: problems });
  }
}
