import { createMetricsRegistry } from '@ledgerbridge/service';
import type { EntityManager } from 'typeorm';
import { MessagingFixture, silent } from '../database/messaging.fixture.spec.js';
import type { LandedMessage, PartitionOffset } from '../kafka/message-bus.port.js';
import { BatchLanding } from './batch-landing.js';
import type { LandingContext } from './landing-context.js';
import { LandingMetrics } from './landing-metrics.js';
import { PartitionLags } from './partition-lags.js';
import { PositionStore } from './position-store.js';
import { readFrom, StartDecider } from './start-decider.js';

export const GROUP = 'chargebee-gateway';
export const TOPIC = 'orders.v1';

/** Where a life ends. */
export type Death = 'in-handler' | 'after-postgres' | 'after-kafka';

export interface LifeOptions {
  /** Messages of one batch. */
  readonly batch?: number;
  /** Batches before the death; without a death the life ends when all is read. */
  readonly dies?: { readonly at: Death; readonly inBatch: number };
  /** The commit as it was when it was read at the assignment, in case it moved since. */
  readonly sees?: bigint;
  /** Runs after each batch is landed and committed; may answer where the consumer is made to read on. */
  readonly afterBatch?: () => Promise<bigint | void>;
  readonly handle?: (messages: readonly LandedMessage[], tx: EntityManager, context: LandingContext) => Promise<void>;
}

class Died extends Error {}

/** One partition of a broker, one schema, and the service processes that live and die on them, one after the other. */
export class ServiceLives {
  /** What is at each offset. */
  readonly log: string[] = [];
  committed: bigint | undefined;
  low = 0n;
  /** Calls of the handler that were committed: `<event>` or `<event>*` when replayed. */
  readonly handled: string[] = [];

  constructor(private readonly fixture: MessagingFixture) {}

  append(...events: string[]): this {
    this.log.push(...events);
    return this;
  }

  async committedOffsets(): Promise<PartitionOffset[]> {
    return this.committed === undefined ? [] : [{ topic: TOPIC, partition: 0, offset: this.committed }];
  }

  /** One process: assigned, reading batch by batch, to the end of the partition or its death. */
  async live(options: LifeOptions = {}): Promise<void> {
    const store = new PositionStore(this.fixture.database);
    const assigned = { topic: TOPIC, partition: 0, low: this.low, high: BigInt(this.log.length) };
    const committed = options.sees ?? this.committed;
    const known = committed === undefined ? assigned : { ...assigned, committed };
    const [progress] = await new StartDecider(GROUP, store, this, silent).decide([known]);
    if (progress === undefined) throw new Error('nothing decided');
    let batches = 0;
    let dying = false;
    const tentative: string[] = [];
    const landing = new BatchLanding({
      groupId: GROUP,
      database: this.fixture.database,
      positions: store,
      deadLetters: this.fixture.deadLetters,
      metrics: new LandingMetrics(createMetricsRegistry('spec')),
      lags: new PartitionLags(),
      logger: silent,
      handle: async (messages, tx, context) => {
        batches += 1;
        dying = options.dies?.inBatch === batches;
        tentative.length = 0;
        tentative.push(...messages.map(({ value }) => `${value?.toString()}${context.replay ? '*' : ''}`));
        await options.handle?.(messages, tx, context);
        if (dying && options.dies?.at === 'in-handler') throw new Died();
      },
    });
    landing.assign([progress]);
    const commit = async (offset: bigint): Promise<void> => {
      this.handled.push(...tentative.splice(0));
      if (dying && options.dies?.at === 'after-postgres') throw new Died();
      this.committed = offset;
      if (dying && options.dies?.at === 'after-kafka') throw new Died();
    };
    try {
      for (let next = readFrom(progress, assigned).offset; next < assigned.high;) {
        const messages = messagesAt(this.log, next, options.batch ?? 10);
        const highWatermark = BigInt(this.log.length);
        await landing.land({ topic: TOPIC, partition: 0, messages, highWatermark }, { commit });
        next += BigInt(messages.length);
        next = (await options.afterBatch?.()) ?? next;
      }
    } catch (error) {
      if (!(error instanceof Died)) throw error;
    }
  }
}

/** The messages at these offsets of a log. */
export function messagesAt(log: readonly string[], from: bigint, count: number): LandedMessage[] {
  return log.slice(Number(from), Number(from) + count).map((event, index) => ({
    topic: TOPIC,
    partition: 0,
    offset: (from + BigInt(index)).toString(),
    timestamp: '0',
    key: Buffer.from('key'),
    value: Buffer.from(event),
    headers: { ce_id: Buffer.from(event) },
  }));
}

export function events(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => `e${from + index}`);
}
