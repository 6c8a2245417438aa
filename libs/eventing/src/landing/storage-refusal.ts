import { isBridgeError, type DeadLetter } from '@ledgerbridge/contracts';

/**
 * True when Postgres refuses what a message holds, so that no retry of the same bytes can succeed: SQLSTATE class 22
 * (untranslatable character, value out of range, …), a row or index entry that is too large, a violated check or
 * not-null; or when an event made from it is too large to publish.
 */
export function isStorageRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return false;
  return /^22[0-9A-Z]{3}$/.test(code) || ['54000', '23502', '23514', 'EVENT_TOO_LARGE'].includes(code);
}

/** The refusal in a dead letter's words; Postgres' own message may quote the data, so only its code is kept. */
export function refusalReason(error: unknown): Pick<DeadLetter, 'code' | 'message' | 'details'> {
  if (isBridgeError(error)) return { code: error.code, message: error.message, details: { ...error.details } };
  const sqlState = (error as { code: string }).code;
  return { code: 'NOT_STORABLE', message: 'Postgres cannot store what the message holds', details: { sqlState } };
}
