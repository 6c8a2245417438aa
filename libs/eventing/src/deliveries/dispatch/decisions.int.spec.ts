import { aCustomer, until } from '@ledgerbridge/testing';
import { describe, expect, it } from '@jest/globals';
import type { DeliveryRig } from '../testing/delivery-rig.fixture.spec.js';
import { TargetError } from '../testing/scripted-target.fixture.spec.js';
import { rigOfEachTest } from '../testing/rig-of-each-test.fixture.spec.js';

const customer = (version = 1, number = 'C1') =>
  aCustomer()
    .withNumber(number)
    .with({ name: `Name ${version}` })
    .event({ version });
describe('decisions', () => {
  let rig: DeliveryRig;
  rigOfEachTest((opened) => (rig = opened));

  it('given decisions without a call, then each is recorded with its reason', async () => {
    rig.target.decideWith = ({ event }) =>
      event.record.sourceId === 'C1'
        ? { kind: 'skipped', rule: 'before-start' }
        : { kind: 'failed', failureClass: 'data', code: 'NO_CURRENCY', details: { field: 'currency' } };
    await rig.hold();
    const [one, two] = [customer(), customer(1, 'C2')];
    await rig.land([one, two]);
    expect(await rig.reaches(one, 'skipped')).toMatchObject({ reason: 'before-start', attempt: 0 });
    expect(await rig.reaches(two, 'failed')).toMatchObject({ reason: 'NO_CURRENCY', failureClass: 'data' });
  });

  it('given a newest version that needed no write, when an older one comes late, then it is superseded and not decided', async () => {
    rig.target.decideWith = () => ({ kind: 'skipped', rule: 'before-start' });
    await rig.hold();
    await rig.land([customer(2)]);
    await rig.reaches(customer(2), 'skipped');
    await rig.land([customer(1)]);
    expect(await rig.reaches(customer(1), 'superseded')).toMatchObject({ reason: 'NEWER_VERSION' });
    expect(rig.target.decisions).toHaveLength(1);
    expect(await rig.linkOf(customer(1))).toMatchObject({ sequence: customer(2).sequence, targetId: null });
  });

  it('given a record that the adapter cannot decide, then it fails by itself and the rest flows', async () => {
    rig.target.decideWith = ({ event }) => {
      if (event.record.sourceId === 'C1') throw new TypeError('x is undefined');
      return undefined;
    };
    await rig.hold();
    const [one, two] = [customer(), customer(1, 'C2')];
    await rig.land([one, two]);
    await rig.delivered(two);
    expect(await rig.reaches(one, 'failed')).toMatchObject({ reason: 'UNDECIDABLE', details: { error: 'TypeError' } });
  });

  it('given a read for a decision that meets a target that is down, then the circuit opens and no attempt is burnt', async () => {
    let isDown = true;
    rig.target.decideWith = () => {
      if (isDown) throw new TargetError({ kind: 'target-down' }, 'ECONNREFUSED');
      return undefined;
    };
    const events = Array.from({ length: 20 }, (_, index) => customer(1, `C${index}`));
    await rig.hold();
    await rig.land(events);
    await until(() => rig.target.decisions.length >= 7);
    expect((await rig.deliveries()).filter(({ state }) => state === 'pending').length).toBeGreaterThan(10);
    isDown = false;
    await rig.delivered(...events);
    expect((await rig.deliveries()).map(({ attempt }) => attempt)).toEqual(events.map(() => 1));
  });

  it('given a read for a decision that is refused, then the one table says what it means', async () => {
    const permanent = { kind: 'permanent', failureClass: 'rejected', message: 'no', details: {} } as const;
    const answers = {
      C1: new TargetError({ kind: 'transient', retryAfterMs: 60_000 }, 'BUSY'),
      C2: new TargetError({ ...permanent, code: 'GONE' }, 'GONE'),
    };
    rig.target.decideWith = ({ event }) => {
      throw answers[event.record.sourceId as keyof typeof answers];
    };
    await rig.hold();
    await rig.land([customer(), customer(1, 'C2')]);
    const busy = await rig.reaches(customer(), 'retrying');
    expect(busy).toMatchObject({ reason: 'BUSY', attempt: 1 });
    expect((busy.nextAttemptAt?.getTime() ?? 0) - busy.updatedAt.getTime()).toBeGreaterThanOrEqual(60_000);
    expect(await rig.reaches(customer(1, 'C2'), 'failed')).toMatchObject({ failureClass: 'rejected', reason: 'GONE' });
  });

  it('given two records that map to one target id, then one of them is a collision and nothing is overwritten', async () => {
    rig.target.decideWith = ({ event }) => ({
      kind: 'write',
      targetId: 'X',
      fingerprint: 'f',
      requests: [{ step: 'create', key: event.id, body: { id: 'X', digest: event.id } }],
    });
    const pair = [customer(), customer(1, 'C2')];
    await rig.land(pair);
    await rig.hold();
    const ended = await until(async () => {
      const deliveries = await rig.deliveries();
      return deliveries.every(({ state }) => state === 'delivered' || state === 'failed') && deliveries;
    });
    expect(ended.map(({ state }) => state).sort()).toEqual(['delivered', 'failed']);
    const failed = ended.find(({ state }) => state === 'failed');
    expect(failed).toMatchObject({ failureClass: 'collision', reason: 'TARGET_ID_TAKEN' });
    expect(rig.target.calls).toHaveLength(1);
  });

  it('given a written record whose target id would now be another, then it is a collision, not a second object', async () => {
    await rig.hold();
    const [one, two] = [customer(1), customer(2)];
    await rig.land([one]);
    await rig.delivered(one);
    rig.target.decideWith = () => ({
      kind: 'write',
      targetId: 'renamed',
      fingerprint: 'f',
      requests: [{ step: 'create', key: 'k', body: { id: 'renamed' } }],
    });
    await rig.land([two]);
    expect(await rig.reaches(two, 'failed')).toMatchObject({ failureClass: 'collision', reason: 'TARGET_ID_CHANGED' });
    expect(rig.target.calls).toHaveLength(1);
  });
});
