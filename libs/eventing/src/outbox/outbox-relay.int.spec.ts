import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EncodedMessage } from '@ledgerbridge/contracts';
import { testBrokers, uniqueTopicPrefix, until } from '@ledgerbridge/testing';
import { MessagingFixture, silent } from '../database/messaging.fixture.spec.js';
import { InMemoryBroker } from '../kafka/in-memory-broker.js';
import { InMemoryMessageBus } from '../kafka/in-memory-message-bus.js';
import { KafkaError } from '../kafka/kafka.errors.js';
import { KafkajsMessageBus } from '../kafka/kafkajs-message-bus.js';
import type { MessageBus } from '../kafka/message-bus.port.js';
import { OutboxListener } from './outbox-listener.js';
import { OutboxStore, type OutboxRow } from './outbox-store.js';

const TOPIC = 'orders.v1';

function aMessage(key: string, id: string, bytes = 10): EncodedMessage {
  return { topic: TOPIC, key, value: Buffer.alloc(bytes, id), headers: { ce_id: id } };
}

/** Everything a topic holds, as `<key>:<id>` in the order of arrival per key. */
function heldBy(broker: InMemoryBroker): string[] {
  return Array.from({ length: broker.partitionCount(TOPIC) }, (_, partition) => broker.read(TOPIC, partition, 0n, 1e6))
    .flat()
    .map(({ key, headers }) => `${key?.toString()}:${headers['ce_id']?.toString()}`);
}

