import { aCustomer, anInvoice, until } from '@ledgerbridge/testing';
import { describe, expect, it, jest } from '@jest/globals';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import { AFRESH, type StateChange } from '../states/state-change.js';
import { TARGET, type DeliveryRig } from '../testing/delivery-rig.fixture.spec.js';
import { rigOfEachTest } from '../testing/rig-of-each-test.fixture.spec.js';

const customer = (number: string, version = 1) =>
  aCustomer()
    .withNumber(number)
    .with({ name: `Name ${version}` })
    .event({ version });
const many = (count: number) => Array.from({ length: count }, (_, index) => customer(`C${index}`));

const wrongKey = {
  kind: 'permanent',
  failureClass: 'configuration',
  code: 'WRONG_KEY',
  message: 'the key is not valid',
  details: {},
  scope: 'connection',
} as const;

describe('a stopped connection', () => {
  let rig: DeliveryRig;
  rigOfEachTest((opened) => (rig = opened));

  const refuseAll = () => rig.target.alwaysBehave({ kind: 'refuse', classification: wrongKey });
  const inState = async (state: string) => (await rig.deliveries()).filter((delivery) => delivery.state === state);

  async function stopped(): Promise<DeliveryEntity> {
    const failed = await until(async () => (await inState('failed'))[0], { what: 'the failure that stops' });
    await until(() => rig.target.inFlight === 0);
    return failed;
  }

  /** Until the dispatcher has looked often enough for whatever it might start to have begun. */
  async function rounds(): Promise<void> {
    const looks = jest.spyOn(rig.picker, 'stopping');
    await until(() => looks.mock.calls.length >= 5, { what: 'rounds of the dispatcher' });
  }

  /** As another replica's API would: nobody is nudged. */
  async function change(delivery: DeliveryEntity, to: StateChange): Promise<void> {
    await rig.database.transaction((tx) => rig.states.change(tx, [delivery], to));
  }

  it('given a refusal of everything, then one delivery fails for all, those in flight burn no attempt and nothing more starts', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((_, reject) => {
      release = () => reject(Object.assign(new Error('no'), { classification: wrongKey }));
    });
    rig.target.alwaysBehave({ kind: 'hang', until: gate, applied: false });
    const documents = many(30).map(({ record }) => anInvoice().with({ customerId: record.sourceId }).event());
    const events = [...many(30), ...documents];
    await rig.hold();
    await rig.land(events);
    await until(() => rig.target.inFlight === rig.target.places);
    release();
    const failed = await stopped();
    await until(async () => (await inState('writing')).length === 0);
    const loads = jest.spyOn(rig.picker, 'runnable');
    await rig.land([customer('LATER')]);
    await rounds();
    expect(loads).not.toHaveBeenCalled();
    expect(rig.target.decisions).toHaveLength(rig.target.places);

    expect(await inState('failed')).toHaveLength(1);
    expect(failed).toMatchObject({
      failureClass: 'configuration',
      reason: 'WRONG_KEY',
      details: { scope: 'connection' },
    });
    const retrying = await inState('retrying');
    expect(retrying.map(({ reason, attempt }) => [reason, attempt])).toEqual(
      retrying.map(() => ['CONNECTION_STOPPED', 0]),
    );
    expect(retrying).toHaveLength(rig.target.places - 1);
    expect(await inState('pending')).toHaveLength(events.length - rig.target.places + 1);
    expect(rig.target.calls).toHaveLength(rig.target.places);
    expect(await rig.registry.metrics()).toContain('ledgerbridge_connections_stopped{connection="target"} 1');
    expect(rig.logged.filter((message) => message.startsWith('connection stopped'))).toHaveLength(1);
  });

  it.each<[string, StateChange]>([
    ['retried', { ...AFRESH, reason: 'RETRY' }],
    ['ignored', { to: 'ignored', reason: 'mended by hand' }],
  ])(
    'given the failure %s by a person, then one delivery tries alone and, when that works, all go on',
    async (_what, to) => {
      refuseAll();
      const events = many(12);
      await rig.hold();
      await rig.land(events);
      const failed = await stopped();
      const before = rig.target.calls.length;
      let answer: () => void = () => undefined;
      rig.target.alwaysBehave({ kind: 'hang', until: new Promise((resolve) => (answer = resolve)), applied: true });
      void rig.end.then(() => answer());
      await change(failed, to);
      await until(() => rig.target.inFlight === 1);
      const chores = jest.spyOn(rig.picker, 'orphans');
      await until(() => chores.mock.calls.length >= 3);
      expect(rig.target.calls).toHaveLength(before + 1);
      answer();
      rig.target.alwaysBehave(undefined);
      const settled = events.filter(({ id }) => to.to !== 'ignored' || id !== failed.eventId);
      await rig.delivered(...settled);
      const attempts = (await inState('delivered')).map(({ attempt }) => attempt);
      expect(attempts).toEqual(attempts.map(() => 1));
      expect(await rig.registry.metrics()).not.toContain('ledgerbridge_connections_stopped{');
    },
  );

  it('given the cause still there, when the failure is retried, then one call finds out and it is stopped again', async () => {
    refuseAll();
    await rig.hold();
    await rig.land(many(12));
    const failed = await stopped();
    const before = rig.target.calls.length;
    await change(failed, { ...AFRESH, reason: 'RETRY' });
    await until(() => rig.target.calls.length > before);
    await stopped();
    await rounds();
    expect(rig.target.calls).toHaveLength(before + 1);
    expect(await inState('failed')).toHaveLength(1);
  });

  it('given a stop, when another holder takes over or the service starts again, then it stands; a changed connection ends it', async () => {
    refuseAll();
    const events = many(8);
    await rig.hold();
    await rig.land(events);
    await stopped();
    const before = rig.target.calls.length;
    rig.target.alwaysBehave(undefined);
    const second = await rig.hold();
    await rounds();
    await until(() => rig.logged.filter((message) => message.startsWith('connection stopped')).length === 2);
    await second.stop();
    expect(rig.target.calls).toHaveLength(before);
    expect(await inState('failed')).toHaveLength(1);
    await rig.hold(TARGET, 2);
    await rig.delivered(...events);
  });

  it('given the failed record, when a newer version of it lands, then that one tries', async () => {
    refuseAll();
    await rig.hold();
    await rig.land([customer('C0')]);
    await stopped();
    rig.target.alwaysBehave(undefined);
    await rig.land([customer('C0', 2)]);
    await rig.delivered(customer('C0', 2));
    expect(await rig.stateOf(customer('C0'))).toBe('superseded');
  });

  it('given a read that a decision needs refused for the connection, then it stops it all the same, without a call', async () => {
    rig.target.decideWith = () => ({
      kind: 'failed',
      failureClass: 'configuration',
      code: 'WRONG_KEY',
      details: {},
      scope: 'connection',
    });
    await rig.hold();
    await rig.land(many(10));
    await stopped();
    await until(() => rig.logged.some((message) => message.startsWith('connection stopped')));
    const decided = rig.target.decisions.length;
    await rig.land([customer('NUDGE')]);
    await rounds();
    expect(await inState('failed')).toHaveLength(1);
    expect(decided).toBeLessThanOrEqual(rig.target.places);
    expect(rig.target.decisions).toHaveLength(decided);
  });

  it('given writes in doubt, then they stay in doubt untouched while the stop stands and are looked into after it', async () => {
    rig.target.limits = { requestSeconds: 60, settleSeconds: 0 };
    rig.target.script('customer-DOUBT', { kind: 'time-out-after' });
    await rig.hold();
    await rig.land([customer('DOUBT')]);
    await rig.reaches(customer('DOUBT'), 'in_doubt');
    refuseAll();
    await rig.land([customer('C0')]);
    const failed = await stopped();
    await rig.database.query(`UPDATE deliveries SET next_attempt_at = now() WHERE state = 'in_doubt'`);
    await rig.land([customer('NUDGE')]);
    await rounds();
    expect(rig.target.reads).toEqual([]);
    rig.target.alwaysBehave(undefined);
    await change(failed, { ...AFRESH, reason: 'RETRY' });
    await rig.delivered(customer('DOUBT'), customer('C0'), customer('NUDGE'));
    expect(rig.target.calls.filter(({ id }) => id === 'customer-DOUBT')).toHaveLength(1);
  });

  it('given another connection, then it is written on', async () => {
    rig.target.targets = ['target', 'other'];
    rig.target.steps = ['update'];
    refuseAll();
    await rig.hold();
    await rig.land([customer('C0')]);
    await stopped();
    rig.target.alwaysBehave(undefined);
    await rig.hold('other');
    await until(async () => (await rig.deliveryOf(customer('C0'), 'other')).state === 'delivered');
    expect((await rig.deliveryOf(customer('C0'))).state).toBe('failed');
  });
});
