import type { ChargebeeRequest } from '@ledgerbridge/sandbox';
import { wholeLog } from './whole-log.js';

export interface Pace {
  readonly perMinute: number;
  readonly requests: number;
  readonly seconds: number;
}

/** Before it the pace is found, after it the work runs out. */
const STEADY = { from: 0.1, to: 0.85 };

/**
 * The rate of the steady part of a load: from a tenth of its requests to the last but fifteen in a hundred.
 * @throws Error when the log lacks its beginning
 */
export function paceOf(requests: readonly ChargebeeRequest[]): Pace {
  const log = wholeLog(requests);
  const first = Math.floor(log.length * STEADY.from);
  const last = Math.floor(log.length * STEADY.to);
  const ms = Date.parse(log[last]?.at ?? '') - Date.parse(log[first]?.at ?? '');
  return { perMinute: ((last - first) * 60_000) / ms, requests: last - first, seconds: ms / 1_000 };
}

/** Requests answered 429. @throws Error when the log lacks its beginning */
export function refusedIn(requests: readonly ChargebeeRequest[]): number {
  return wholeLog(requests).filter(({ status }) => status === 429).length;
}
