import { describe, expect, it } from '@jest/globals';
import { createLogger, KnownSecrets } from '@ledgerbridge/service';
import { until } from '@ledgerbridge/testing';
import type { Consumer, ConsumerGroupJoinEvent } from 'kafkajs';
import type { KafkajsAdmin } from './kafkajs-admin.js';
import { KafkajsSession } from './kafkajs-session.js';
import type { AssignedPartition, PartitionOffset, TopicPartition } from './message-bus.port.js';
import { TopicNames } from './topic-names.js';

const logger = createLogger({ service: 'spec', level: 'silent', secrets: new KnownSecrets() });

/** A session whose assignments and whose answers about starts come when the spec says so. */
class Rig {
  readonly asked: { partitions: number[]; answer: () => void }[] = [];
  readonly seeks: string[] = [];
  private join: (event: ConsumerGroupJoinEvent) => void = () => undefined;

  async start(): Promise<void> {
    const consumer = {
      events: { GROUP_JOIN: 'join' },
      on: (name: string, listener: (event: ConsumerGroupJoinEvent) => void) => {
        if (name === 'join') this.join = listener;
      },
      connect: () => Promise.resolve(),
      subscribe: () => Promise.resolve(),
      run: () => Promise.resolve(),
      seek: ({ partition, offset }: { partition: number; offset: string }) => this.seeks.push(`${partition}@${offset}`),
    } as unknown as Consumer;
    const admin = {
      assignedPartitions: (_: string, partitions: readonly TopicPartition[]) =>
        Promise.resolve(partitions.map((place): AssignedPartition => ({ ...place, low: 0n, high: 9n }))),
    } as unknown as KafkajsAdmin;
    const options = {
      groupId: 'reader',
      topics: ['t'],
      onAssigned: (partitions: readonly AssignedPartition[]) => this.ask(partitions),
      onBatch: () => Promise.resolve(),
      onFatal: () => undefined,
    };
    const names = new TopicNames('');
    await new KafkajsSession({ consumer, admin, names, options, logger, onCrash: () => undefined }).start();
  }

  assign(...partitions: number[]): void {
    this.join({ payload: { memberAssignment: { t: partitions } } } as unknown as ConsumerGroupJoinEvent);
  }

  private ask(partitions: readonly AssignedPartition[]): Promise<PartitionOffset[]> {
    return new Promise((resolve) => {
      const starts = partitions.map(({ topic, partition }) => ({ topic, partition, offset: 5n }));
      this.asked.push({ partitions: partitions.map(({ partition }) => partition), answer: () => resolve(starts) });
    });
  }
}

describe('KafkajsSession', () => {
  it('given a second assignment while the starts of the first are being decided, then they are decided one after the other and only the last counts', async () => {
    const rig = new Rig();
    await rig.start();
    rig.assign(0, 1);
    const [first] = await until(() => rig.asked.length === 1 && rig.asked);
    rig.assign(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(rig.asked).toHaveLength(1);

    first?.answer();
    const [, second] = await until(() => rig.asked.length === 2 && rig.asked);
    expect(second?.partitions).toEqual([1]);
    expect(rig.seeks).toEqual([]);
    second?.answer();
    await until(() => rig.seeks.length > 0);
    expect(rig.seeks).toEqual(['1@5']);
  });
});
