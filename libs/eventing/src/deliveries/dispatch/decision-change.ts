import { isBridgeError, subjectOf, type RecordRef } from '@ledgerbridge/contracts';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import type { Decision } from '../delivery-target.js';
import type { StateChange } from '../states/state-change.js';
import { backoffMs, type BackoffPolicy } from './backoff.js';
import { errorCodeOf } from './error-code.js';
import { failedChange } from './failed-change.js';
import { heldChange } from './held-change.js';
import { AWAITED_ENDED, AWAITED_LANDED } from './release-reasons.js';

/** What a delivery in hand says of its last release. */
export type ReleasedDelivery = Pick<DeliveryEntity, 'reason' | 'details'>;

/**
 * What a decision without a call makes of a delivery. One that was released because of a record and comes to the same
 * wait for it again is not released for that reason a second time, or it would go round in circles.
 */
export function changeByDecision(
  decision: Exclude<Decision, { kind: 'write' }>,
  before: ReleasedDelivery,
): StateChange {
  switch (decision.kind) {
    case 'unchanged':
      return { to: 'unchanged' };
    case 'skipped':
      return { to: 'skipped', reason: decision.rule };
    case 'waiting': {
      const { on } = decision;
      const ended = wasReleased(before, AWAITED_ENDED, on) ? { details: { awaitedRecord: 'ended' } } : {};
      return { to: 'waiting', reason: nameOf(on), waitingOn: on, ...ended };
    }
    case 'held':
      return heldChange(decision);
    case 'failed':
      return failedByDecision(decision, before);
  }
}

function failedByDecision(decision: Extract<Decision, { kind: 'failed' }>, before: ReleasedDelivery): StateChange {
  const { awaits, until, details } = decision;
  if (awaits === undefined) return failedChange(decision);
  if (until === 'there') {
    return { ...failedChange({ ...decision, details: { ...details, awaits: until } }), waitingOn: awaits };
  }
  const change = failedChange(decision);
  return wasReleased(before, AWAITED_LANDED, awaits) ? change : { ...change, waitingOn: awaits };
}

/** `<connection>/<type>/<source id>` */
export function nameOf(record: RecordRef): string {
  return `${record.connection}/${subjectOf(record)}`;
}

function wasReleased({ reason, details }: ReleasedDelivery, why: string, by: RecordRef): boolean {
  return reason === why && details?.['awaited'] === nameOf(by);
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
