import { aCustomer, anInvoice, until } from '@ledgerbridge/testing';
import type { CanonicalEvent } from '@ledgerbridge/contracts';
import { describe, expect, it } from '@jest/globals';
import type { DecideInput, Decision } from '../delivery-target.js';
import type { DeliveryRig } from '../testing/delivery-rig.fixture.spec.js';
import { rigOfEachTest } from '../testing/rig-of-each-test.fixture.spec.js';

const awaited = (version = 1) =>
  aCustomer()
    .with({ name: `Name ${version}` })
    .event({ version });
const dependent = (version = 1) =>
  anInvoice()
    .with({ purchaseOrder: `PO ${version}` })
    .event({ version });

/** Decides the dependent by where the record it names stands, as a credit note does by its invoice. */
async function byStanding({ event, links }: DecideInput): Promise<Decision | undefined> {
  if (event.record.type === 'customer') return undefined;
  const on = awaited().record;
  const standing = await links.standing(on);
  switch (standing.kind) {
    case 'there':
      return undefined;
    case 'unseen':
      return { kind: 'failed', failureClass: 'data', code: 'UNKNOWN', details: {}, awaits: on };
    case 'open':
      return { kind: 'waiting', on };
    case 'ended':
      return { kind: 'failed', failureClass: 'data', code: 'ENDED', details: { reason: standing.reason ?? '' } };
  }
}

describe('what a delivery waits for', () => {
  let rig: DeliveryRig;
  rigOfEachTest((opened) => (rig = opened));

  /** Changes told of this event, with their reasons. */
  async function toldWithReasons(event: CanonicalEvent): Promise<string[]> {
    const rows: { value: Buffer }[] = await rig.database.query(
      `SELECT value FROM outbox WHERE topic = 'bridge.deliveries.v1' ORDER BY id`,
    );
    return rows
      .map(({ value }) => JSON.parse(value.toString('utf8')) as { eventId: string; state: string; reason?: string })
      .filter(({ eventId }) => eventId === event.id)
      .map(({ state, reason }) => (reason === undefined ? state : `${state} ${reason}`));
  }

  it('given a failure that awaits a record, when one of its versions lands, then it is decided anew and told why', async () => {
    rig.target.decideWith = byStanding;
    await rig.hold();
    await rig.land([dependent()]);
    const failed = await rig.reaches(dependent(), 'failed');
    expect(failed).toMatchObject({ reason: 'UNKNOWN', waitingType: 'customer', waitingSourceId: 'BAY001' });
    await rig.land([awaited()]);
    await rig.delivered(dependent());
    expect((await toldWithReasons(dependent())).slice(0, 3)).toEqual([
      'pending',
      'failed UNKNOWN',
      'pending AWAITED_RECORD_LANDED',
    ]);
  });

  it('given a target that awaits a landed record for ever, then it is asked once more and not again', async () => {
    rig.target.decideWith = ({ event }) =>
      event.record.type === 'customer'
        ? { kind: 'skipped', rule: 'before-start' }
        : { kind: 'failed', failureClass: 'data', code: 'UNKNOWN', details: {}, awaits: awaited().record };
    await rig.land([awaited(), dependent()]);
    await rig.hold();
    await until(async () => (await toldWithReasons(dependent())).length === 4);
    await rig.land([aCustomer().withNumber('OTHER').event()]);
    await rig.reaches(aCustomer().withNumber('OTHER').event(), 'skipped');
    expect(rig.target.decisions.filter((id) => id === dependent().record.sourceId)).toHaveLength(2);
    expect(await rig.deliveryOf(dependent())).toMatchObject({ state: 'failed', waitingType: null });
  });

  it('given a wait for a record that then ends without an object, then it is decided anew, not left waiting', async () => {
    let mayEnd = false;
    rig.target.decideWith = async (input) => {
      if (input.event.record.type !== 'customer') return byStanding(input);
      return mayEnd
        ? { kind: 'skipped', rule: 'before-start' }
        : { kind: 'failed', failureClass: 'data', code: 'NO', details: {} };
    };
    await rig.hold();
    await rig.land([awaited(), dependent()]);
    await rig.reaches(dependent(), 'waiting');
    mayEnd = true;
    await rig.land([awaited(2)]);
    await until(async () => (await rig.stateOf(dependent())) === 'failed');
    expect(await rig.deliveryOf(dependent())).toMatchObject({ reason: 'ENDED', details: { reason: 'before-start' } });
    expect(await toldWithReasons(dependent())).toContain('pending AWAITED_RECORD_ENDED');
  });

  it('given a target that waits on for a record that ended, then it is released once and says that it ended', async () => {
    rig.target.decideWith = ({ event }) =>
      event.record.type === 'customer' ? { kind: 'skipped', rule: 'before-start' } : undefined;
    await rig.hold();
    await rig.land([awaited(), dependent()]);
    await until(async () => (await rig.deliveryOf(dependent())).details !== null);
    await rig.land([aCustomer().withNumber('OTHER').event()]);
    await rig.reaches(aCustomer().withNumber('OTHER').event(), 'skipped');
    expect(await rig.deliveryOf(dependent())).toMatchObject({ state: 'waiting', details: { awaitedRecord: 'ended' } });
    expect(rig.target.decisions.filter((id) => id === dependent().record.sourceId)).toHaveLength(2);
    rig.target.decideWith = undefined;
    await rig.land([awaited(2)]);
    await rig.delivered(dependent());
  });

  it('given a failure that awaits a record, when a newer version or a replay comes, then they work as ever', async () => {
    rig.target.decideWith = byStanding;
    await rig.hold();
    await rig.land([dependent()]);
    await rig.reaches(dependent(), 'failed');
    await rig.land([dependent()], { replay: { id: '0b8f2a2e-5c1b-4c55-9b53-0a5d3f7f1b2c', from: 0n, to: 1n } });
    await until(async () => (await toldWithReasons(dependent())).length === 4);
    expect(await rig.reaches(dependent(), 'failed')).toMatchObject({ waitingSourceId: 'BAY001' });
    await rig.land([dependent(2)]);
    await rig.reaches(dependent(2), 'failed');
    expect(await rig.deliveryOf(dependent())).toMatchObject({ state: 'superseded', waitingType: null });
    await rig.land([awaited()]);
    await rig.delivered(dependent(2));
    expect(await rig.stateOf(dependent())).toBe('superseded');
  });

  it('given records in every standing, then each is told from the others', async () => {
    const standings: string[] = [];
    rig.target.decideWith = async ({ event, links }) => {
      if (event.record.sourceId === 'SKIPPED') return { kind: 'skipped', rule: 'zero-total' };
      if (event.record.sourceId === 'FAILED') return { kind: 'failed', failureClass: 'data', code: 'NO', details: {} };
      if (event.record.type === 'customer') return undefined;
      for (const sourceId of ['UNSEEN', 'SKIPPED', 'FAILED', 'WRITTEN']) {
        const standing = await links.standing({ ...awaited().record, sourceId });
        standings.push(standing.kind === 'ended' ? `${standing.state} ${standing.reason}` : standing.kind);
      }
      return { kind: 'skipped', rule: 'own-echo' };
    };
    await rig.hold();
    const customers = ['SKIPPED', 'FAILED', 'WRITTEN'].map((number) => aCustomer().withNumber(number).event());
    await rig.land(customers);
    await until(async () => (await rig.deliveries()).every(({ state }) => /skipped|failed|delivered/.test(state)));
    await rig.land([dependent()]);
    await rig.reaches(dependent(), 'skipped');
    expect(standings).toEqual(['unseen', 'skipped zero-total', 'open', 'there']);
  });
});
