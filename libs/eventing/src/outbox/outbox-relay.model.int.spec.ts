import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EncodedMessage } from '@ledgerbridge/contracts';
import { until } from '@ledgerbridge/testing';
import fc from 'fast-check';
import type { QueryRunner } from 'typeorm';
import { MessagingFixture } from '../database/messaging.fixture.spec.js';
import { InMemoryBroker } from '../kafka/in-memory-broker.js';
import { InMemoryMessageBus } from '../kafka/in-memory-message-bus.js';
import { KafkaError } from '../kafka/kafka.errors.js';
import type { OutboxRelay } from './outbox-relay.js';
import { OutboxStore } from './outbox-store.js';

const TOPIC = 'orders.v1';
const KEYS = ['a', 'b', 'c'];
const WRITERS = 3;
/** Commits at once; the others may keep their transaction open. */
const OWN_WRITER = WRITERS;
const LET_RUN_MS = 40;

/** What goes wrong at one call of the broker. */
const FAULTS = ['none', 'unreachable', 'half-sent', 'acknowledgement-lost', 'slow', 'slow-and-lost'] as const;
type Fault = (typeof FAULTS)[number];

const writer = fc.nat(WRITERS - 1);
const key = fc.constantFrom(...KEYS);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('write' as const), key, count: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('append' as const), writer, key }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('commit' as const, 'commit' as const, 'roll-back' as const), writer }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('disturb' as const),
      faults: fc.array(fc.constantFrom(...FAULTS), { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refuse' as const), key: fc.option(key, { freq: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('new-relay' as const), diesBeforeMark: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('let-run' as const), ms: fc.constantFrom(4, LET_RUN_MS) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A relay that may hang before it marks, as one that dies there. */
class DyingStore extends OutboxStore {
  dies = false;

  override markPublished(ids: readonly string[]): Promise<void> {
    return this.dies ? new Promise(() => undefined) : super.markPublished(ids);
  }
}

/** Writers whose transactions overlap, one relay after the other, and a broker that fails as it is told. */
class Run {
  readonly broker = new InMemoryBroker();
  /** Per key, in the order of commit, which its lock makes the order of appending too. */
  readonly committed = new Map(KEYS.map((key): [string, string[]] => [key, []]));
  private readonly writers = Array.from({ length: WRITERS + 1 }, (): Writer => ({ appended: [] }));
  private readonly late: (() => void)[] = [];
  private faults: Fault[] = [];
  private refused: string | undefined;
  private relay: Pick<OutboxRelay, 'flush' | 'nudge'> & { lose(): void };
  private ids = 0;

  constructor(private readonly fixture: MessagingFixture) {
    this.broker.createTopic(TOPIC, 2);
    this.relay = this.startRelay(false);
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'write':
        for (let index = 0; index < step.count; index += 1) await this.append(OWN_WRITER, step.key);
        return this.end(OWN_WRITER, 'commit');
      case 'append':
        return this.append(step.writer, step.key);
      case 'commit':
      case 'roll-back':
        return this.end(step.writer, step.do);
      case 'disturb':
        this.faults = [...step.faults];
        return;
      case 'refuse':
        this.refused = step.key ?? undefined;
        return;
      case 'new-relay':
        this.changeRelay(step.diesBeforeMark);
        return;
      case 'let-run':
        await this.relay.flush(step.ms);
    }
  }

  /** Ends all that is open and lets an undisturbed relay finish. */
  async settle(): Promise<void> {
    for (const writer of this.writers.keys()) await this.end(writer, 'commit');
    this.faults = [];
    this.refused = undefined;
    for (const arrive of this.late.splice(0)) arrive();
    this.changeRelay(false);
    await until(async () => (await this.fixture.outboxRows()).every(({ published }) => published), {
      what: 'an empty outbox',
      timeoutMs: 10_000,
    });
    this.relay.lose();
  }

  abandon(): Promise<unknown> {
    this.relay.lose();
    return Promise.all([...this.writers.keys()].map((writer) => this.end(writer, 'roll-back')));
  }

  /** What the topic holds of a key, in order. */
  held(key: string): string[] {
    return [0, 1]
      .flatMap((partition) => this.broker.read(TOPIC, partition, 0n, 1e6))
      .filter((message) => message.key?.toString() === key)
      .map(({ headers, value }) => {
        const id = headers['ce_id']?.toString() ?? '';
        expect(value?.toString()).toBe(`body of ${id}`);
        return id;
      });
  }

  private async append(index: number, key: string): Promise<void> {
    const writer = this.writers[index] as Writer;
    // a key is locked by the one transaction that writes it
    if (this.writers.some((other) => other !== writer && other.appended.some((message) => message.key === key))) return;
    writer.runner ??= this.fixture.database.createQueryRunner();
    if (!writer.runner.isTransactionActive) await writer.runner.startTransaction();
    const id = `${(this.ids += 1)}`;
    const message = { topic: TOPIC, key, value: Buffer.from(`body of ${id}`), headers: { ce_id: id } };
    await this.fixture.outbox.append(writer.runner.manager, [message]);
    writer.appended.push(message);
  }

  private async end(index: number, how: 'commit' | 'roll-back'): Promise<void> {
    const writer = this.writers[index] as Writer;
    if (writer.runner === undefined) return;
    if (how === 'commit') await writer.runner.commitTransaction();
    else await writer.runner.rollbackTransaction();
    await writer.runner.release();
    if (how === 'commit')
      for (const { key, headers } of writer.appended) this.committed.get(key)?.push(headers['ce_id'] ?? '');
    this.writers[index] = { appended: [] };
    this.relay.nudge();
  }

  /** The lease goes to another: the relay before is told to stop, whatever it has in hand. */
  private changeRelay(diesBeforeMark: boolean): void {
    this.relay.lose();
    this.relay = this.startRelay(diesBeforeMark);
  }

  private startRelay(diesBeforeMark: boolean): Run['relay'] {
    const lease = new AbortController();
    const store = Object.assign(new DyingStore(this.fixture.database), { dies: diesBeforeMark });
    const relay = this.fixture.relayTo(this.bus(), store);
    void relay.run(lease.signal);
    return Object.assign(relay, { lose: () => lease.abort() });
  }

  private bus(): InMemoryMessageBus {
    const bus = new InMemoryMessageBus(this.broker);
    const publish = (messages: readonly EncodedMessage[]) =>
      this.publish(new InMemoryMessageBus(this.broker), messages);
    return Object.assign(Object.create(bus) as InMemoryMessageBus, { publish });
  }

  private async publish(bus: InMemoryMessageBus, messages: readonly EncodedMessage[]): Promise<void> {
    const gone = new KafkaError('KAFKA_UNAVAILABLE', 'gone', { retryable: true });
    if (messages.some((message) => this.isRefused(message))) {
      throw new KafkaError('KAFKA_REFUSED', 'invalid record', { retryable: false });
    }
    switch (this.faults.shift() ?? 'none') {
      case 'none':
        return bus.publish(messages);
      case 'unreachable':
        throw gone;
      case 'half-sent':
        await bus.publish(messages.slice(0, Math.ceil(messages.length / 2)));
        throw gone;
      case 'acknowledgement-lost':
        await bus.publish(messages);
        throw gone;
      case 'slow':
        await this.laterOn();
        return bus.publish(messages);
      case 'slow-and-lost':
        await this.laterOn();
        throw gone;
    }
  }

  /** Only some messages of the key, so that one published past a refused one would be noticed. */
  private isRefused({ key, headers }: EncodedMessage): boolean {
    return key === this.refused && Number(headers['ce_id']) % 2 === 1;
  }

  private laterOn(): Promise<void> {
    return new Promise((resolve) => {
      this.late.push(resolve);
      setTimeout(resolve, LET_RUN_MS / 2);
    });
  }
}

interface Writer {
  runner?: QueryRunner;
  readonly appended: EncodedMessage[];
}

describe('the outbox and its relay, against a model', () => {
  let fixture: MessagingFixture;

  beforeAll(async () => {
    fixture = await MessagingFixture.open();
  });

  afterAll(() => fixture.close());

  it('given any overlapping commits, faults, refusals and changes of the relay, then each committed message is there, each key in order, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), async (steps) => {
        await fixture.empty();
        const run = new Run(fixture);
        try {
          for (const each of steps) await run.take(each);
          await run.settle();
        } finally {
          await run.abandon();
        }
        for (const [key, ids] of run.committed) expect([...new Set(run.held(key))]).toEqual(ids);
      }),
      { numRuns: 60, seed: 20_263 },
    );
  }, 180_000);
});
