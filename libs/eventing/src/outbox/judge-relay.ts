/** When a relay must be taken for stalled, in milliseconds. */
export interface RelayLimits {
  /** Longest time one query or one publication may take while others are answered. */
  readonly stepMs: number;
  /** Longest time every round may fail while others are answered. */
  readonly failingMs: number;
  /** How often it is looked at. */
  readonly lookEveryMs: number;
}

/**
 * A step gets more than the nine attempts of 30 s that kafkajs gives a send to a broker which does not answer. Failing
 * has its own long limit, since ending the process only helps a client that has lost its way.
 */
export const DEFAULT_RELAY_LIMITS: RelayLimits = { stepMs: 300_000, failingMs: 900_000, lookEveryMs: 5_000 };

export interface RelayObservation {
  /** How long the step under way has lasted while what it waits for answered others. */
  readonly step?: { readonly of: 'kafka' | 'postgres'; readonly ms: number };
  /** How long every round has failed while both answered others. */
  readonly failing?: { readonly code: string; readonly ms: number };
}

const NAMES = { kafka: 'Kafka', postgres: 'Postgres' };
/** Kafka itself says "not now", e.g. when too few replicas are in sync: no other process would fare better. */
const KAFKA_BUSY = 'KAFKA_BUSY';

/** Why a relay must be taken for stalled. An outage of Kafka or Postgres is none, however long it is. */
export function judgeRelay({ step, failing }: RelayObservation, limits: RelayLimits): string | undefined {
  if (step !== undefined && step.ms > limits.stepMs) {
    return `no answer of ${NAMES[step.of]} to the relay for ${seconds(step.ms)}, though it answers others`;
  }
  if (failing !== undefined && failing.code !== KAFKA_BUSY && failing.ms > limits.failingMs) {
    return `every round has failed for ${seconds(failing.ms)} (${failing.code}), though Kafka and Postgres answer others`;
  }
  return undefined;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
