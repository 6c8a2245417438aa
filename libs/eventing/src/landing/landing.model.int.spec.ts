import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMetricsRegistry } from '@ledgerbridge/service';
import fc from 'fast-check';
import { MessagingFixture, silent } from '../database/messaging.fixture.spec.js';
import { KafkaError } from '../kafka/kafka.errors.js';
import type { PartitionOffset } from '../kafka/message-bus.port.js';
import { BatchLanding } from './batch-landing.js';
import { LandingMetrics } from './landing-metrics.js';
import { PartitionLags } from './partition-lags.js';
import { PositionStore } from './position-store.js';
import { events, GROUP, messagesAt, TOPIC, type Death } from './service-lives.fixture.spec.js';
import { readFrom, StartDecider } from './start-decider.js';

const SLOTS = [0, 1] as const;

const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('arrive' as const), count: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('assign' as const), slot: fc.constantFrom(...SLOTS) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      slot: fc.constantFrom(...SLOTS),
      size: fc.integer({ min: 1, max: 4 }),
      dies: fc.option(fc.constantFrom<Death>('in-handler', 'after-postgres', 'after-kafka'), {
        nil: undefined,
        freq: 3,
      }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'leave' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('move-group' as const), by: fc.integer({ min: -8, max: 3 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Died extends Error {}

/** A consumer process: one that lost its membership goes on with what it knows until it finds out. */
interface Process {
  readonly landing: BatchLanding;
  /** Offset it reads next. */
  next: bigint;
  dies: Death | undefined;
  /** Calls of the handler whose transaction is not committed yet. */
  tentative: Handled[];
}

interface Handled {
  readonly offset: number;
  readonly replay: boolean;
}

/** What an operator asked to land again, and how much had been handled by then. */
interface Reset {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

interface Row {
  readonly next: number;
  readonly landed_from: number;
  readonly acknowledged: boolean;
  readonly replay_to: number | null;
}

/** One partition and two consumers; Kafka takes commits only of the one that was assigned it last. */
class Run {
  private readonly log: string[] = [];
  private readonly handled: Handled[] = [];
  private readonly resets: Reset[] = [];
  private readonly processes = new Map<number, Process>();
  private readonly positions: PositionStore;
  private member: number | undefined;
  private committed: bigint | undefined;
  private movedByOperator = false;

  constructor(private readonly fixture: MessagingFixture) {
    this.positions = new PositionStore(fixture.database);
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'arrive':
        this.log.push(...events(this.log.length, this.log.length + step.count));
        return;
      case 'assign':
        return this.assign(step.slot);
      case 'read':
        return this.read(step.slot, step.size, step.dies);
      case 'leave':
        this.member = undefined;
        return;
      case 'move-group':
        return this.moveGroup(BigInt(step.by));
    }
  }

  /** A fresh process reads to the end; then what happened must be explained by the log and the operator alone. */
  async settle(): Promise<void> {
    await this.assign(0);
    for (let reads = 0; reads <= this.log.length; reads += 1) await this.read(0, 4);
    expect(this.committed ?? 0n).toBe(BigInt(this.log.length));
    const first = this.handled.filter(({ replay }) => !replay).map(({ offset }) => offset);
    expect(first).toEqual([...this.log.keys()]);
    for (const { from, to, at } of this.resets) {
      const again = this.handled.slice(at).filter(({ replay }) => replay);
      for (let offset = from; offset < to; offset += 1) expect(again.map((one) => one.offset)).toContain(offset);
    }
    for (const offset of this.log.keys()) {
      const asked = this.resets.filter(({ from, to }) => from <= offset && offset < to).length;
      const times = this.handled.filter((one) => one.replay && one.offset === offset).length;
      expect(times).toBeLessThanOrEqual(asked);
    }
  }

  async committedOffsets(): Promise<PartitionOffset[]> {
    return this.committed === undefined ? [] : [{ topic: TOPIC, partition: 0, offset: this.committed }];
  }

  private async assign(slot: number): Promise<void> {
    await this.noteReset();
    const assigned = { topic: TOPIC, partition: 0, low: 0n, high: BigInt(this.log.length) };
    const known = this.committed === undefined ? assigned : { ...assigned, committed: this.committed };
    const [progress] = await new StartDecider(GROUP, this.positions, this, silent).decide([known]);
    if (progress === undefined) throw new Error('nothing decided');
    const replays = await this.fixture.database.query<unknown[]>('SELECT 1 FROM landing_replays');
    expect(replays).toHaveLength(this.resets.length);
    const landing = this.landing(() => this.processes.get(slot) as Process);
    landing.assign([progress]);
    this.processes.set(slot, { landing, next: readFrom(progress, assigned).offset, dies: undefined, tentative: [] });
    this.member = slot;
  }

  /** A group put back by an operator is a reset, unless that may as well be the last batch, not acknowledged yet. */
  private async noteReset(): Promise<void> {
    const [row] = await this.fixture.database.query<Row[]>(
      `SELECT next_offset::int AS next, landed_from::int, acknowledged, replay_to::int FROM consumer_positions`,
    );
    const from = Number(this.committed ?? 0n);
    const isReset = row !== undefined && this.movedByOperator && from < row.next;
    this.movedByOperator = false;
    if (!isReset || (!row.acknowledged && from >= row.landed_from)) return;
    this.resets.push({ from, to: Math.max(row.next, row.replay_to ?? 0), at: this.handled.length });
  }

  private landing(self: () => Process): BatchLanding {
    return new BatchLanding({
      groupId: GROUP,
      database: this.fixture.database,
      positions: this.positions,
      deadLetters: this.fixture.deadLetters,
      metrics: new LandingMetrics(createMetricsRegistry('spec')),
      lags: new PartitionLags(),
      logger: silent,
      handle: async (messages, _, { replay }) => {
        self().tentative = messages.map(({ offset }) => ({ offset: Number(offset), replay: replay !== undefined }));
        if (self().dies === 'in-handler') throw new Died();
      },
    });
  }

  private async read(slot: number, size: number, dies?: Death): Promise<void> {
    const process = this.processes.get(slot);
    if (process === undefined || process.next >= this.log.length) return;
    process.dies = dies;
    const messages = messagesAt(this.log, process.next, size);
    const batch = { topic: TOPIC, partition: 0, messages, highWatermark: BigInt(this.log.length) };
    try {
      await process.landing.land(batch, { commit: (offset) => this.commit(slot, process, offset) });
      process.next += BigInt(messages.length);
    } catch (error) {
      this.failed(slot, error);
    }
  }

  private async commit(slot: number, process: Process, offset: bigint): Promise<void> {
    this.handled.push(...process.tentative.splice(0));
    if (process.dies === 'after-postgres') throw new Died();
    if (this.member !== slot) throw new KafkaError('NOT_ASSIGNED', 'the partition moved on', { retryable: false });
    this.committed = offset;
    if (process.dies === 'after-kafka') throw new Died();
  }

  /** The batch comes again, to whoever is alive. */
  private failed(slot: number, error: unknown): void {
    if (error instanceof Died) {
      this.processes.delete(slot);
      if (this.member === slot) this.member = undefined;
      return;
    }
    expect(['POSITION_MOVED', 'NOT_ASSIGNED']).toContain((error as { code?: unknown }).code);
  }

  /** Kafka lets nobody move a group that has members. */
  private moveGroup(by: bigint): void {
    if (this.member !== undefined || this.committed === undefined) return;
    const to = this.committed + by;
    const end = BigInt(this.log.length);
    this.committed = to < 0n ? 0n : to > end ? end : to;
    this.movedByOperator = true;
  }
}

describe('landing, against a model', () => {
  let fixture: MessagingFixture;

  beforeAll(async () => {
    fixture = await MessagingFixture.open();
  });

  afterAll(() => fixture.close());

  async function happens(steps: readonly Step[]): Promise<void> {
    await fixture.empty();
    const run = new Run(fixture);
    for (const step of steps) await run.take(step);
    await run.settle();
  }

  it('given any arrivals, deaths, rebalances, stale consumers, resets and skips, then each message lands once, and again only where an operator asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), (steps) => happens(steps)),
      { numRuns: 100, seed: 20_264 },
    );
  }, 180_000);

  it('given a stale consumer ahead of an operator’s reset, when it reads on, then it does not take what is to land again for landed', async () => {
    await happens([
      { do: 'assign', slot: 1 },
      { do: 'arrive', count: 1 },
      { do: 'read', slot: 1, size: 1, dies: undefined },
      { do: 'leave' },
      { do: 'move-group', by: -1 },
      { do: 'arrive', count: 1 },
      { do: 'assign', slot: 0 },
      { do: 'read', slot: 1, size: 1, dies: undefined },
      { do: 'read', slot: 1, size: 1, dies: undefined },
    ]);
  });

  it('given a stale consumer at the very offset of an operator’s reset, when it reads on, then it does not land for the first time what was landed', async () => {
    await happens([
      { do: 'arrive', count: 3 },
      { do: 'assign', slot: 1 },
      { do: 'read', slot: 1, size: 1, dies: undefined },
      { do: 'assign', slot: 0 },
      { do: 'read', slot: 0, size: 4, dies: undefined },
      { do: 'leave' },
      { do: 'move-group', by: -2 },
      { do: 'assign', slot: 0 },
      { do: 'read', slot: 1, size: 1, dies: undefined },
    ]);
  });
});
