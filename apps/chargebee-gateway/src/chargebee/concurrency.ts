import type { ChargebeeSettings } from './connection-settings.js';

/** One call at a time for each request a second: enough to use the pace up while an answer takes a second. */
const REQUESTS_PER_MINUTE_EACH = 60;
const FEWEST = 4;
/** Below the 50 simultaneous writes a test site takes. */
const MOST = 40;

/** How many calls to the site may be under way. */
export function concurrencyOf({ requestsPerMinute }: Pick<ChargebeeSettings, 'requestsPerMinute'>): number {
  return Math.min(MOST, Math.max(FEWEST, Math.ceil(requestsPerMinute / REQUESTS_PER_MINUTE_EACH)));
}
