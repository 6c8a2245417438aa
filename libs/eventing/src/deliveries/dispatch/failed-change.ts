import type { FailureClass } from '@ledgerbridge/contracts';
import type { FailureScope } from '../delivery-target.js';
import type { StateChange } from '../states/state-change.js';

export interface PermanentFailure {
  readonly failureClass: FailureClass;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly scope?: FailureScope;
}

/** A failure that needs a person; what it concerns is shown among its details. */
export function failedChange({ failureClass, code, details, scope }: PermanentFailure): StateChange {
  const shown = scope === undefined ? details : { ...details, scope };
  return { to: 'failed', failureClass, reason: code, details: shown, failureScope: scope };
}
