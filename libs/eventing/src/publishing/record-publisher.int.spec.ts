import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeEvent, type EncodedMessage } from '@ledgerbridge/contracts';
import { aCustomer, anInvoice } from '@ledgerbridge/testing';
import { MessagingFixture } from '../database/messaging.fixture.spec.js';
import type { Observation, PublicationOutcome } from './observation.js';

function aCustomerSighting(sourceId: string, name: string, options: Partial<Observation> = {}): Observation {
  return {
    record: { connection: 'acme-syspro', type: 'customer', sourceId },
    state: aCustomer().with({ number: sourceId, name }).build(),
    observedAtMs: 1_767_225_600_000,
    causationId: 'run-1',
    ...options,
  };
}

describe('RecordPublisher', () => {
  let fixture: MessagingFixture;

  beforeAll(async () => {
    fixture = await MessagingFixture.open();
  });

  afterAll(() => fixture.close());

  beforeEach(() => fixture.empty());

  function publish(...observations: Observation[]): Promise<PublicationOutcome[]> {
    return fixture.database.transaction((tx) => fixture.publisher.publish(tx, observations));
  }

  async function published(): Promise<EncodedMessage[]> {
    return fixture.database.query('SELECT topic, key, headers, value FROM outbox ORDER BY id');
  }

  it('given one record seen twice in one call, when published, then both versions are told in order', async () => {
    const outcomes = await publish(
      aCustomerSighting('B', 'Second customer'),
      aCustomerSighting('A', 'First name'),
      aCustomerSighting('A', 'New name'),
      aCustomerSighting('A', 'New name'),
    );
    expect(outcomes).toEqual(['created', 'created', 'changed', 'unchanged']);
    const events = (await published()).map((message) => decodeEvent(message));
    expect(events.filter(({ record }) => record.sourceId === 'A')).toMatchObject([
      { change: 'created', sequence: '001767225600000', state: { name: 'First name' }, causationId: 'run-1' },
      { change: 'updated', sequence: '001767225600001', state: { name: 'New name' } },
    ]);
  });

  it('given an invoice that does not add up, when published with others, then it is named and nothing is written', async () => {
    const wrong = anInvoice().build();
    wrong.totals.total = '1';
    const observation = { record: { connection: 'acme-syspro', type: 'invoice', sourceId: 'X~1~I' }, state: wrong };
    await expect(
      publish(aCustomerSighting('A', 'Good'), {
        ...observation,
        observedAtMs: 1,
        causationId: 'run-1',
      } as Observation),
    ).rejects.toMatchObject({
      code: 'TOTALS_DISAGREE',
      details: { record: 'acme-syspro/invoice/X~1~I', field: 'totals.total' },
    });
    expect(await published()).toEqual([]);
  });

  it('given publishers racing for the same records, when all are done, then every sequence of a record is given once', async () => {
    const race = Array.from({ length: 8 }, (_, racer) => {
      const sightings = Array.from({ length: 40 }, (_, index) =>
        aCustomerSighting(`C${(index * 7 + racer * 13) % 40}`, `name by ${racer}`),
      );
      return publish(...sightings);
    });
    const outcomes = (await Promise.all(race)).flat();
    const events = (await published()).map((message) => decodeEvent(message));
    expect(events).toHaveLength(320);
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(40);
    expect(new Set(events.map(({ id }) => id)).size).toBe(320);
    for (const sourceId of new Set(events.map(({ record }) => record.sourceId))) {
      const sequences = events.filter(({ record }) => record.sourceId === sourceId).map(({ sequence }) => sequence);
      expect(sequences).toEqual([...sequences].sort());
    }
  }, 30_000);

  it('given a transaction that is rolled back, when the records are seen again, then they are still news', async () => {
    const failing = fixture.database.transaction(async (tx) => {
      await fixture.publisher.publish(tx, [aCustomerSighting('A', 'Never told')]);
      throw new Error('the cursor could not be moved');
    });
    await expect(failing).rejects.toThrow('the cursor');
    expect(await publish(aCustomerSighting('A', 'Never told'))).toEqual(['created']);
  });

  it('given records a later scan did not see, when counted, then deletions and seen ones are left out', async () => {
    await publish(
      aCustomerSighting('A', 'Stays', { observedAtMs: 1_000 }),
      aCustomerSighting('B', 'Goes', { observedAtMs: 1_000 }),
      aCustomerSighting('C', 'Deleted', {
        observedAtMs: 1_000,
        state: aCustomer().with({ status: 'deleted' }).build(),
      }),
    );
    await publish(aCustomerSighting('A', 'Stays', { observedAtMs: 5_000, causationId: 'run-2' }));
    const scan = { connection: 'acme-syspro', type: 'customer', sinceMs: 4_000 } as const;
    expect(await fixture.records.countUnseenSince(fixture.database.manager, scan)).toBe(1);
  });

  it('given a record larger than a topic takes, when published, then it is named', async () => {
    const huge = aCustomerSighting('A', 'x'.repeat(1_100_000));
    await expect(publish(huge)).rejects.toMatchObject({
      code: 'EVENT_TOO_LARGE',
      details: { key: 'acme-syspro:A', topic: 'billing.customers.v1' },
    });
  });

  it('given 5,000 new records, when published and seen again, then both take a few statements', async () => {
    const sightings = Array.from({ length: 5_000 }, (_, index) => aCustomerSighting(`N${index}`, 'Name'));
    const first = performance.now();
    expect(new Set(await publish(...sightings))).toEqual(new Set(['created']));
    const second = performance.now();
    expect(new Set(await publish(...sightings))).toEqual(new Set(['unchanged']));
    const end = performance.now();
    // generous: a statement a record would take ten times as long on the slowest machine this is run on
    expect(second - first).toBeLessThan(10_000);
    expect(end - second).toBeLessThan(10_000);
    if (process.env['SHOW_RATES']) process.stderr.write(`publish ${second - first} ms, again ${end - second} ms\n`);
  }, 60_000);
});
