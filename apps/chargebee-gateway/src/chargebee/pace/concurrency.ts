import type { ChargebeeSettings } from '../connection-settings.js';
import type { CallKind } from './request-limiter.js';

/** One call at a time for each 20 requests a minute: enough to use the pace up while an answer takes three seconds. */
const REQUESTS_PER_MINUTE_EACH = 20;
const FEWEST = 4;
/** Below the 50 simultaneous reads, and 50 writes, a test site is said to take. */
const MOST = 40;

/** How many calls to the site may be under way. */
export function concurrencyOf({
  requestsPerMinute,
  concurrency,
}: Pick<ChargebeeSettings, 'requestsPerMinute' | 'concurrency'>): Record<CallKind, number> {
  const enough = Math.min(MOST, Math.max(FEWEST, Math.ceil(requestsPerMinute / REQUESTS_PER_MINUTE_EACH)));
  return { read: concurrency.reads ?? enough, write: concurrency.writes ?? enough };
}
