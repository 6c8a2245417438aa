/** What Postgres knows of a partition. */
export interface KnownPosition {
  /** Offset to land next, which is where the last landed batch ended. */
  readonly next: bigint;
  /** Where the last landed batch began. */
  readonly landedFrom: bigint;
  /** Kafka is known to have the commit of that batch. */
  readonly acknowledged: boolean;
  /** End of the replay under way, if any. */
  readonly replayTo?: bigint;
}

/** What the broker knows of it. */
export interface BrokerPosition {
  readonly committed?: bigint;
  /** First offset still there, and the one the next message will get. */
  readonly low: bigint;
  readonly high: bigint;
}

export type StartPosition =
  /** Never landed by this service: everything, whatever the group committed in an earlier life. */
  | { readonly kind: 'earliest'; readonly start: bigint }
  /** Kafka and Postgres agree (`proven`), or Kafka has no commit and Postgres decides. */
  | { readonly kind: 'resume'; readonly start: bigint; readonly proven: boolean }
  /** The process died between landing a batch and committing it: it is landed, nothing runs again. */
  | { readonly kind: 'crash'; readonly start: bigint }
  /** An operator moved the group back: land again from `start` up to `replayTo`, not included. */
  | { readonly kind: 'reset'; readonly start: bigint; readonly replayTo: bigint }
  /** The group stands ahead of what was landed: not honoured. */
  | { readonly kind: 'forward-skip'; readonly start: bigint; readonly committed: bigint }
  /** Retention removed messages before they were landed: from `lostFrom` up to `start`. */
  | { readonly kind: 'lost'; readonly start: bigint; readonly lostFrom: bigint }
  /** The partition ends before what was landed from it: it is not the partition it was. */
  | { readonly kind: 'recreated'; readonly start: bigint };

/**
 * Where reading a partition starts after an assignment: min(Kafka committed, Postgres next), with the reason told
 * apart, because after a crash nothing may run again and after a reset what failed must.
 */
export function startPosition(known: KnownPosition | undefined, broker: BrokerPosition): StartPosition {
  if (known === undefined) return { kind: 'earliest', start: broker.low };
  const { next } = known;
  if (next > broker.high) return { kind: 'recreated', start: next };
  if (next < broker.low) return { kind: 'lost', start: broker.low, lostFrom: next };
  const { committed } = broker;
  if (committed === undefined || committed === next) {
    return { kind: 'resume', start: next, proven: committed !== undefined };
  }
  if (committed > next) return { kind: 'forward-skip', start: next, committed };
  if (!known.acknowledged && committed >= known.landedFrom) return { kind: 'crash', start: next };
  const start = later(committed, broker.low);
  // nothing of what an operator asked for is left
  if (start === next) return { kind: 'resume', start: next, proven: false };
  return { kind: 'reset', start, replayTo: later(next, known.replayTo ?? next) };
}

function later(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
