import type { StateChange } from '../states/state-change.js';
import { SUPERSEDABLE_STATES } from '../states/delivery-transitions.js';

/** Why a version is not written: a newer one takes over. */
export const NEWER_VERSION = 'NEWER_VERSION';

/**
 * A delivery under way is resolved for itself even when a newer version has landed meanwhile; but where its outcome
 * would be to try again or to wait for a person, the newer version takes over instead.
 */
export function yieldToNewer(change: StateChange, newerLanded: boolean): StateChange {
  const gives = (SUPERSEDABLE_STATES as readonly string[]).includes(change.to);
  return newerLanded && gives ? { to: 'superseded', reason: NEWER_VERSION } : change;
}