describe('OutboxRelay', () => {
  let fixture: MessagingFixture;
  let broker: InMemoryBroker;
  let bus: InMemoryMessageBus;
  let running: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    fixture = await MessagingFixture.open();
  });

  afterAll(() => fixture.close());

  beforeEach(async () => {
    await fixture.empty();
    broker = new InMemoryBroker();
    bus = new InMemoryMessageBus(broker);
    await bus.ensureTopics([TOPIC], { partitions: 3, replication: 1, create: true });
  });

  afterEach(async () => {
    await Promise.all(running.map((relay) => relay.stop()));
    running = [];
  });

  function start(to: MessageBus, store: OutboxStore = fixture.store) {
    const relay = fixture.relayTo(to, store);
    const ending = new AbortController();
    const run = relay.run(ending.signal);
    const started = {
      relay,
      stop: async () => {
        ending.abort();
        await run;
      },
    };
    running.push(started);
    return started;
  }

  function append(...messages: EncodedMessage[]): Promise<void> {
    return fixture.database.transaction((tx) => fixture.outbox.append(tx, messages));
  }

  const allPublished = () =>
    until(async () => (await fixture.outboxRows()).every(({ published }) => published), { what: 'an empty outbox' });

  it('given rows of several keys, when relayed, then each arrives once, in order per key, and is marked', async () => {
    await append(aMessage('a', '1'), aMessage('b', '2'), aMessage('a', '3'));
    start(bus);
    await allPublished();
    expect(heldBy(broker).filter((held) => held.startsWith('a'))).toEqual(['a:1', 'a:3']);
    expect(heldBy(broker)).toHaveLength(3);
  });

  it('given a lower id that commits later, when a higher one was published already, then it is published too', async () => {
    const runner = fixture.database.createQueryRunner();
    await runner.startTransaction();
    await fixture.outbox.append(runner.manager, [aMessage('slow', '1')]);
    await append(aMessage('fast', '2'));
    start(bus);
    await until(() => heldBy(broker).length === 1);
    await runner.commitTransaction();
    await runner.release();
    await allPublished();
    expect(heldBy(broker).sort()).toEqual(['fast:2', 'slow:1']);
  });

  it('given a crash between the acknowledgement and the mark, when the next relay starts, then the same ids come again in order', async () => {
    class CrashesBeforeMark extends OutboxStore {
      override markPublished(): Promise<void> {
        return new Promise(() => undefined);
      }
    }
    await append(aMessage('a', '1'), aMessage('a', '2'));
    const crashed = new AbortController();
    void fixture.relayTo(bus, new CrashesBeforeMark(fixture.database)).run(crashed.signal);
    await until(() => heldBy(broker).length === 2);
    crashed.abort();
    await append(aMessage('a', '3'));
    start(bus);
    await allPublished();
    expect(heldBy(broker)).toEqual(['a:1', 'a:2', 'a:1', 'a:2', 'a:3']);
  });

  it('given a broker that fails for a while, when it is back, then order is kept and the relay was in trouble meanwhile', async () => {
    let failures = 3;
    const flaky: MessageBus = Object.assign(Object.create(bus) as InMemoryMessageBus, {
      publish: async (messages: EncodedMessage[]) => {
        if (failures > 0) {
          failures -= 1;
          await bus.publish(messages.slice(0, 1));
          throw new KafkaError('KAFKA_UNAVAILABLE', 'gone', { retryable: true });
        }
        await bus.publish(messages);
      },
    });
    await append(aMessage('a', '1'), aMessage('a', '2'));
    const { relay } = start(flaky);
    await until(() => relay.troubledSince !== undefined);
    await allPublished();
    expect(heldBy(broker)).toEqual(['a:1', 'a:1', 'a:1', 'a:1', 'a:2']);
    await until(() => relay.troubledSince === undefined);
  });

  /** Refuses every message of the key `bad`. */
  const picky = (): MessageBus =>
    Object.assign(Object.create(bus) as InMemoryMessageBus, {
      publish: async (messages: EncodedMessage[]) => {
        if (messages.some(({ key }) => key === 'bad')) {
          throw new KafkaError('KAFKA_REFUSED', 'invalid record', { retryable: false });
        }
        await bus.publish(messages);
      },
    });

  it('given a message Kafka refuses for good, when relayed, then only its key waits', async () => {
    await append(aMessage('good', '1'), aMessage('bad', '2'), aMessage('good', '3'), aMessage('bad', '4'));
    start(picky());
    await until(() => heldBy(broker).length === 2);
    await append(aMessage('good', '5'));
    await until(() => heldBy(broker).length === 3);
    expect(heldBy(broker)).toEqual(['good:1', 'good:3', 'good:5']);
    await until(async () => {
      const waiting = (await fixture.outboxRows()).filter(({ published }) => !published);
      return waiting.map(({ event_id }) => event_id).join() === '2,4';
    });
  });

  it('given a message Kafka refuses for good, when it would take the next of its key, then that waits all the same', async () => {
    const refusing: MessageBus = Object.assign(Object.create(bus) as InMemoryMessageBus, {
      publish: async (messages: EncodedMessage[]) => {
        if (messages.some(({ headers }) => headers['ce_id'] === '1')) {
          throw new KafkaError('KAFKA_REFUSED', 'invalid record', { retryable: false });
        }
        await bus.publish(messages);
      },
    });
    await append(aMessage('a', '1'), aMessage('a', '2'), aMessage('b', '3'));
    start(refusing);
    await until(() => heldBy(broker).length > 0);
    await append(aMessage('b', '4'));
    await until(() => heldBy(broker).includes('b:4'));
    expect(heldBy(broker)).toEqual(['b:3', 'b:4']);
  });

  it('given a relay that loses its lease while a publish is under way, then it does not mark what may never arrive', async () => {
    const asked: unknown[] = [];
    const stuck: MessageBus = Object.assign(Object.create(bus) as InMemoryMessageBus, {
      publish: (messages: unknown) => (asked.push(messages), new Promise(() => undefined)),
    });
    await append(aMessage('a', '1'));
    const lease = new AbortController();
    const run = fixture.relayTo(stuck).run(lease.signal);
    await until(() => asked.length > 0);
    lease.abort();
    await run;
    expect(await fixture.outboxRows()).toMatchObject([{ event_id: '1', published: false }]);
    start(bus);
    await allPublished();
    expect(heldBy(broker)).toEqual(['a:1']);
  });

  it('given more of a refused key than one round takes, when relayed, then what comes behind it is published, and a flush does not wait', async () => {
    await append(...Array.from({ length: 1_200 }, (_, index) => aMessage('bad', `b${index}`)));
    await append(aMessage('good', '1'));
    const { relay } = start(picky());
    await until(() => heldBy(broker).length === 1, { timeoutMs: 10_000 });
    const askedAt = performance.now();
    await relay.flush();
    expect(performance.now() - askedAt).toBeLessThan(6_000);
    expect(heldBy(broker)).toEqual(['good:1']);
  });

  it('given an idle relay that is told of commits, when something commits, then it is published within the poll interval', async () => {
    const { relay } = start(bus);
    const listening = new AbortController();
    const listener = new OutboxListener(fixture.database, silent).listen(() => relay.nudge(), listening.signal);
    await relay.flush();
    await until(async () => {
      const [row] = await fixture.database.query<{ n: number }[]>(
        `SELECT count(*)::int AS n FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`,
      );
      return row?.n === 1;
    });
    const latencies: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      const from = performance.now();
      await append(aMessage('k', String(index)));
      await until(() => heldBy(broker).length === index + 1, { timeoutMs: 5_000 });
      latencies.push(performance.now() - from);
    }
    expect(Math.min(...latencies)).toBeLessThan(250);
    listening.abort();
    await listener;
  });

  it('given an outbox that cannot be read, when flushed, then the end does not wait for it', async () => {
    let reads = 0;
    const unreadable = Object.assign(new OutboxStore(fixture.database), {
      oldest: () => Promise.reject(new Error(`relation "outbox" does not exist (${(reads += 1)})`)),
    });
    const { relay } = start(bus, unreadable);
    await until(() => reads > 0);
    const askedAt = performance.now();
    await relay.flush();
    expect(performance.now() - askedAt).toBeLessThan(6_000);
  });

  it('given committed rows, when flushed, then all are published when it resolves', async () => {
    const { relay } = start(bus);
    await append(...Array.from({ length: 2_500 }, (_, index) => aMessage(`k${index % 7}`, String(index))));
    await relay.flush(20_000);
    expect(heldBy(broker)).toHaveLength(2_500);
  }, 30_000);

  it('given large rows, when a round is read, then it ends at the bytes it may hold', async () => {
    await append(...Array.from({ length: 30 }, (_, index) => aMessage('k', String(index), 300_000)));
    const sizes: number[] = [];
    for (;;) {
      const rows: OutboxRow[] = await fixture.store.oldest(1_000, 4_000_000, { topics: [], keys: [] });
      if (rows.length === 0) break;
      sizes.push(rows.length);
      await fixture.store.markPublished(rows.map(({ id }) => id));
    }
    expect(sizes).toEqual([14, 14, 2]);
  });

  it('given old published rows, when purged, then only those go', async () => {
    await append(aMessage('k', 'old'), aMessage('k', 'recent'), aMessage('k', 'waiting'));
    await fixture.database.query(
      `UPDATE outbox SET published_at = now() - CASE event_id WHEN 'old' THEN interval '8 days' ELSE interval '1 day' END
        WHERE event_id <> 'waiting'`,
    );
    expect(await fixture.store.purge(7, 100)).toBe(1);
    expect((await fixture.outboxRows()).map(({ event_id }) => event_id)).toEqual(['recent', 'waiting']);
  });

  it('given a real broker, when a backlog is relayed, then it arrives whole and in order per key', async () => {
    const kafka = new KafkajsMessageBus(
      { brokers: testBrokers(), clientId: 'spec', topicPrefix: uniqueTopicPrefix() },
      silent,
    );
    await kafka.connect();
    const count = 3_000;
    await append(...Array.from({ length: count }, (_, index) => aMessage(`k${index % 11}`, String(index), 500)));
    const relay = start(kafka);
    await relay.relay.flush(40_000);
    await allPublished();
    const seen: { key: string; id: number }[] = [];
    const consumer = await kafka.consume({
      groupId: 'reader',
      topics: [TOPIC],
      onBatch: async ({ messages }) => {
        for (const { key, headers } of messages) {
          seen.push({ key: key?.toString() ?? '', id: Number(headers['ce_id']?.toString()) });
        }
      },
      onFatal: () => undefined,
    });
    await until(() => seen.length >= count, { timeoutMs: 30_000 });
    for (let key = 0; key < 11; key += 1) {
      const ids = seen.filter((each) => each.key === `k${key}`).map(({ id }) => id);
      expect(ids).toEqual([...ids].sort((left, right) => left - right));
    }
    await consumer.stop();
    await relay.stop();
    await kafka.disconnect();
  }, 90_000);
});
