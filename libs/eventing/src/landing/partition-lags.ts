import type { PartitionExtent, TopicPartition } from '../kafka/message-bus.port.js';

/** One partition with messages that are not landed yet. */
export interface Lag extends TopicPartition {
  readonly messages: number;
  /** Since when nothing of it was landed though there was something. */
  readonly stuckMs: number;
}

interface Standing extends TopicPartition {
  next: bigint;
  low: bigint;
  high: bigint;
  /** Since when it stands still, were there something to land. */
  movedAt: number;
}

/**
 * How far behind each partition of this consumer is, and since when it does not move. Topics are written without
 * Kafka transactions, so every offset is a message. Times are of `performance.now()`.
 */
export class PartitionLags {
  private readonly standings = new Map<string, Standing>();

  /** Forgets every partition held before. */
  assign(partitions: readonly (PartitionExtent & { readonly next: bigint })[], now: number): void {
    this.standings.clear();
    for (const { topic, partition, next, low, high } of partitions) {
      this.standings.set(placeOf({ topic, partition }), { topic, partition, next, low, high, movedAt: now });
    }
  }

  /** Everything before `next` is landed. */
  landed(place: TopicPartition, next: bigint, now: number): void {
    const standing = this.standings.get(placeOf(place));
    if (standing === undefined) return;
    standing.next = next;
    standing.movedAt = now;
  }

  /** What the partitions hold, as Kafka just said. */
  reaches(extents: readonly PartitionExtent[], now: number): void {
    for (const { low, high, ...place } of extents) {
      const standing = this.standings.get(placeOf(place));
      if (standing === undefined) continue;
      if (behind(standing) === 0) standing.movedAt = now;
      Object.assign(standing, { low, high });
    }
  }

  /** Nothing can be read now, so nobody stands still by himself. */
  interrupted(now: number): void {
    for (const standing of this.standings.values()) standing.movedAt = now;
  }

  /** The partitions that are behind, the longest stuck first. */
  list(now: number): Lag[] {
    const lags = [...this.standings.values()].map((standing): Lag => {
      const { topic, partition, movedAt } = standing;
      return { topic, partition, messages: behind(standing), stuckMs: now - movedAt };
    });
    return lags.filter(({ messages }) => messages > 0).sort((one, other) => other.stuckMs - one.stuckMs);
  }
}

export function describeLags(lags: readonly Lag[]): string {
  return lags
    .map(({ topic, partition, messages, stuckMs }) => {
      return `${topic}/${partition} is ${messages} messages behind and has not moved for ${Math.round(stuckMs / 1000)} s`;
    })
    .join(', ');
}

/** Messages that Kafka has removed cannot be landed any more. */
function behind({ next, low, high }: Standing): number {
  return Math.max(0, Number(high - (next > low ? next : low)));
}

function placeOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
