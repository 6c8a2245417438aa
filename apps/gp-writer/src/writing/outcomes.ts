import type { Differences, FailureClass, SafeDetails, SkipRule } from '@ledgerbridge/contracts';
import type { Decision } from '@ledgerbridge/eventing';

export const UNCHANGED: Decision = { kind: 'unchanged' };

export function skipped(rule: SkipRule): Decision {
  return { kind: 'skipped', rule };
}

export function failed(failureClass: FailureClass, code: string, details: SafeDetails): Decision {
  return { kind: 'failed', failureClass, code, details };
}

/** What is in GP is never taken back and written anew behind anybody's back: a person decides, with both values. */
export function immutable(targetId: string, differences: Differences): Decision {
  return failed('data', 'TARGET_IMMUTABLE', { targetId, differences });
}
