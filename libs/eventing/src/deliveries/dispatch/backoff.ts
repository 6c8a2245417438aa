/** How waits grow from one attempt to the next, in milliseconds. */
export interface BackoffPolicy {
  readonly baseMs: number;
  readonly capMs: number;
}

/** A target that asks for longer than this is asked again after an hour: one early call harms nothing. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** The longest wait after the given attempt: base × 2^(attempt − 1), capped. */
export function backoffCeilingMs(attempt: number, policy: BackoffPolicy): number {
  const exponent = Math.min(Math.max(attempt, 1) - 1, 52);
  return Math.min(policy.capMs, policy.baseMs * 2 ** exponent);
}

/**
 * Full jitter: anything between nothing and the ceiling, so that many deliveries refused together do not come back
 * together. A Retry-After is waited out first, the jitter then starts from it.
 * @param random in [0, 1)
 */
export function backoffMs(attempt: number, policy: BackoffPolicy, random: number, retryAfterMs?: number): number {
  if (retryAfterMs === undefined) return Math.floor(random * backoffCeilingMs(attempt, policy));
  const asked = Math.min(Math.max(retryAfterMs, 0), LONGEST_RETRY_AFTER_MS);
  return Math.floor(asked + random * Math.min(policy.baseMs, policy.capMs));
}
