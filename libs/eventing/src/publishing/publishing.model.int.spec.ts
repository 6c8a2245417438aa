import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeEvent, eventId, formatSequence, type CanonicalEvent } from '@ledgerbridge/contracts';
import { aCustomer } from '@ledgerbridge/testing';
import fc from 'fast-check';
import { MessagingFixture } from '../database/messaging.fixture.spec.js';
import type { Observation, PublicationOutcome } from './observation.js';

const sighting = fc.record({
  sourceId: fc.constantFrom('A', 'B'),
  name: fc.constantFrom('one', 'two'),
  status: fc.constantFrom<'active' | 'deleted'>('active', 'active', 'deleted'),
  version: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
  at: fc.integer({ min: 1, max: 12 }),
});
type Sighting = typeof sighting extends fc.Arbitrary<infer T> ? T : never;

/** One publisher's transaction; it may be rolled back after it published. */
const page = fc.record({
  sightings: fc.array(sighting, { minLength: 1, maxLength: 4 }),
  rollsBack: fc.constantFrom(false, false, true),
});
type Page = typeof page extends fc.Arbitrary<infer T> ? T : never;

interface Told {
  readonly sequence: bigint;
  readonly state: string;
}

/** What the rules say of one record, without any of the code that keeps them. */
class RecordModel {
  constructor(
    readonly told: readonly Told[] = [],
    private readonly version?: number,
  ) {}

  see({ name, status, version, at }: Sighting): { next: RecordModel; outcome: PublicationOutcome } {
    const last = this.told.at(-1);
    const state = `${status} ${name}`;
    if (last === undefined) return { next: this.telling(state, version, at), outcome: 'created' };
    if (version !== undefined && this.version !== undefined && version < this.version) {
      return { next: this, outcome: 'stale' };
    }
    const isDeleted = last.state.startsWith('deleted');
    if (isDeleted && status !== 'deleted' && version !== undefined && version === this.version) {
      return { next: this, outcome: 'stale' };
    }
    if (last.state === state || (isDeleted && status === 'deleted')) {
      return { next: new RecordModel(this.told, version ?? this.version), outcome: 'unchanged' };
    }
    return { next: this.telling(state, version, at), outcome: isDeleted ? 'created' : 'changed' };
  }

  private telling(state: string, version: number | undefined, at: number): RecordModel {
    const previous = this.told.at(-1)?.sequence ?? -1n;
    const wanted = BigInt(version ?? at);
    const sequence = wanted > previous ? wanted : previous + 1n;
    return new RecordModel([...this.told, { sequence, state }], version ?? this.version);
  }
}

type Records = Readonly<Record<string, RecordModel>>;

function expected(before: Records, { sightings, rollsBack }: Page): { after: Records; outcomes: PublicationOutcome[] } {
  let after = before;
  const outcomes = sightings.map((seen) => {
    const { next, outcome } = (after[seen.sourceId] ?? new RecordModel()).see(seen);
    after = { ...after, [seen.sourceId]: next };
    return outcome;
  });
  return { after: rollsBack ? before : after, outcomes };
}

/** Every order in which transactions that ran at the same time may have taken effect. */
function orders(count: number): number[][] {
  if (count === 0) return [[]];
  return orders(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, place) => [...order.slice(0, place), count - 1, ...order.slice(place)]),
  );
}

class RolledBack extends Error {}

describe('publishing, against a model', () => {
  let fixture: MessagingFixture;

  beforeAll(async () => {
    fixture = await MessagingFixture.open();
  });

  afterAll(() => fixture.close());

  async function publish({ sightings, rollsBack }: Page): Promise<PublicationOutcome[]> {
    let outcomes: PublicationOutcome[] = [];
    const done = fixture.database.transaction(async (tx) => {
      outcomes = await fixture.publisher.publish(tx, sightings.map(observationOf));
      if (rollsBack) throw new RolledBack();
    });
    await done.catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
    return outcomes;
  }

  async function told(): Promise<CanonicalEvent[]> {
    const rows: Parameters<typeof decodeEvent>[0][] = await fixture.database.query(
      'SELECT headers, value FROM outbox ORDER BY id',
    );
    return rows.map((row) => decodeEvent(row));
  }

  /** The records after these pages ran at the same time, in an order that explains every outcome and every event. */
  async function explained(before: Records, pages: readonly Page[]): Promise<Records> {
    const outcomes = await Promise.all(pages.map((each) => publish(each)));
    const events = await told();
    const explanations = orders(pages.length).map((order) => {
      const results: { outcomes: PublicationOutcome[]; place: number }[] = [];
      let after = before;
      for (const place of order) {
        const step = expected(after, pages[place] as Page);
        after = step.after;
        results.push({ outcomes: step.outcomes, place });
      }
      return { after, outcomes: results.sort((l, r) => l.place - r.place).map((result) => result.outcomes) };
    });
    const fitting = explanations.find(
      ({ after, outcomes: fit }) => sameJson(fit, outcomes) && sameJson(toldBy(after), toldIn(events)),
    );
    if (fitting === undefined) {
      expect({ outcomes, told: toldIn(events) }).toEqual({
        outcomes: explanations[0]?.outcomes,
        told: toldBy(explanations[0]?.after ?? {}),
      });
    }
    return fitting?.after ?? before;
  }

  it('given any sightings by racing publishers, some rolled back, then each fact is told once, newest last, under the id of its sequence', async () => {
    const round = fc.array(page, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 6, size: 'max' }), async (rounds) => {
        await fixture.empty();
        let records: Records = {};
        for (const pages of rounds) records = await explained(records, pages);
        const events = await told();
        expect(events.map(({ id }) => id)).toEqual(events.map((event) => eventId(event.record, event.sequence)));
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      }),
      { numRuns: 50, seed: 20_262 },
    );
  }, 180_000);
});

function observationOf({ sourceId, name, status, version, at }: Sighting): Observation {
  return {
    record: { connection: 'acme-syspro', type: 'customer', sourceId },
    state: aCustomer().with({ number: sourceId, name, status }).build(),
    ...(version === undefined ? {} : { sourceVersionMs: version }),
    observedAtMs: at,
    causationId: 'run-1',
  };
}

function toldBy(records: Records): Record<string, string[]> {
  const lines = Object.entries(records).map(([id, record]) => [
    id,
    record.told.map(({ sequence, state }) => `${formatSequence(Number(sequence))} ${state}`),
  ]);
  return Object.fromEntries(lines.filter(([, told]) => (told?.length ?? 0) > 0).sort()) as Record<string, string[]>;
}

function toldIn(events: readonly CanonicalEvent[]): Record<string, string[]> {
  const lines = [...Map.groupBy(events, ({ record }) => record.sourceId)].map(([id, ofRecord]) => [
    id,
    ofRecord.map(({ sequence, state }) => `${sequence} ${state.status} ${(state as { name: string }).name}`),
  ]);
  return Object.fromEntries(lines.sort()) as Record<string, string[]>;
}

function sameJson(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
