import { BridgeError, type SafeDetails } from '@ledgerbridge/contracts';
import type { FieldProblem } from '@ledgerbridge/service';

export type ConnectionsErrorCode =
  /** A stored secret was sealed with a key that CREDENTIALS_KEYS does not hold. */
  | 'CREDENTIAL_KEY_UNKNOWN'
  /** A stored secret belongs to another host than the connection's settings name now. */
  | 'SECRET_HOST_CHANGED'
  /** A stored secret does not open: altered, moved to another connection or setting, or the key has another value. */
  | 'SECRET_UNREADABLE'
  /** Settings break their rules; details name each one. */
  | 'CONNECTION_INVALID'
  /** A secret is needed that neither the request nor the stored connection can provide. */
  | 'SECRET_REQUIRED'
  /** No connection has this id. */
  | 'CONNECTION_NOT_FOUND'
  /** The connection comes from CONNECTIONS_FILE and is changed there. */
  | 'CONNECTION_READ_ONLY'
  /** No process answered a test request in time. */
  | 'CONNECTION_NOT_HELD'
  /** An address that no outside system may have. */
  | 'ADDRESS_REFUSED';

/** Thrown by the connection store, its sealing and its API. A person must act on each of them but CONNECTION_NOT_HELD. */
export class ConnectionsError extends BridgeError<ConnectionsErrorCode> {
  constructor(code: ConnectionsErrorCode, message: string, details: SafeDetails = {}, cause?: unknown) {
    super(code, message, { retryable: code === 'CONNECTION_NOT_HELD', details, cause });
  }
}

/** CONNECTION_INVALID or SECRET_REQUIRED with every broken rule: the setting's path and the rule, never the value. */
export class ConnectionSettingsError extends ConnectionsError {
  constructor(
    code: 'CONNECTION_INVALID' | 'SECRET_REQUIRED',
    readonly connectionId: string,
    readonly problems: readonly FieldProblem[],
  ) {
    const lines = problems.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`));
    super(code, `Connection ${connectionId}: ${lines.join('; ')}`, { connection: connectionId, problems: lines });
  }
}
