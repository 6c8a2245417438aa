import { aCustomer, anInvoice } from '@ledgerbridge/testing';
import { describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@ledgerbridge/service';
import type { DeliveryRig } from '../testing/delivery-rig.fixture.spec.js';
import { rigOfEachTest } from '../testing/rig-of-each-test.fixture.spec.js';

const customer = (version: number, name = `Name ${version}`) => aCustomer().with({ name }).event({ version });
const replay = { id: '0b8f2a2e-5c1b-4c55-9b53-0a5d3f7f1b2c', from: 0n, to: 10n };

describe('DeliveryLanding', () => {
  let rig: DeliveryRig;
  rigOfEachTest((opened) => (rig = opened));

  it('given the migrated schema, then the entities describe it', async () => {
    expect(await schemaDrift(rig.database)).toEqual([]);
  });

  it('given an event and two accepting targets, then each has one pending delivery, however often it lands', async () => {
    rig.target.targets = ['target', 'other'];
    const event = customer(1);
    await rig.land([event, event]);
    await rig.land([event]);
    const deliveries = await rig.deliveries();
    expect(deliveries.map(({ targetConnection, state }) => [targetConnection, state])).toEqual([
      ['target', 'pending'],
      ['other', 'pending'],
    ]);
    expect(await rig.told(event)).toEqual(['pending', 'pending']);
  });

  it('given an older version that is pending, when a newer one lands, then the older is superseded', async () => {
    const [one, two] = [customer(1), customer(2)];
    await rig.land([one]);
    await rig.land([two]);
    expect(await rig.stateOf(one)).toBe('superseded');
    expect(await rig.stateOf(two)).toBe('pending');
    expect(await rig.told(one)).toEqual(['pending', 'superseded']);
    expect((await rig.linkOf(two)).sequence).toBe(two.sequence);
  });

  it('given the newest version, when an older one comes late, then it is superseded at once', async () => {
    const [one, two, three] = [customer(1), customer(2), customer(3)];
    await rig.land([two]);
    await rig.land([three, one]);
    expect(await rig.stateOf(one)).toBe('superseded');
    expect(await rig.stateOf(two)).toBe('superseded');
    expect(await rig.stateOf(three)).toBe('pending');
    expect(await rig.told(one)).toEqual(['superseded']);
  });

  it('given a delivery being written or in doubt, when a newer version lands, then it is left to its own outcome', async () => {
    for (const state of ['writing', 'in_doubt']) {
      const [one, two] = [
        aCustomer().withNumber(state).event({ version: 1 }),
        aCustomer().withNumber(state).event({ version: 2 }),
      ];
      await rig.land([one]);
      await rig.database.query(`UPDATE deliveries SET state = $1 WHERE event_id = $2`, [state, one.id]);
      await rig.land([two]);
      expect(await rig.stateOf(one)).toBe(state);
      expect(await rig.stateOf(two)).toBe('pending');
    }
  });

  it('given deliveries at rest and failed ones, when their range is replayed, then only the failed run again', async () => {
    const [good, bad] = [customer(1), anInvoice().event({ version: 1 })];
    await rig.land([good, bad]);
    await rig.database.query(`UPDATE deliveries SET state = 'delivered' WHERE event_id = $1`, [good.id]);
    await rig.database.query(`UPDATE deliveries SET state = 'failed', attempt = 4 WHERE event_id = $1`, [bad.id]);
    await rig.land([good, bad]);
    expect(await rig.stateOf(bad)).toBe('failed');
    await rig.land([good, bad], { replay });
    expect(await rig.stateOf(good)).toBe('delivered');
    const again = await rig.deliveryOf(bad);
    expect(again).toMatchObject({ state: 'pending', reason: 'REPLAY', attempt: 0, details: { replayId: replay.id } });
  });

  it('given a failed older version, when its range is replayed, then it stays out of the way of the newer one', async () => {
    const [one, two] = [customer(1), customer(2)];
    await rig.land([one, two]);
    await rig.land([one, two], { replay });
    expect(await rig.stateOf(one)).toBe('superseded');
  });

  it('given a rolled back landing, then there is no delivery, no link and nothing told', async () => {
    const event = customer(1);
    await rig.database
      .transaction(async (tx) => {
        await rig.landing.land([event], tx);
        throw new Error('the batch failed');
      })
      .catch(() => undefined);
    expect(await rig.deliveries()).toEqual([]);
    expect(await rig.told(event)).toEqual([]);
  });

  it('given control characters and 4-byte text in a state, then it lands and comes back as it was', async () => {
    const name = 'nul \u0000 tab \t 𝔘𝔫𝔦 "quoted" \\ {a,b}';
    const event = aCustomer().with({ name }).event({ version: 1 });
    await rig.land([event]);
    const holder = await rig.hold();
    await rig.delivered(event);
    await holder.stop();
    expect(rig.target.calls).toHaveLength(1);
  });

  it('given 2,000 events of 500 records in one batch, then one version of each is pending', async () => {
    const events = Array.from({ length: 2_000 }, (_, index) =>
      aCustomer()
        .withNumber(`C${index % 500}`)
        .event({ version: 1 + Math.floor(index / 500) }),
    );
    await rig.land(events);
    const states = (await rig.deliveries()).map(({ state }) => state);
    expect(states.filter((state) => state === 'pending')).toHaveLength(500);
    expect(states.filter((state) => state === 'superseded')).toHaveLength(1_500);
  });
});
