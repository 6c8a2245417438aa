import type { Classification, ReadBack, TargetTimeouts } from '../delivery-target.js';
import type { StateChange } from '../states/state-change.js';
import { backoffMs, type BackoffPolicy } from './backoff.js';
import { failedChange } from './failed-change.js';
import { heldChange } from './held-change.js';

/** What became of the request at a delivery's step. */
export type Outcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'send' }
  | {
      readonly kind: 'change';
      readonly change: StateChange;
      /** Whether the object the request creates may exist now, as far as this call tells. */
      readonly existence: 'refused' | 'uncertain' | 'unknown';
    };

export interface OutcomeContext {
  readonly attempt: number;
  readonly readBacks: number;
  readonly timeouts: TargetTimeouts;
  readonly retry: BackoffPolicy;
  /** In [0, 1). */
  readonly random: number;
  /** Code or name of the error, shown as reason. */
  readonly errorCode: string;
}

/** When a call whose fate is unknown is over for certain: its own time limit, then what the target takes to settle. */
export function doubtWaitMs({ requestSeconds, settleSeconds }: TargetTimeouts): number {
  return (requestSeconds + settleSeconds) * 1_000;
}

/** After a failed send; a duplicate is looked at by read-back before it comes to this. */
export function afterSendError(
  classification: Exclude<Classification, { kind: 'duplicate' }>,
  context: OutcomeContext,
): Outcome {
  switch (classification.kind) {
    case 'in-doubt': {
      const nextAttemptInMs = doubtWaitMs(context.timeouts);
      return changed({ to: 'in_doubt', reason: context.errorCode, nextAttemptInMs, readBacks: 0 }, 'unknown');
    }
    default:
      return changed(refusal(classification, context), 'refused');
  }
}

/** The connection was given back before the request's turn came: as if the call had not been begun. */
export function afterHandingOver(attempt: number): Outcome {
  return changed(
    { to: 'retrying', reason: 'HANDED_OVER', attempt: Math.max(0, attempt - 1), nextAttemptInMs: 0 },
    'refused',
  );
}

/**
 * After a read-back that failed before anything was sent: nothing is in doubt, so it is tried again or failed. A
 * duplicate makes no sense of a read and a read without an answer harms nothing: both are transient.
 */
export function afterEarlyReadError(classification: Classification, context: OutcomeContext): Outcome {
  return changed(refusal(isRefusal(classification) ? classification : { kind: 'transient' }, context), 'unknown');
}

/** After a read-back that failed while a write is in doubt: the doubt stays, whatever the reason. */
export function afterDoubtReadError(classification: Classification, context: OutcomeContext): Outcome {
  const readBacks = context.readBacks + 1;
  const retryAfterMs = classification.kind === 'transient' ? classification.retryAfterMs : undefined;
  const nextAttemptInMs = backoffMs(readBacks, context.retry, context.random, retryAfterMs);
  return changed({ to: 'in_doubt', reason: context.errorCode, nextAttemptInMs, readBacks }, 'unknown');
}

type Refusal = Exclude<Classification, { kind: 'in-doubt' | 'duplicate' }>;

/** The others leave open whether the call was made; of an error that no call threw they say nothing at all. */
export function isRefusal(classification: Classification): classification is Refusal {
  return classification.kind !== 'in-doubt' && classification.kind !== 'duplicate';
}

/**
 * After a call that a decision needed and the target refused: nothing was written.
 * @param context with the attempt that this one would be
 */
export function afterDecisionError(classification: Refusal, context: OutcomeContext): StateChange {
  const change = refusal(classification, context);
  return classification.kind === 'transient' ? { ...change, attempt: context.attempt } : change;
}

export interface ReadBackContext {
  /** The target said that our id is taken: proof that something is there. */
  readonly refusedAsDuplicate: boolean;
  /** Sending again is harmless. */
  readonly repeatable: boolean;
}

/** What a read-back says of a request that may have been applied. */
export function afterReadBack(found: ReadBack, { refusedAsDuplicate, repeatable }: ReadBackContext): Outcome {
  if (found.kind === 'equal') return { kind: 'accepted' };
  if (!refusedAsDuplicate && (repeatable || found.kind === 'absent')) return { kind: 'send' };
  if (found.kind !== 'different') return unreadable();
  const details = { differences: found.differences };
  return changed({ to: 'failed', failureClass: 'collision', reason: 'TARGET_DIFFERS', details }, 'uncertain');
}

function unreadable(): Outcome {
  return changed({ to: 'failed', failureClass: 'collision', reason: 'TARGET_UNREADABLE' }, 'uncertain');
}

function refusal(classification: Refusal, context: OutcomeContext): StateChange {
  switch (classification.kind) {
    case 'transient': {
      const nextAttemptInMs = backoffMs(context.attempt, context.retry, context.random, classification.retryAfterMs);
      return { to: 'retrying', reason: context.errorCode, nextAttemptInMs };
    }
    case 'target-down': {
      // the circuit says when; the attempt was none
      return { to: 'retrying', reason: 'TARGET_DOWN', attempt: unburnt(context), nextAttemptInMs: 0 };
    }
    case 'held':
      return { ...heldChange(classification), attempt: unburnt(context) };
    case 'permanent': {
      const { message, details } = classification;
      return failedChange({ ...classification, details: { ...details, message } });
    }
  }
}

function unburnt({ attempt }: OutcomeContext): number {
  return Math.max(0, attempt - 1);
}

function changed(change: StateChange, existence: 'refused' | 'uncertain' | 'unknown'): Outcome {
  return { kind: 'change', change, existence };
}
