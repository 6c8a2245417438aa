import { afterEach, describe, expect, it } from '@jest/globals';
import type { EncodedMessage } from '@ledgerbridge/contracts';
import { until } from '@ledgerbridge/testing';
import type { BusConsumer, ConsumerOptions, LandedMessage, MessageBus } from './message-bus.port.js';

export interface BusUnderTest {
  /** A bus of its own connection to the one cluster under test. */
  open(topicPrefix: string): Promise<MessageBus>;
  close(): Promise<void>;
}

const SPEC = { partitions: 3, replication: 1, create: true };
const RETRY = { first: 10, longest: 50 };

function aMessage(topic: string, key: string, text: string): EncodedMessage {
  return { topic, key, value: Buffer.from(text), headers: { ce_id: `id-${text}`, ünï: 'cödé' } };
}

function numbered(topic: string, count: number, keys = 5): EncodedMessage[] {
  return Array.from({ length: count }, (_, index) => aMessage(topic, `key-${index % keys}`, String(index)));
}

const textOf = (message: LandedMessage): string => message.value?.toString() ?? '';

/** What every message bus does. Run by the unit spec of the fake and the integration spec of the real one. */
export function describeMessageBus(name: string, under: () => BusUnderTest, timeoutMs = 5_000): void {
  let serial = 0;
  let prefix = '';
  const buses: MessageBus[] = [];
  const consumers: BusConsumer[] = [];

  async function aBus(): Promise<MessageBus> {
    const bus = await under().open(prefix);
    buses.push(bus);
    return bus;
  }

  async function aBusWith(...topics: string[]): Promise<MessageBus> {
    serial += 1;
    prefix = `${name}-${process.pid}-${Date.now()}-${serial}.`;
    const bus = await aBus();
    await bus.ensureTopics(topics, SPEC);
    return bus;
  }

  async function aConsumer(
    bus: MessageBus,
    options: Partial<ConsumerOptions> & Pick<ConsumerOptions, 'topics' | 'onBatch'>,
  ): Promise<BusConsumer> {
    const onFatal = (reason: unknown): never => {
      throw new Error('the consumer failed', { cause: reason });
    };
    const consumer = await bus.consume({ groupId: 'reader', retryDelayMs: RETRY, onFatal, ...options });
    consumers.push(consumer);
    return consumer;
  }

  const eventually = <T>(what: string, probe: () => T | undefined | false | Promise<T | undefined | false>) =>
    until(probe, { timeoutMs, what });

  afterEach(async () => {
    await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
    await Promise.all(buses.splice(0).map((bus) => bus.disconnect()));
  }, 60_000);

  describe(`${name}: publish`, () => {
    it('given messages of several keys, when published and consumed, then bytes, headers and the order per key are kept', async () => {
      const bus = await aBusWith('orders.v1');
      await Promise.all([
        bus.publish(numbered('orders.v1', 40)),
        bus.publish([aMessage('orders.v1', 'key-0', 'last')]),
      ]);
      const seen: LandedMessage[] = [];
      await aConsumer(bus, { topics: ['orders.v1'], onBatch: async ({ messages }) => void seen.push(...messages) });
      await eventually('41 messages', () => seen.length >= 41);
      expect(seen).toHaveLength(41);
      const [first] = seen;
      expect(first?.topic).toBe('orders.v1');
      expect(first?.headers['ünï']?.toString()).toBe('cödé');
      for (const key of ['key-0', 'key-1', 'key-2', 'key-3', 'key-4']) {
        const ofKey = seen.filter((message) => message.key?.toString() === key);
        expect(new Set(ofKey.map((message) => message.partition)).size).toBe(1);
        const numbers = ofKey
          .map(textOf)
          .filter((text) => text !== 'last')
          .map(Number);
        expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
      }
      expect(
        seen
          .filter((message) => message.key?.toString() === 'key-0')
          .map(textOf)
          .at(-1),
      ).toBe('last');
    });

    it('given published messages, when asked what the partitions hold, then the extents count them', async () => {
      const bus = await aBusWith('orders.v1', 'other.v1');
      await bus.publish(numbered('orders.v1', 20));
      const extents = await bus.extents(['orders.v1', 'other.v1']);
      const held = (topic: string) =>
        extents.filter((extent) => extent.topic === topic).map(({ low, high }) => Number(high - low));
      expect(held('orders.v1')).toHaveLength(SPEC.partitions);
      expect(held('orders.v1').reduce((sum, count) => sum + count)).toBe(20);
      expect(held('other.v1')).toEqual([0, 0, 0]);
    });

    it('given a topic that does not exist, when published to, then it throws an error that is ours', async () => {
      const bus = await aBusWith('orders.v1');
      await expect(bus.publish([aMessage('nowhere.v1', 'k', 'x')])).rejects.toMatchObject({ name: 'KafkaError' });
      await bus.publish([aMessage('orders.v1', 'k', 'after')]);
    }, 60_000);
  });

  describe(`${name}: topics`, () => {
    it('given a missing topic, when it may be created, then it has the partitions asked for, and a second call changes nothing', async () => {
      const bus = await aBusWith('orders.v1');
      await bus.ensureTopics(['orders.v1'], { ...SPEC, partitions: 7 });
      expect(await bus.partitionCounts(['orders.v1'])).toEqual(new Map([['orders.v1', 3]]));
    });

    it('given a missing topic, when it may not be created, then the error names it with its prefix', async () => {
      const bus = await aBusWith('orders.v1');
      const attempt = bus.ensureTopics(['orders.v1', 'payments.v1'], { ...SPEC, create: false });
      await expect(attempt).rejects.toMatchObject({
        code: 'TOPICS_MISSING',
        details: { topics: [`${prefix}payments.v1`] },
      });
    });

    it('given two buses with different prefixes, when one publishes, then the other sees nothing of it', async () => {
      const bus = await aBusWith('orders.v1');
      await bus.publish(numbered('orders.v1', 3));
      const other = await aBusWith('orders.v1');
      const seen: LandedMessage[] = [];
      await other.publish([aMessage('orders.v1', 'k', 'own')]);
      await aConsumer(other, { topics: ['orders.v1'], onBatch: async ({ messages }) => void seen.push(...messages) });
      await eventually('its own message', () => seen.length > 0);
      expect(seen.map(textOf)).toEqual(['own']);
    });
  });

  describe(`${name}: consume`, () => {
    it('given a committed offset, when another consumer of the group starts, then it goes on there', async () => {
      const bus = await aBusWith('orders.v1');
      await bus.publish(numbered('orders.v1', 30));
      const first: string[] = [];
      const consumer = await aConsumer(bus, {
        topics: ['orders.v1'],
        onBatch: async ({ messages }, control) => {
          first.push(...messages.map(textOf));
          await control.commit(BigInt(messages.at(-1)?.offset ?? 0) + 1n);
        },
      });
      await eventually('30 messages', () => first.length >= 30);
      await consumer.stop();
      const committed = await bus.committedOffsets('reader', ['orders.v1']);
      expect(committed.reduce((sum, { offset }) => sum + offset, 0n)).toBe(30n);
      await bus.publish([aMessage('orders.v1', 'key-0', 'later')]);
      const second: string[] = [];
      await aConsumer(await aBus(), {
        topics: ['orders.v1'],
        onBatch: async ({ messages }) => void second.push(...messages.map(textOf)),
      });
      await eventually('the later message', () => second.length > 0);
      expect(second).toEqual(['later']);
    });

    it('given nothing committed, when another consumer of the group starts, then everything comes again', async () => {
      const bus = await aBusWith('orders.v1');
      await bus.publish(numbered('orders.v1', 10));
      for (const run of [1, 2]) {
        const seen: string[] = [];
        const consumer = await aConsumer(bus, {
          topics: ['orders.v1'],
          onBatch: async ({ messages }) => void seen.push(...messages.map(textOf)),
        });
        await eventually(`10 messages in run ${run}`, () => seen.length >= 10);
        await consumer.stop();
      }
    });

    it('given a handler that throws twice, when its batch comes again, then from its first message, and others go on', async () => {
      const bus = await aBusWith('orders.v1');
      await bus.publish(numbered('orders.v1', 30));
      const firsts: string[] = [];
      const others = new Set<number>();
      const done: string[] = [];
      let bad: number | undefined;
      await aConsumer(bus, {
        topics: ['orders.v1'],
        onBatch: async ({ partition, messages }) => {
          bad ??= partition;
          if (partition !== bad) others.add(partition);
          else {
            firsts.push(messages[0]?.offset ?? '');
            if (firsts.length <= 2) throw new Error('not yet');
          }
          done.push(...messages.map(textOf));
        },
      });
      await eventually('all messages', () => done.length >= 30);
      expect(firsts).toEqual(['0', '0', '0']);
      expect(new Set(done).size).toBe(30);
      expect(others.size).toBeGreaterThan(0);
    });

    it('given start offsets that arrive late, when messages are there already, then none is handled before and all after', async () => {
      const bus = await aBusWith('orders.v1');
      await bus.publish(numbered('orders.v1', 30));
      const events: string[] = [];
      let attempts = 0;
      await aConsumer(bus, {
        topics: ['orders.v1'],
        onAssigned: async (partitions) => {
          attempts += 1;
          if (attempts === 1) throw new Error('the database is away');
          events.push('decided');
          expect(partitions).toHaveLength(3);
          return partitions.map(({ topic, partition, high }) => ({ topic, partition, offset: high - 1n }));
        },
        onBatch: async ({ messages }) => void events.push(...messages.map(textOf)),
      });
      await eventually('three messages', () => events.length >= 4);
      expect(events[0]).toBe('decided');
      expect(events).toHaveLength(4);
    });

    it('given a start behind what is committed, when assigned, then it is read again', async () => {
      const bus = await aBusWith('orders.v1');
      await bus.publish(numbered('orders.v1', 5, 1));
      const seen: string[] = [];
      const consumer = await aConsumer(bus, {
        topics: ['orders.v1'],
        onBatch: async ({ messages }, control) => {
          seen.push(...messages.map(textOf));
          await control.commit(5n);
        },
      });
      await eventually('5 messages', () => seen.length === 5);
      await consumer.stop();
      const again: string[] = [];
      await aConsumer(bus, {
        topics: ['orders.v1'],
        onAssigned: async (partitions) => {
          const filled = partitions.filter(({ high }) => high > 0n);
          expect(filled.map(({ committed }) => committed)).toEqual([5n]);
          return filled.map(({ topic, partition }) => ({ topic, partition, offset: 2n }));
        },
        onBatch: async ({ messages }) => void again.push(...messages.map(textOf)),
      });
      await eventually('3 messages', () => again.length === 3);
      expect(again).toEqual(['2', '3', '4']);
    });

    it('given two members, when one stops, then the other takes over all partitions', async () => {
      const bus = await aBusWith('orders.v1');
      const seen: string[] = [];
      const onBatch: ConsumerOptions['onBatch'] = async ({ messages }, control) => {
        seen.push(...messages.map(textOf));
        await control.commit(BigInt(messages.at(-1)?.offset ?? 0) + 1n);
      };
      const one = await aConsumer(bus, { topics: ['orders.v1'], onBatch });
      const other = await aConsumer(await aBus(), { topics: ['orders.v1'], onBatch });
      await eventually(
        'a shared assignment',
        () => one.health().assigned > 0 && other.health().assigned > 0 && one.health().assigned < 3,
      );
      expect(one.health().assigned + other.health().assigned).toBe(3);
      expect(await bus.describeGroup('reader')).toMatchObject({ members: 2 });
      await one.stop();
      await eventually('all partitions at one member', () => other.health().assigned === 3);
      await bus.publish(numbered('orders.v1', 20));
      await eventually('20 messages', () => seen.length >= 20);
      expect(new Set(seen).size).toBe(20);
    }, 60_000);

    it('given a stopped consumer, when messages arrive, then its handler is not called any more', async () => {
      const bus = await aBusWith('orders.v1');
      const seen: string[] = [];
      const consumer = await aConsumer(bus, {
        topics: ['orders.v1'],
        onBatch: async ({ messages }) => void seen.push(...messages.map(textOf)),
      });
      await bus.publish([aMessage('orders.v1', 'k', 'before')]);
      await eventually('one message', () => seen.length === 1);
      await consumer.stop();
      await bus.publish([aMessage('orders.v1', 'k', 'after')]);
      await eventually('an empty group', async () => (await bus.describeGroup('reader')).members === 0);
      expect(seen).toEqual(['before']);
    });
  });
}
