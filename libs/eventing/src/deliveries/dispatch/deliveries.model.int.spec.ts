import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isEventOf, stateDigest, type CanonicalEvent } from '@ledgerbridge/contracts';
import { aCustomer, anInvoice, createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import fc from 'fast-check';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import type { DecideInput, Decision } from '../delivery-target.js';
import { DeliveryRig, type TestHolder } from '../testing/delivery-rig.fixture.spec.js';
import { targetIdOf, type Behaviour } from '../testing/scripted-target.fixture.spec.js';
import { expectTold } from '../testing/told-changes.fixture.spec.js';

const VERSIONS = 5;
const REPLAY = { id: '0b8f2a2e-5c1b-4c55-9b53-0a5d3f7f1b2c', from: 0n, to: 1n };
const MISHAPS = [
  'refused-for-now',
  'target-down',
  'refused-for-good',
  'time-out-before',
  'time-out-after',
  'dies-before-sending',
  'dies-after-sending',
  'answered-late',
  'applied-late',
] as const;
type Mishap = (typeof MISHAPS)[number];

/** What each version of a record says; the same version is the same event wherever it lands. */
const content = fc.record({
  text: fc.constantFrom('x', 'y'),
  voided: fc.constantFrom(false, false, true),
  customer: fc.constantFrom('C0', 'C1'),
});
type Content = typeof content extends fc.Arbitrary<infer T> ? T : never;
const RECORDS = ['C0', 'C1', 'I0', 'I1'] as const;
const world = fc.record({
  /** By ids of ours that are refused twice, or by a marker that is looked for before every send. */
  guard: fc.constantFrom('ids' as const, 'markers' as const),
  calls: fc.constantFrom(['create'], ['create', 'billing']),
  contents: fc.tuple(...RECORDS.map(() => fc.array(content, { minLength: VERSIONS, maxLength: VERSIONS }))),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

const version = fc.record({
  record: fc.constantFrom(0, 1, 2, 2, 3, 3),
  version: fc.integer({ min: 1, max: VERSIONS }),
});
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('land' as const),
      versions: fc.array(version, { minLength: 1, maxLength: 4 }),
      mishaps: fc.array(fc.constantFrom(...MISHAPS), { maxLength: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('hand-over' as const, 'take-over' as const) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'replay' as const }) },
  { weight: 3, arbitrary: fc.constant({ do: 'let-work' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** One target connection, its strict little store, and holders one after the other. */
class Run {
  private readonly landed = new Map<string, CanonicalEvent>();
  private readonly events: CanonicalEvent[][];
  private holder: TestHolder | undefined;
  private next = Promise.withResolvers<void>();

  constructor(
    private readonly rig: DeliveryRig,
    { guard, calls, contents }: World,
  ) {
    const { target } = rig;
    target.refusesTwice = guard === 'ids';
    target.readBackFirst = guard === 'markers';
    target.steps = calls;
    target.decideWith = (input) => this.decideVoid(input);
    this.events = contents.map((versions, record) =>
      versions.map((said, index) => eventOf(RECORDS[record] ?? 'C0', index + 1, said)),
    );
  }

  /** Both customers are there. */
  async begin(): Promise<void> {
    this.holder = await this.rig.hold();
    const customers = [this.version(0, 1), this.version(1, 1)];
    await this.rig.land(customers);
    await this.rig.delivered(...customers);
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'land': {
        const events = step.versions.map(({ record, version: number }) => this.version(record, number));
        const behaviours = step.mishaps.map((mishap) => this.behaviour(mishap));
        for (const { record } of events.slice(0, 1)) this.rig.target.script(targetIdOf(record), ...behaviours);
        return this.rig.land(events);
      }
      case 'replay':
        return this.rig.land([...this.landed.values()], { replay: REPLAY });
      case 'hand-over':
      case 'take-over':
        return this.changeHolder(step.do);
      case 'let-work':
        await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  /** A last holder finishes what the others left; then every record must be as its newest version wants it. */
  async settle(): Promise<void> {
    this.rig.target.behaveFromNowOn();
    await this.changeHolder('take-over');
    await until(() => this.isAtRest(), { what: 'rest', timeoutMs: 30_000 });
    expect(this.rig.target.doubled).toEqual([]);
    const deliveries = await this.rig.deliveries();
    const newest = new Map<string, CanonicalEvent>();
    for (const event of this.landed.values()) {
      const id = targetIdOf(event.record);
      if ((newest.get(id)?.sequence ?? '') < event.sequence) newest.set(id, event);
    }
    for (const delivery of deliveries) {
      const event = this.landed.get(delivery.eventId) as CanonicalEvent;
      const isNewest = newest.get(targetIdOf(event.record)) === event;
      if (isNewest) this.expectDone(delivery, event);
      else expect(['superseded', 'delivered', 'unchanged', 'skipped']).toContain(delivery.state);
    }
    expect(deliveries).toHaveLength(this.landed.size);
    for (const event of newest.values()) expect((await this.rig.linkOf(event)).sequence).toBe(event.sequence);
    await expectTold(this.rig, deliveries);
  }

  private expectDone({ state, reason, failureClass }: DeliveryEntity, event: CanonicalEvent): void {
    const there = this.rig.target.documents.get(targetIdOf(event.record));
    switch (state) {
      case 'delivered':
      case 'unchanged':
        expect(there?.['digest']).toBe(stateDigest(event.state));
        return;
      case 'skipped':
        expect(there).toBeUndefined();
        return;
      case 'failed':
        expect([failureClass, reason]).toEqual([expect.any(String), expect.any(String)]);
        return;
      default:
        expect(state).toBe('waiting');
    }
  }

  /** Nothing is at work, and what waits does so for a customer that is not there. */
  private async isAtRest(): Promise<boolean> {
    const rows: unknown[] = await this.rig.database.query(
      `SELECT 1 FROM deliveries d LEFT JOIN links l ON l.type = d.waiting_type AND l.source_id = d.waiting_source_id
        WHERE d.state IN ('pending', 'writing', 'retrying', 'in_doubt') OR (d.state = 'waiting' AND l.confirmed)`,
    );
    return rows.length === 0;
  }

  /** The next holder takes the lease; of the one before, calls on their way may still arrive and be answered. */
  private async changeHolder(how: 'hand-over' | 'take-over'): Promise<void> {
    const before = this.holder;
    if (how === 'hand-over') {
      this.arrive();
      await Promise.race([before?.stop(), new Promise((resolve) => setTimeout(resolve, 50))]);
    }
    this.holder = await this.rig.hold();
    this.arrive();
  }

  private version(record: number, number: number): CanonicalEvent {
    const event = this.events[record]?.[number - 1] as CanonicalEvent;
    this.landed.set(event.id, event);
    return event;
  }

  private arrive(): void {
    this.next.resolve();
    this.next = Promise.withResolvers<void>();
  }

  private behaviour(mishap: Mishap): Behaviour {
    switch (mishap) {
      case 'refused-for-now':
        return { kind: 'refuse', classification: { kind: 'transient' } };
      case 'target-down':
        return { kind: 'refuse', classification: { kind: 'target-down' } };
      case 'refused-for-good': {
        const refusal = {
          kind: 'permanent',
          failureClass: 'rejected',
          code: 'NO',
          message: 'no',
          details: {},
        } as const;
        return { kind: 'refuse', classification: refusal };
      }
      case 'time-out-before':
      case 'time-out-after':
        return { kind: mishap };
      case 'dies-before-sending':
        return { kind: 'hang', until: this.rig.end, applied: false };
      case 'dies-after-sending':
        return { kind: 'hang', until: this.rig.end, applied: true };
      case 'answered-late':
        return { kind: 'hang', until: this.next.promise, applied: true };
      case 'applied-late':
        return { kind: 'late', until: this.next.promise };
    }
  }

  /** As a target does that cannot import what is void already. */
  private decideVoid({ event, link }: DecideInput): Decision | undefined {
    if (!isEventOf(event, 'invoice') || event.state.status !== 'voided' || link?.confirmed === true) return undefined;
    if (link?.mayExist !== true || !this.rig.target.documents.has(link.targetId)) {
      return { kind: 'skipped', rule: 'void-before-issue' };
    }
    return { kind: 'failed', failureClass: 'data', code: 'TARGET_IMMUTABLE', details: {} };
  }
}

function eventOf(number: string, version: number, said: Content): CanonicalEvent {
  if (number.startsWith('C')) return aCustomer().withNumber(number).with({ name: said.text }).event({ version });
  const status = said.voided ? ('voided' as const) : ('open' as const);
  const invoice = anInvoice().withNumber(number).with({ customerId: said.customer, purchaseOrder: said.text, status });
  return invoice.event({ version, sourceId: number });
}

describe('deliveries, against a model', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  it('given versions in any order, mishaps at any call, two holders and replays, then no object is there twice, each is as its newest version wants it or says why not, and all is told', async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.array(step, { minLength: 3, maxLength: 14, size: 'max' }), async (given, steps) => {
        const rig = await DeliveryRig.open(database.url);
        try {
          await rig.database.query('TRUNCATE deliveries, links, outbox, leases');
          const run = new Run(rig, given);
          await run.begin();
          for (const each of steps) await run.take(each);
          await run.settle();
        } finally {
          await rig.close();
        }
      }),
      // time passes for real, so a smaller example would be looked for through minutes of waiting
      { numRuns: 30, seed: 20_265, endOnFailure: true },
    );
  }, 180_000);
});
