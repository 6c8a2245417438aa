import type { Command, DeliveryState } from '@ledgerbridge/contracts';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import { AFRESH, type StateChange } from '../states/state-change.js';

/** What a person wants to happen to deliveries. */
export interface DeliveryIntent {
  readonly type: Extract<Command['type'], 'retry-deliveries' | 'ignore-deliveries'>;
  /** `role/name` of who wants it. */
  readonly by: string;
  readonly reason?: string;
  /** States in which it makes sense. */
  readonly from: readonly DeliveryState[];
  /** Of those that wait only the held ones: what waits for a record gains nothing by being decided anew. */
  readonly heldOnly?: true;
  /** @param commandId of the command that tells of it, so that each change can be traced to its call */
  change(delivery: DeliveryEntity, commandId: string): StateChange;
}

export const IGNORABLE_STATES = ['failed', 'waiting'] as const satisfies DeliveryState[];

export function toRetry(by: string): DeliveryIntent {
  return {
    type: 'retry-deliveries',
    by,
    from: ['failed', 'waiting'],
    heldOnly: true,
    change: (_, commandId) => ({ ...AFRESH, reason: 'RETRY', details: { by, commandId } }),
  };
}

/** @param from narrows the states it applies to */
export function toIgnore(
  by: string,
  reason: string,
  from: readonly DeliveryState[] = IGNORABLE_STATES,
): DeliveryIntent {
  return {
    type: 'ignore-deliveries',
    by,
    reason,
    from,
    change: ({ state, reason: cause, failureClass }, commandId) => {
      return { to: 'ignored', reason, details: { by, commandId, was: { state, reason: cause, failureClass } } };
    },
  };
}
