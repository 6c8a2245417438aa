import { isBridgeError } from '@ledgerbridge/contracts';
import type { HeldConnection } from '@ledgerbridge/connections';
import { backoffMs, pause } from '@ledgerbridge/eventing';
import type { Read } from '../chargebee/calls/chargebee-call.js';
import type { CallFailure } from '../chargebee/chargebee.errors.js';
import type { ChargebeeSessions } from '../chargebee/chargebee-sessions.js';
import type { ChargebeeSettings } from '../chargebee/connection-settings.js';

const MOST_TRIES = 6;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Reads at the pace of the connection, in the share of reading. What may pass is tried again for a while, so that a long
 * list does not begin anew for one lost answer; a site that is down ends the run, and the next one goes on.
 */
export function patientReader(
  sessions: ChargebeeSessions,
  held: HeldConnection<ChargebeeSettings>,
  tries = MOST_TRIES,
): Read {
  return async (path) => {
    for (let attempt = 1; ; attempt += 1) {
      held.signal.throwIfAborted();
      try {
        return await sessions.of(held).get(path, held, 'intake');
      } catch (error) {
        if (attempt >= tries || !mayPass(error)) throw error;
        const { failure } = error as { failure?: CallFailure };
        const asked = failure?.retryAfterMs ?? 0;
        await pause(Math.max(asked, backoffMs(attempt, FIRST_PAUSE_MS, LONGEST_PAUSE_MS)), held.signal);
      }
    }
  };
}

function mayPass(error: unknown): boolean {
  return isBridgeError(error) && error.retryable && error.code !== 'LEASE_LOST';
}
