import type { EncodedMessage } from '@ledgerbridge/contracts';
import { createHash } from 'node:crypto';
import { KafkaError } from './kafka.errors.js';
import type { LandedMessage } from './message-bus.port.js';

/** What a member of a group must offer, so that a rebalance can stop it everywhere before it goes on anywhere. */
export interface GroupMember {
  readonly topics: readonly string[];
  /** Resolves when no handler runs any more. */
  revoke(): Promise<void>;
  assign(partitions: readonly { topic: string; partition: number }[]): void;
}

interface Group {
  readonly members: GroupMember[];
  readonly commits: Map<string, bigint>;
  rebalancing: Promise<void>;
}

type Stored = Omit<LandedMessage, 'topic'>;

/** The state of a cluster in memory: outlives the buses and consumers connected to it, as a real one does. */
export class InMemoryBroker {
  private readonly topics = new Map<string, Stored[][]>();
  private readonly groups = new Map<string, Group>();
  private readonly arrivals = new Set<() => void>();

  topicNames(): string[] {
    return [...this.topics.keys()];
  }

  createTopic(topic: string, partitions: number): void {
    if (!this.topics.has(topic))
      this.topics.set(
        topic,
        Array.from({ length: partitions }, () => []),
      );
  }

  /** As deleting a topic does, its offsets and the groups' commits go with it. */
  deleteTopic(topic: string): void {
    this.topics.delete(topic);
    for (const { commits } of this.groups.values()) {
      for (const place of commits.keys()) if (place.startsWith(`${topic}/`)) commits.delete(place);
    }
  }

  partitionCount(topic: string): number {
    return this.partitionsOf(topic).length;
  }

  append(topic: string, message: EncodedMessage): void {
    const partitions = this.partitionsOf(topic);
    const partition = createHash('md5').update(message.key).digest().readUInt32BE(0) % partitions.length;
    const log = partitions[partition] ?? [];
    log.push({
      partition,
      offset: log.length.toString(),
      timestamp: Date.now().toString(),
      key: Buffer.from(message.key),
      value: Buffer.from(message.value),
      headers: Object.fromEntries(Object.entries(message.headers).map(([name, text]) => [name, Buffer.from(text)])),
    });
    for (const notify of this.arrivals) notify();
  }

  /** Offset of the next message of the partition. */
  end(topic: string, partition: number): bigint {
    return BigInt(this.partitionsOf(topic)[partition]?.length ?? 0);
  }

  read(topic: string, partition: number, offset: bigint, limit: number): readonly Stored[] {
    const from = Number(offset);
    return this.partitionsOf(topic)[partition]?.slice(from, from + limit) ?? [];
  }

  /** Calls `notify` at each arrival, until the function answered is called. */
  onArrival(notify: () => void): () => void {
    this.arrivals.add(notify);
    return () => this.arrivals.delete(notify);
  }

  committed(groupId: string, topic: string, partition: number): bigint | undefined {
    return this.group(groupId).commits.get(`${topic}/${partition}`);
  }

  commit(groupId: string, topic: string, partition: number, offset: bigint): void {
    this.group(groupId).commits.set(`${topic}/${partition}`, offset);
  }

  memberCount(groupId: string): number {
    return this.group(groupId).members.length;
  }

  join(groupId: string, member: GroupMember): Promise<void> {
    this.group(groupId).members.push(member);
    return this.rebalance(groupId);
  }

  leave(groupId: string, member: GroupMember): Promise<void> {
    const { members } = this.group(groupId);
    const index = members.indexOf(member);
    if (index >= 0) members.splice(index, 1);
    return this.rebalance(groupId);
  }

  private rebalance(groupId: string): Promise<void> {
    const group = this.group(groupId);
    group.rebalancing = group.rebalancing.then(async () => {
      await Promise.all(group.members.map((member) => member.revoke()));
      const topics = [...new Set(group.members.flatMap((member) => member.topics))];
      const all = topics.flatMap((topic) => this.partitionsOf(topic).map((_, partition) => ({ topic, partition })));
      group.members.forEach((member, index) =>
        member.assign(all.filter((_, position) => position % group.members.length === index)),
      );
    });
    return group.rebalancing;
  }

  private group(groupId: string): Group {
    let group = this.groups.get(groupId);
    if (group === undefined) {
      group = { members: [], commits: new Map(), rebalancing: Promise.resolve() };
      this.groups.set(groupId, group);
    }
    return group;
  }

  private partitionsOf(topic: string): Stored[][] {
    const partitions = this.topics.get(topic);
    if (partitions !== undefined) return partitions;
    throw new KafkaError('KAFKA_REFUSED', `unknown topic ${topic}`, {
      retryable: false,
      details: { type: 'UNKNOWN_TOPIC_OR_PARTITION', topic },
    });
  }
}
