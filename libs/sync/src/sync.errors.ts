import { BridgeError, type SafeDetails } from '@ledgerbridge/contracts';

export type SyncErrorCode =
  /** Another holder closed this run after a lost lease; nothing of the page in hand was kept. */
  | 'RUN_TAKEN_OVER'
  /** The run was stopped before its end: shutdown, a changed connection, or a holder that died. */
  | 'INTERRUPTED'
  /** Something this product did not foresee; the log has it. */
  | 'INTERNAL';

/** Thrown inside a sync run when the run itself, not the outside system, is why it cannot go on. */
export class SyncError extends BridgeError<SyncErrorCode> {
  constructor(code: SyncErrorCode, message: string, details: SafeDetails = {}) {
    super(code, message, { retryable: true, details });
  }
}
