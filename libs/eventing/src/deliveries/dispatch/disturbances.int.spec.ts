import { aCustomer, anInvoice, createTestDatabase, until, type TestDatabase } from '@ledgerbridge/testing';
import { stateDigest, type CanonicalEvent } from '@ledgerbridge/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DeliveryRig } from '../testing/delivery-rig.fixture.spec.js';
import { targetIdOf, type Behaviour } from '../testing/scripted-target.fixture.spec.js';

const RUNS = 12;

const behaviour = fc.constantFrom<Behaviour>(
  { kind: 'refuse', classification: { kind: 'transient' } },
  { kind: 'refuse', classification: { kind: 'target-down' } },
  { kind: 'time-out-before' },
  { kind: 'time-out-after' },
);

/**
 * What happens between two batches: nothing, an orderly hand-over of the lease, a take-over from a holder that goes on
 * as if nothing had happened, or an operator's reset to the start.
 */
const step = fc.record({
  customer: fc.nat(2),
  documents: fc.nat(2),
  behaviours: fc.array(behaviour, { maxLength: 3 }),
  then: fc.constantFrom('nothing', 'hand-over', 'take-over', 'replay'),
});

describe('deliveries under disturbance', () => {
  let database: TestDatabase;
  let rig: DeliveryRig;

  beforeAll(async () => {
    database = await createTestDatabase();
    rig = await DeliveryRig.open(database.url);
  });
  afterAll(async () => {
    await rig.close();
    await database.close();
  });

  it('given any mix of refusals, time-outs, take-overs and replays, then each record is there once, in its newest version', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        await rig.database.query('TRUNCATE deliveries, links, outbox');
        rig.target.documents.clear();
        let holder = await rig.hold();
        const landed: CanonicalEvent[] = [];
        for (const [version, { customer, documents, behaviours, then }] of steps.entries()) {
          const batch = batchOf(version + 1, `C${customer}`, documents);
          landed.push(...batch);
          for (const event of batch) rig.target.script(targetIdOf(event.record), ...behaviours);
          await rig.land(batch);
          if (then === 'replay') {
            await rig.land(landed, { replay: { id: '0b8f2a2e-5c1b-4c55-9b53-0a5d3f7f1b2c', from: 0n, to: 1n } });
          }
          if (then === 'hand-over') await holder.stop();
          if (then === 'hand-over' || then === 'take-over') holder = await rig.hold();
        }
        await until(async () => (await rig.deliveries()).every(({ state }) => AT_REST.includes(state)), {
          what: 'rest',
          timeoutMs: 20_000,
        });
        await holder.stop();
        expectNewest(landed);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }, 120_000);

  function expectNewest(landed: readonly CanonicalEvent[]): void {
    const newest = new Map(landed.map((event) => [targetIdOf(event.record), stateDigest(event.state)]));
    const written = new Map([...rig.target.documents].map(([id, body]) => [id, body['digest']]));
    expect(written).toEqual(newest);
  }
});

const AT_REST: readonly string[] = ['delivered', 'unchanged', 'superseded'];

function batchOf(version: number, number: string, documents: number): CanonicalEvent[] {
  const customer = aCustomer()
    .withNumber(number)
    .with({ name: `Name ${version}` })
    .event({ version });
  const invoices = Array.from({ length: documents }, (_, index) =>
    anInvoice()
      .withNumber(`I${index}`)
      .with({ customerId: number, purchaseOrder: `PO ${version}` })
      .event({ version }),
  );
  return [customer, ...invoices];
}
