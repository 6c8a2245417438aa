import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EncodedMessage } from '@ledgerbridge/contracts';
import { until } from '@ledgerbridge/testing';
import fc from 'fast-check';
import type { QueryRunner } from 'typeorm';
import { MessagingFixture } from '../database/messaging.fixture.spec.js';
import { InMemoryBroker } from '../kafka/in-memory-broker.js';
import { InMemoryMessageBus } from '../kafka/in-memory-message-bus.js';
import { KafkaError } from '../kafka/kafka.errors.js';
import { OutboxStore } from './outbox-store.js';

const TOPIC = 'orders.v1';
const KEYS = ['a', 'b', 'c'];
const WRITERS = 3;

/** What goes wrong at one call of the broker. */
type Fault = 'none' | 'unreachable' | 'half-sent' | 'acknowledgement-lost' | 'slow';

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('append' as const), writer: fc.nat(2), key: fc.nat(2) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('commit' as const, 'roll-back' as const), writer: fc.nat(2) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('disturb' as const),
      faults: fc.array(fc.constantFrom<Fault>('none', 'unreachable', 'half-sent', 'acknowledgement-lost', 'slow'), {
        maxLength: 3,
      }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('refuse' as const), key: fc.option(fc.nat(2)) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('new-relay' as const), diesBeforeMark: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant({ do: 'let-run' as const }) },
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
  private readonly writers = Array.from({ length: WRITERS }, (): Writer => ({ appended: [] }));
  private readonly late: (() => void)[] = [];
  private faults: Fault[] = [];
  private refused: string | undefined;
  private relay: { lose(): void } | undefined;
  private ids = 0;

  constructor(private readonly fixture: MessagingFixture) {
    this.broker.createTopic(TOPIC, 2);
    this.startRelay(false);
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'append':
        return this.append(step.writer, KEYS[step.key] ?? '');
      case 'commit':
      case 'roll-back':
        return this.end(step.writer, step.do);
      case 'disturb':
        this.faults = [...step.faults];
        return;
      case 'refuse':
        this.refused = step.key === null ? undefined : KEYS[step.key];
        return;
      case 'new-relay':
        return this.startRelay(step.diesBeforeMark);
      case 'let-run':
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Ends all that is open and lets an undisturbed relay finish. */
  async settle(): Promise<void> {
    for (const writer of this.writers.keys()) await this.end(writer, 'commit');
    this.faults = [];
    this.refused = undefined;
    for (const arrive of this.late.splice(0)) arrive();
    this.startRelay(false);
    await until(async () => (await this.fixture.outboxRows()).every(({ published }) => published), {
      what: 'an empty outbox',
      timeoutMs: 10_000,
    });
    this.relay?.lose();
  }

  abandon(): Promise<unknown> {
    this.relay?.lose();
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
  }

  /** The lease goes to another: the relay before is told to stop, whatever it has in hand. */
  private startRelay(diesBeforeMark: boolean): void {
    this.relay?.lose();
    const lease = new AbortController();
    const store = Object.assign(new DyingStore(this.fixture.database), { dies: diesBeforeMark });
    void this.fixture.relayTo(this.bus(), store).run(lease.signal);
    this.relay = { lose: () => lease.abort() };
  }

  private bus(): InMemoryMessageBus {
    const bus = new InMemoryMessageBus(this.broker);
    const publish = (messages: readonly EncodedMessage[]) =>
      this.publish(new InMemoryMessageBus(this.broker), messages);
    return Object.assign(Object.create(bus) as InMemoryMessageBus, { publish });
  }

  private async publish(bus: InMemoryMessageBus, messages: readonly EncodedMessage[]): Promise<void> {
    const gone = new KafkaError('KAFKA_UNAVAILABLE', 'gone', { retryable: true });
    if (messages.some(({ key }) => key === this.refused)) {
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
        await new Promise<void>((resolve) => {
          this.late.push(resolve);
          setTimeout(resolve, 20);
        });
        return bus.publish(messages);
    }
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
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
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
  }, 90_000);
});
