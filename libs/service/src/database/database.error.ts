import { BridgeError, type SafeDetails } from '@ledgerbridge/contracts';

export type DatabaseErrorCode =
  /** MIGRATE=false and the schema is older than this build. */
  | 'MIGRATIONS_PENDING'
  /** DATABASE_URL cannot be reached or refuses us. */
  | 'DATABASE_UNREACHABLE';

/** Thrown while a service opens its schema at start. */
export class DatabaseError extends BridgeError<DatabaseErrorCode> {
  constructor(code: DatabaseErrorCode, message: string, details: SafeDetails, cause?: unknown) {
    super(code, message, { retryable: code === 'DATABASE_UNREACHABLE', details, cause });
  }
}
