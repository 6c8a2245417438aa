import type { ConsumerHealth } from '../kafka/message-bus.port.js';

/** Longest silence of a consumer that has nothing in hand; fetches answer at least twice a second. */
const SILENCE_LIMIT_MS = 60_000;
/** Longest time one batch may be in hand: a landing is a few statements. */
const BATCH_LIMIT_MS = 300_000;
/** Longest time without membership; a rebalance may take a minute. */
const MEMBERSHIP_LIMIT_MS = 180_000;

export interface ConsumerObservation {
  readonly health: ConsumerHealth;
  /** Since when it has been without membership, or with the same batch in hand, as far as it is. */
  readonly outsideMs: number;
  readonly busyMs: number;
}

/** Why a consumer must be taken for stalled; undefined while it progresses or idles. */
export function judgeConsumer({ health, outsideMs, busyMs }: ConsumerObservation): string | undefined {
  if (!health.joined) {
    return outsideMs > MEMBERSHIP_LIMIT_MS ? `not a member of its group for ${seconds(outsideMs)}` : undefined;
  }
  if (busyMs > BATCH_LIMIT_MS) return `the same batch in hand for ${seconds(busyMs)}`;
  if (health.busy > 0) return undefined;
  if (health.fetchAgeMs > SILENCE_LIMIT_MS) return `no answer to a fetch for ${seconds(health.fetchAgeMs)}`;
  if (health.heartbeatAgeMs > SILENCE_LIMIT_MS) return `no heartbeat for ${seconds(health.heartbeatAgeMs)}`;
  return undefined;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
