import { isBridgeError, subjectOf } from '@ledgerbridge/contracts';
import type { Decision } from '../delivery-target.js';
import type { StateChange } from '../states/state-change.js';
import { backoffMs, type BackoffPolicy } from './backoff.js';
import { errorCodeOf } from './error-code.js';
import { failedChange } from './failed-change.js';

/** What a decision without a call makes of a delivery. */
export function changeByDecision(decision: Exclude<Decision, { kind: 'write' }>): StateChange {
  switch (decision.kind) {
    case 'unchanged':
      return { to: 'unchanged' };
    case 'skipped':
      return { to: 'skipped', reason: decision.rule };
    case 'waiting':
      return { to: 'waiting', reason: `${decision.on.connection}/${subjectOf(decision.on)}`, waitingOn: decision.on };
    case 'failed':
      return failedChange(decision);
  }
}

/** A record that cannot be decided must not stop the others: it fails by itself, or is tried again when that may help. */
export function changeByDecisionError(
  error: unknown,
  attempt: number,
  retry: BackoffPolicy,
  random: number,
): StateChange {
  const reason = errorCodeOf(error);
  if (!isBridgeError(error))
    return { to: 'failed', failureClass: 'data', reason: 'UNDECIDABLE', details: { error: reason } };
  if (!error.retryable) return { to: 'failed', failureClass: 'data', reason, details: { ...error.details } };
  return { to: 'retrying', reason, attempt: attempt + 1, nextAttemptInMs: backoffMs(attempt + 1, retry, random) };
}
