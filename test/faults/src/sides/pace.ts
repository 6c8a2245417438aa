import type { ChargebeeRequest } from '@ledgerbridge/sandbox';

export interface Pace {
  readonly perMinute: number;
  readonly requests: number;
  readonly seconds: number;
  /** Answered 429, in all of the log. */
  readonly refused: number;
}

/** Before it the pace is found, after it the work runs out. */
const STEADY = { from: 0.1, to: 0.85 };

/** The rate of the steady part of a load: from a tenth of its requests to the last but fifteen in a hundred. */
export function paceOf(log: readonly ChargebeeRequest[]): Pace {
  const first = Math.floor(log.length * STEADY.from);
  const last = Math.floor(log.length * STEADY.to);
  const ms = Date.parse(log[last]?.at ?? '') - Date.parse(log[first]?.at ?? '');
  const refused = log.filter(({ status }) => status === 429).length;
  return { perMinute: ((last - first) * 60_000) / ms, requests: last - first, seconds: ms / 1_000, refused };
}
