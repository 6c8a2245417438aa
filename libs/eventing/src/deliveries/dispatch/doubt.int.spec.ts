import { aCustomer, anInvoice, until } from '@ledgerbridge/testing';
import { describe, expect, it } from '@jest/globals';
import { TARGET, type DeliveryRig } from '../testing/delivery-rig.fixture.spec.js';
import { rigOfEachTest } from '../testing/rig-of-each-test.fixture.spec.js';

const customer = (version = 1, number = 'C1') =>
  aCustomer()
    .withNumber(number)
    .with({ name: `Name ${version}` })
    .event({ version });
const ID = 'customer-C1';

describe('a write in doubt', () => {
  let rig: DeliveryRig;
  rigOfEachTest((opened) => (rig = opened));

  it('given a time-out after it was applied, then the read-back finds it equal and nothing is sent again', async () => {
    rig.target.script(ID, { kind: 'time-out-after' });
    await rig.hold();
    await rig.land([customer()]);
    await rig.delivered(customer());
    expect(rig.target.calls).toHaveLength(1);
    expect(await rig.told(customer())).toEqual(['pending', 'writing', 'in_doubt', 'delivered']);
    expect(await rig.linkOf(customer())).toMatchObject({ confirmed: true });
  });

  it('given a time-out before it was applied, then the same bytes are sent again', async () => {
    rig.target.script(ID, { kind: 'time-out-before' });
    await rig.hold();
    await rig.land([customer()]);
    await rig.delivered(customer());
    const [first, second] = rig.target.calls;
    expect(rig.target.calls).toHaveLength(2);
    expect(second).toEqual(first);
  });

  it('given request and settle time, then no read-back and no call happens before they have passed', async () => {
    rig.target.limits = { requestSeconds: 60, settleSeconds: 30 };
    rig.target.script(ID, { kind: 'time-out-before' });
    await rig.hold();
    await rig.land([customer()]);
    const delivery = await rig.reaches(customer(), 'in_doubt');
    const wait = (delivery.nextAttemptAt?.getTime() ?? 0) - delivery.updatedAt.getTime();
    expect(Math.round(wait / 1_000)).toBe(90);
    expect(rig.target.reads).toEqual([]);
  });

  it('given a doubt, then its customer is not written to until it is resolved, while others are', async () => {
    rig.target.limits = { requestSeconds: 60, settleSeconds: 0 };
    rig.target.script(ID, { kind: 'time-out-after' });
    await rig.hold();
    await rig.land([customer(1)]);
    await rig.reaches(customer(1), 'in_doubt');
    await rig.land([customer(2), customer(1, 'C2')]);
    await rig.delivered(customer(1, 'C2'));
    expect(await rig.stateOf(customer(2))).toBe('pending');
    expect(await rig.stateOf(customer(1))).toBe('in_doubt');
    await rig.database.query(`UPDATE deliveries SET next_attempt_at = now() WHERE state = 'in_doubt'`);
    await rig.delivered(customer(2));
    expect(await rig.stateOf(customer(1))).toBe('delivered');
  });

  it('given a doubt, when a newer version of the document has another customer, then it waits for the outcome all the same', async () => {
    const invoiceOf = (customerId: string, version: number) =>
      anInvoice().forCustomer(customerId).event({ version, sourceId: 'I1' });
    rig.target.limits = { requestSeconds: 60, settleSeconds: 0 };
    rig.target.script('invoice-I1', { kind: 'time-out-before' });
    await rig.hold();
    await rig.land([customer(1), customer(1, 'C2')]);
    await rig.delivered(customer(1), customer(1, 'C2'));
    await rig.land([invoiceOf('C1', 1)]);
    await rig.reaches(invoiceOf('C1', 1), 'in_doubt');
    await rig.land([invoiceOf('C2', 2), customer(2, 'C2')]);
    await rig.delivered(customer(2, 'C2'));
    expect(await rig.stateOf(invoiceOf('C2', 2))).toBe('pending');
    await rig.database.query(`UPDATE deliveries SET next_attempt_at = now() WHERE state = 'in_doubt'`);
    await rig.delivered(invoiceOf('C1', 1), invoiceOf('C2', 2));
    expect(rig.target.calls.filter(({ id }) => id === 'invoice-I1').map(({ step }) => step)).toEqual([
      'create',
      'create',
      'update',
    ]);
  });

  it('given another object under our id, then it is a collision that shows both values', async () => {
    rig.target.documents.set(ID, { digest: 'theirs' });
    await rig.hold();
    await rig.land([customer()]);
    const failed = await rig.reaches(customer(), 'failed');
    expect(failed).toMatchObject({ failureClass: 'collision', reason: 'TARGET_DIFFERS' });
    expect(failed.details).toMatchObject({ differences: { digest: { theirs: 'theirs' } } });
    expect(rig.target.documents.get(ID)).toEqual({ digest: 'theirs' });
  });

  it('given an object that cannot be read, then it fails and, even when retried, is never written twice', async () => {
    rig.target.readBackWith = () => ({ kind: 'unreadable' });
    rig.target.script(ID, { kind: 'time-out-after' });
    await rig.hold();
    await rig.land([customer()]);
    expect(await rig.reaches(customer(), 'failed')).toMatchObject({ reason: 'TARGET_UNREADABLE' });
    expect(await rig.linkOf(customer())).toMatchObject({ mayExist: true, confirmed: false });
    expect(rig.target.calls).toHaveLength(1);
    expect(rig.target.documents.size).toBe(1);
  });

  it('given an answer that our id is taken by our own object, then it is delivered', async () => {
    rig.target.script(ID, { kind: 'time-out-after' });
    await rig.hold();
    await rig.land([customer()]);
    await rig.delivered(customer());
    await rig.database.query('TRUNCATE deliveries, links');
    await rig.land([customer()]);
    await rig.delivered(customer());
    expect(rig.target.calls).toHaveLength(2);
    expect(rig.target.documents.size).toBe(1);
    expect(await rig.linkOf(customer())).toMatchObject({ confirmed: true });
  });

  it('given a duplicate that cannot be read, then it fails, never a second write', async () => {
    rig.target.documents.set(ID, { digest: 'unknown' });
    rig.target.readBackWith = () => ({ kind: 'absent' });
    await rig.hold();
    await rig.land([customer()]);
    expect(await rig.reaches(customer(), 'failed')).toMatchObject({ reason: 'TARGET_UNREADABLE' });
    expect(rig.target.calls).toHaveLength(1);
  });

  it('given a read-back that fails, then the doubt stays and is looked into again', async () => {
    const unavailable = Object.assign(new Error('no'), { code: 'EOF', classification: { kind: 'transient' } });
    let reads = 0;
    rig.target.readBackWith = () => {
      reads += 1;
      if (reads < 3) throw unavailable;
      return undefined;
    };
    rig.target.script(ID, { kind: 'time-out-after' });
    await rig.hold();
    await rig.land([customer()]);
    await rig.delivered(customer());
    expect(rig.target.calls).toHaveLength(1);
    expect(await rig.told(customer())).toEqual(['pending', 'writing', 'in_doubt', 'in_doubt', 'in_doubt', 'delivered']);
  });

  it('given a target that refuses nothing twice, then a marker is looked for before every send, the first one too', async () => {
    rig.target.readBackFirst = true;
    rig.target.script(ID, { kind: 'time-out-before' });
    await rig.hold();
    await rig.land([customer()]);
    await rig.delivered(customer());
    expect(rig.target.reads).toHaveLength(3);
    expect(rig.target.calls).toHaveLength(2);
    await rig.database.query('TRUNCATE deliveries, links');
    await rig.land([customer()]);
    await rig.delivered(customer());
    expect(rig.target.calls).toHaveLength(2);
  });

  it('given a write of two calls that is in doubt at the second, then only the second is looked into', async () => {
    rig.target.steps = ['create', 'billing'];
    rig.target.script(ID, { kind: 'refuse', classification: { kind: 'transient' } });
    await rig.hold();
    await rig.land([customer()]);
    const refused = await rig.reaches(customer(), 'delivered');
    expect(refused.step).toBe(1);
    expect(rig.target.calls.map(({ step }) => step)).toEqual(['create', 'create', 'billing']);

    rig.target.calls.length = 0;
    const other = customer(1, 'C2');
    let calls = 0;
    rig.target.readBackWith = (request) => {
      calls += 1;
      expect(request.step).toBe('billing');
      return undefined;
    };
    rig.target.script(
      'customer-C2',
      { kind: 'hang', until: Promise.resolve(), applied: true },
      { kind: 'time-out-before' },
    );
    await rig.land([other]);
    await rig.delivered(other);
    expect(calls).toBe(1);
    expect(rig.target.calls.map(({ step }) => step)).toEqual(['create', 'billing', 'billing']);
  });

  it('given a holder that dies while writing, then the next one waits, reads back and does not write again', async () => {
    rig.target.script(ID, { kind: 'hang', until: rig.end, applied: true });
    await rig.hold();
    await rig.land([customer()]);
    await until(() => rig.target.calls.length === 1);
    await rig.hold();
    const told = async () => (await rig.told(customer())).join();
    await until(async () => (await told()) === 'pending,writing,in_doubt,delivered');
    expect(rig.target.calls).toHaveLength(1);
    const delivery = await rig.deliveryOf(customer());
    expect(delivery.state).toBe('delivered');
  });

  it('given a holder that died before its call went out, then the next one sends the stored bytes', async () => {
    rig.target.script(ID, { kind: 'hang', until: rig.end, applied: false });
    await rig.hold();
    await rig.land([customer()]);
    await until(() => rig.target.calls.length === 1);
    await rig.hold();
    await rig.delivered(customer());
    expect(rig.target.calls).toHaveLength(2);
    expect(rig.target.calls[1]).toEqual(rig.target.calls[0]);
    expect((await rig.deliveryOf(customer())).leaseEpoch).toBe('2');
  });

  it('given a write of a holder that is gone, however long it had waited for its turn, then nothing is done until request and settle time have passed since its lease', async () => {
    rig.target.limits = { requestSeconds: 60, settleSeconds: 60 };
    rig.target.script(ID, { kind: 'hang', until: rig.end, applied: true });
    await rig.hold();
    await rig.land([customer()]);
    await until(() => rig.target.calls.length === 1);
    await rig.database.query(`UPDATE deliveries SET request_sent_at = request_sent_at - interval '1 hour'`);
    await rig.hold();
    const adopted = await rig.reaches(customer(), 'in_doubt');
    await rig.land([customer(1, 'C2')]);
    await rig.delivered(customer(1, 'C2'));
    const wait = (adopted.nextAttemptAt?.getTime() ?? 0) - adopted.updatedAt.getTime();
    expect(Math.round(wait / 1_000)).toBe(120);
    expect(await rig.stateOf(customer())).toBe('in_doubt');
    expect(rig.target.reads).toEqual([]);
    await rig.database.query(`UPDATE deliveries SET next_attempt_at = now() WHERE state = 'in_doubt'`);
    await rig.delivered(customer());
    expect(rig.target.calls.filter(({ id }) => id === ID)).toHaveLength(1);
  });

  it('given a holder whose lease was taken over, when its call ends late, then it can change nothing', async () => {
    rig.target.limits = { requestSeconds: 60, settleSeconds: 60 };
    let answer: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (answer = resolve));
    rig.target.script(ID, { kind: 'hang', until: late, applied: true });
    const stale = await rig.hold();
    await rig.land([customer()]);
    await until(() => rig.target.calls.length === 1);
    await rig.hold();
    await rig.reaches(customer(), 'in_doubt');
    answer();
    await stale.ended;
    expect(await rig.stateOf(customer())).toBe('in_doubt');
    expect(await rig.told(customer())).toEqual(['pending', 'writing', 'in_doubt']);
    const [delivery] = await rig.deliveries();
    const change = rig.database.transaction((tx) =>
      rig.states.change(tx, delivery === undefined ? [] : [delivery], { to: 'delivered' }, stale.held.lease),
    );
    await expect(change).rejects.toMatchObject({ code: 'LEASE_LOST' });
  });

  it('given too little left of the lease, then no call is begun', async () => {
    const holder = await rig.hold();
    holder.loseLease();
    await rig.land([customer()]);
    await holder.ended;
    expect(rig.target.calls).toEqual([]);
  });

  it('given a shutdown while a call is under way, then the call may end and is put on record', async () => {
    let answer: () => void = () => undefined;
    rig.target.script(ID, { kind: 'hang', until: new Promise((resolve) => (answer = resolve)), applied: true });
    const holder = await rig.hold();
    await rig.land([customer(), customer(1, 'C2')]);
    await until(() => rig.target.calls.some(({ id }) => id === ID));
    const stopped = holder.stop();
    answer();
    await stopped;
    expect(await rig.stateOf(customer())).toBe('delivered');
  });

  it('given a shutdown while a call waits for its turn, then it is given back at once, as if it had not been begun', async () => {
    rig.target.limits = { requestSeconds: 60, settleSeconds: 60 };
    rig.target.script(ID, { kind: 'wait-for-turn' });
    const holder = await rig.hold();
    await rig.land([customer()]);
    await until(() => rig.target.calls.length === 1);
    await holder.stop();
    const given = await rig.deliveryOf(customer());
    expect(given).toMatchObject({ state: 'retrying', reason: 'HANDED_OVER', attempt: 0 });
    expect(await rig.linkOf(customer())).toMatchObject({ mayExist: false });
    await rig.hold();
    await rig.delivered(customer());
    expect(rig.target.reads).toEqual([]);
    expect(rig.target.calls[1]).toEqual(rig.target.calls[0]);
  });

  it('given a lease that is lost while a call waits for its turn, then nothing is put on record by its old holder', async () => {
    rig.target.limits = { requestSeconds: 60, settleSeconds: 60 };
    rig.target.script(ID, { kind: 'wait-for-turn' });
    const holder = await rig.hold();
    await rig.land([customer()]);
    await until(() => rig.target.calls.length === 1);
    holder.loseLease();
    await holder.stop();
    expect(await rig.stateOf(customer())).toBe('writing');
  });

  it('given a delivery that somebody changed since it was read, then a change of it does nothing', async () => {
    await rig.land([customer()]);
    const [stale] = await rig.deliveries();
    await rig.land([customer(2)]);
    const changed = await rig.database.transaction((tx) =>
      rig.states.change(tx, stale === undefined ? [] : [stale], { to: 'writing' }),
    );
    expect(changed).toEqual([]);
    expect(await rig.stateOf(customer())).toBe('superseded');
    expect(stale?.targetConnection).toBe(TARGET);
  });
});
