import type { TopicPartition } from '../kafka/message-bus.port.js';

/** A batch that fails and passes within this time is nobody's business. */
const GRACE_MS = 30_000;

/** Which partitions cannot get past a batch, and since when. */
export class FailingPartitions {
  private readonly since = new Map<string, number>();

  /** Notes the end of an attempt. */
  async watch({ topic, partition }: TopicPartition, attempt: Promise<void>): Promise<void> {
    const place = `${topic}/${partition}`;
    try {
      await attempt;
      this.since.delete(place);
    } catch (error) {
      if (!this.since.has(place)) this.since.set(place, Date.now());
      throw error;
    }
  }

  has({ topic, partition }: TopicPartition): boolean {
    return this.since.has(`${topic}/${partition}`);
  }

  clear(): void {
    this.since.clear();
  }

  /** The partitions that have been failing for a while; undefined when there is none. */
  describe(now: number = Date.now()): string | undefined {
    const stuck = [...this.since]
      .filter(([, since]) => now - since > GRACE_MS)
      .map(([place, since]) => `${place} for ${Math.round((now - since) / 1000)} s`);
    return stuck.length === 0 ? undefined : `cannot land ${stuck.join(', ')}`;
  }
}
