import type { Decision } from '../delivery-target.js';
import { AFRESH, type StateChange } from '../states/state-change.js';

/** Waits for other settings, not for a record; whatever it was to send is decided anew then. */
export function heldChange({ reason, details }: Extract<Decision, { kind: 'held' }>): StateChange {
  const { requests, step } = AFRESH;
  return { to: 'waiting', reason, details, requests, step };
}

/** Of the states by which a delivery waits, this one. */
export function isHeld({ to, waitingOn }: StateChange): boolean {
  return to === 'waiting' && waitingOn === undefined;
}
