import { BridgeError, DELIVERY_STATES, type DeliveryState } from '@ledgerbridge/contracts';

/**
 * Which state may follow which. `writing` and `in_doubt` give way to a newer version only through their own outcome,
 * never from outside, so nobody but the dispatcher leaves them.
 */
const FOLLOWERS: Record<DeliveryState, readonly DeliveryState[]> = {
  pending: ['writing', 'unchanged', 'skipped', 'waiting', 'retrying', 'failed', 'superseded'],
  waiting: ['pending', 'superseded', 'ignored'],
  retrying: ['writing', 'unchanged', 'skipped', 'waiting', 'retrying', 'failed', 'superseded'],
  writing: ['delivered', 'waiting', 'retrying', 'in_doubt', 'failed', 'superseded'],
  in_doubt: ['delivered', 'writing', 'in_doubt', 'failed', 'superseded'],
  failed: ['pending', 'superseded', 'ignored'],
  delivered: [],
  unchanged: [],
  superseded: [],
  skipped: [],
  ignored: [],
};

export type DeliveryStateErrorCode =
  /** A state was asked for that cannot follow the present one: a bug, never an outcome. */
  'ILLEGAL_TRANSITION';

class DeliveryStateError extends BridgeError<DeliveryStateErrorCode> {}

export function mayFollow(from: DeliveryState, to: DeliveryState): boolean {
  return FOLLOWERS[from].includes(to);
}

/** @throws DeliveryStateError ILLEGAL_TRANSITION */
export function assertTransition(from: DeliveryState, to: DeliveryState): void {
  if (mayFollow(from, to)) return;
  throw new DeliveryStateError('ILLEGAL_TRANSITION', `a ${from} delivery cannot become ${to}`, {
    retryable: false,
    details: { from, to },
  });
}

/** Nothing follows: the delivery is at rest for good. */
export const FINAL_STATES = DELIVERY_STATES.filter((state) => FOLLOWERS[state].length === 0);

/** Something is still to happen, by us or by a person. */
export const OPEN_STATES = DELIVERY_STATES.filter((state) => FOLLOWERS[state].length > 0);

/** States a newer version of the record ends as soon as it lands. */
export const SUPERSEDABLE_STATES = ['pending', 'waiting', 'retrying', 'failed'] as const satisfies DeliveryState[];
