import { isBridgeError } from '@ledgerbridge/contracts';
import type { RunEnd } from './runs/run-store.js';

/** What a failed run says of its error: our own errors in full, anything else only by a pointer to the log. */
export function describeFailure(error: unknown, signal: AbortSignal): Required<RunEnd> {
  if (signal.aborted) {
    return { error: 'INTERRUPTED', message: 'stopped before its end: shutdown, a changed connection or a lost lease' };
  }
  if (isBridgeError(error)) return { error: error.code, message: error.message };
  return { error: 'INTERNAL', message: 'the service failed unexpectedly; its log says why' };
}
