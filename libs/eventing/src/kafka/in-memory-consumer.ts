import { backoffMs, pause } from '../async/pause.js';
import { Wake } from '../async/wake.js';
import type { GroupMember, InMemoryBroker } from './in-memory-broker.js';
import { KafkaError } from './kafka.errors.js';
import type {
  BusConsumer,
  ConsumerHealth,
  ConsumerOptions,
  MessageBatch,
  PartitionOffset,
  TopicPartition,
} from './message-bus.port.js';
import type { TopicNames } from './topic-names.js';

const BATCH_LIMIT = 500;
const IDLE_MS = 1_000;

/** One assignment of a partition: read by one loop, until it is revoked. */
interface Reading {
  readonly topic: string;
  readonly partition: number;
  next: bigint;
  /** Counts seeks, so that a batch in hand does not undo one. */
  seeks: number;
  paused: boolean;
  readonly wake: Wake;
}

/** Group membership of the in-memory bus: eager rebalances, one loop a partition, redelivery after a throw. */
export class InMemoryConsumer implements BusConsumer, GroupMember {
  readonly topics: readonly string[];
  private readings: Reading[] = [];
  private running: Promise<unknown> = Promise.resolve();
  private assignment = new AbortController();
  private busy = 0;

  constructor(
    private readonly broker: InMemoryBroker,
    private readonly names: TopicNames,
    private readonly options: ConsumerOptions,
  ) {
    this.topics = options.topics.map((topic) => names.onBroker(topic));
  }

  start(): Promise<void> {
    return this.broker.join(this.groupId, this);
  }

  stop(): Promise<void> {
    return this.revoke().then(() => this.broker.leave(this.groupId, this));
  }

  async revoke(): Promise<void> {
    this.assignment.abort();
    await this.running;
    this.readings = [];
  }

  assign(partitions: readonly TopicPartition[]): void {
    this.assignment = new AbortController();
    const { signal } = this.assignment;
    this.readings = partitions.map(({ topic, partition }) => {
      const fallback = (this.options.fromBeginning ?? true) ? 0n : this.broker.end(topic, partition);
      const next = this.broker.committed(this.groupId, topic, partition) ?? fallback;
      return { topic: this.names.public(topic), partition, next, seeks: 0, paused: false, wake: new Wake() };
    });
    this.running = this.read(signal);
  }

  seek({ topic, partition, offset }: PartitionOffset): void {
    for (const reading of this.at([{ topic, partition }])) {
      reading.next = offset;
      reading.seeks += 1;
      reading.wake.nudge();
    }
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const reading of this.at(partitions)) reading.paused = true;
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const reading of this.at(partitions)) {
      reading.paused = false;
      reading.wake.nudge();
    }
  }

  health(): ConsumerHealth {
    const { readings, busy } = this;
    return {
      joined: !this.assignment.signal.aborted,
      assigned: readings.length,
      busy,
      fetchAgeMs: 0,
      heartbeatAgeMs: 0,
    };
  }

  private get groupId(): string {
    return this.names.onBroker(this.options.groupId);
  }

  private async read(signal: AbortSignal): Promise<void> {
    await this.findStart(signal);
    const stopListening = this.broker.onArrival(() => this.readings.forEach((reading) => reading.wake.nudge()));
    await Promise.all(this.readings.map((reading) => this.readPartition(reading, signal)));
    stopListening();
  }

  private async findStart(signal: AbortSignal): Promise<void> {
    for (let attempt = 1; this.options.onAssigned !== undefined && !signal.aborted; attempt += 1) {
      try {
        const starts = await this.options.onAssigned(this.readings.map((reading) => this.describe(reading)));
        starts.forEach((start) => this.seek(start));
        return;
      } catch {
        await this.sleep(attempt, signal);
      }
    }
  }

  private describe({ topic, partition }: TopicPartition) {
    const name = this.names.onBroker(topic);
    const committed = this.broker.committed(this.groupId, name, partition);
    const known = { topic, partition, low: 0n, high: this.broker.end(name, partition) };
    return committed === undefined ? known : { ...known, committed };
  }

  private async readPartition(reading: Reading, signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const batch = reading.paused ? undefined : this.nextBatch(reading);
      if (batch === undefined) {
        await reading.wake.wait(IDLE_MS, signal);
        continue;
      }
      const { seeks } = reading;
      try {
        this.busy += 1;
        await this.options.onBatch(batch, { commit: (offset) => this.commit(batch, offset, signal) });
        failures = 0;
        if (reading.seeks === seeks) reading.next += BigInt(batch.messages.length);
      } catch {
        failures += 1;
        await this.sleep(failures, signal);
      } finally {
        this.busy -= 1;
      }
    }
  }

  private nextBatch({ topic, partition, next }: Reading): MessageBatch | undefined {
    const name = this.names.onBroker(topic);
    const stored = this.broker.read(name, partition, next, BATCH_LIMIT);
    if (stored.length === 0) return undefined;
    const messages = stored.map((message) => ({ ...message, topic }));
    return { topic, partition, messages, highWatermark: this.broker.end(name, partition) };
  }

  /** A revoked member may still commit what it has in hand: a rebalance waits for it, as Kafka's does. */
  private async commit({ topic, partition }: TopicPartition, offset: bigint, signal: AbortSignal): Promise<void> {
    if (this.assignment.signal !== signal) {
      throw new KafkaError('NOT_ASSIGNED', 'commit: the partition moved on', { retryable: false });
    }
    this.broker.commit(this.groupId, this.names.onBroker(topic), partition, offset);
  }

  private sleep(attempt: number, signal: AbortSignal): Promise<void> {
    const { first, longest } = this.options.retryDelayMs ?? { first: 200, longest: 30_000 };
    return pause(backoffMs(attempt, first, longest), signal);
  }

  private at(partitions: readonly TopicPartition[]): Reading[] {
    return this.readings.filter((reading) =>
      partitions.some(({ topic, partition }) => reading.topic === topic && reading.partition === partition),
    );
  }
}
