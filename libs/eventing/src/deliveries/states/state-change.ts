import type { DeliveryState, FailureClass, RecordRef } from '@ledgerbridge/contracts';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import type { FailureScope, StoredRequest } from '../delivery-target.js';
import { assertTransition } from './delivery-transitions.js';

/**
 * The next state of a delivery. What explains a state (reason, class, details, next attempt, what is waited for)
 * belongs to that state alone and is gone with the next one; progress (attempt, requests, step, target id) stays
 * unless given.
 */
export interface StateChange {
  readonly to: DeliveryState;
  readonly reason?: string;
  readonly failureClass?: FailureClass;
  readonly failureScope?: FailureScope;
  /** Of the target connection, for what its settings caused: a failure by configuration, or being held. */
  readonly connectionVersion?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  /** From now, by Postgres' clock. */
  readonly nextAttemptInMs?: number;
  readonly waitingOn?: RecordRef;
  readonly attempt?: number;
  readonly readBacks?: number;
  readonly step?: number;
  readonly targetId?: string;
  readonly leaseEpoch?: string;
  /** null forgets the stored requests, so that the effect is decided anew. */
  readonly requests?: readonly StoredRequest[] | null;
  readonly fingerprint?: string;
  /** The request at `step` is about to be sent. */
  readonly sending?: boolean;
}

/** A delivery that runs again as if it had just landed: what it writes is decided anew. */
export const AFRESH = {
  to: 'pending',
  requests: null,
  step: 0,
  attempt: 0,
  readBacks: 0,
} as const satisfies StateChange;

/** A delivery after its change, but for the times, which Postgres' clock gives. */
export interface ChangedDelivery {
  readonly before: DeliveryEntity;
  readonly change: StateChange;
  readonly after: DeliveryEntity;
}

/** @throws DeliveryStateError ILLEGAL_TRANSITION */
export function applyChange(before: DeliveryEntity, change: StateChange): ChangedDelivery {
  assertTransition(before.state, change.to);
  const after: DeliveryEntity = {
    ...before,
    state: change.to,
    previousState: before.state,
    revision: before.revision + 1,
    reason: change.reason === undefined ? null : storable(change.reason),
    failureClass: change.failureClass ?? null,
    failureScope: change.failureScope ?? null,
    connectionVersion: change.connectionVersion ?? null,
    details: change.details === undefined ? null : withinLimit(change.details),
    nextAttemptAt: null,
    waitingConnection: change.waitingOn?.connection ?? null,
    waitingType: change.waitingOn?.type ?? null,
    waitingSourceId: change.waitingOn === undefined ? null : storable(change.waitingOn.sourceId),
    attempt: change.attempt ?? before.attempt,
    readBacks: change.readBacks ?? before.readBacks,
    step: change.step ?? before.step,
    targetId: change.targetId ?? before.targetId,
    leaseEpoch: change.leaseEpoch ?? before.leaseEpoch,
    fingerprint: change.fingerprint ?? before.fingerprint,
    requests: change.requests === undefined ? before.requests : change.requests,
  };
  return { before, change, after };
}

/** Postgres text cannot hold U+0000. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd');
}

const MOST_DETAILS = 32_768;

/** An outcome must fit on its topic whatever a target says. */
function withinLimit(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const text = JSON.stringify(details);
  return text.length <= MOST_DETAILS ? { ...details } : { cut: `${text.slice(0, MOST_DETAILS)}…` };
}
