const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Waits after each failed attempt, https://www.chargebee.com/docs/billing/2.0/site-configuration/webhook_settings. */
const RETRY_WAITS_MS: readonly number[] = [
  2 * MINUTE_MS,
  6 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  5 * HOUR_MS,
  24 * HOUR_MS,
  48 * HOUR_MS,
];

/** Milliseconds to wait after the given attempt (1 is the first) failed; undefined when it was the last. */
export function retryWait(attempt: number, timeScale: number): number | undefined {
  const wait = RETRY_WAITS_MS[attempt - 1];
  return wait === undefined ? undefined : wait * timeScale;
}
