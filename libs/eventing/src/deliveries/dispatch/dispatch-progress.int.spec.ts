import { aCustomer, until } from '@ledgerbridge/testing';
import { describe, expect, it } from '@jest/globals';
import type { DeliveryRig } from '../testing/delivery-rig.fixture.spec.js';
import { rigOfEachTest } from '../testing/rig-of-each-test.fixture.spec.js';

// far above what a round takes on a busy machine
const LIMIT_MS = 2_000;
const customer = (number: string) => aCustomer().withNumber(number).event();

describe('DispatchProgress', () => {
  let rig: DeliveryRig;
  rigOfEachTest((opened) => (rig = opened));

  const stuck = () => rig.progress.describe(LIMIT_MS);
  const isStuck = () => until(() => stuck(), { timeoutMs: 20_000, what: 'a dispatcher that makes no progress' });
  /** Looks at it for several limits, while the dispatcher polls on. */
  async function staysWell(): Promise<void> {
    const from = performance.now();
    const seen = new Set<string | undefined>();
    await until(() => seen.add(stuck()) && performance.now() - from > 3 * LIMIT_MS, { timeoutMs: 30_000 });
    expect(seen).toEqual(new Set([undefined]));
  }

  it('given nothing to do, or a target that is down or does not answer, then the dispatcher is well', async () => {
    await rig.hold();
    await staysWell();
    rig.target.alwaysBehave({ kind: 'refuse', classification: { kind: 'target-down' } });
    await rig.land([customer('C1')]);
    await staysWell();
    rig.target.alwaysBehave({ kind: 'hang', until: rig.end, applied: false });
    await until(() => rig.target.inFlight > 0, { timeoutMs: 20_000 });
    await staysWell();
  });

  it('given a query that never returns, then its connection is named; once it is let go, nothing is', async () => {
    const { runnable } = rig.picker;
    rig.picker.runnable = () => rig.end.then(() => []);
    const holder = await rig.hold();
    expect(await isStuck()).toMatch(/^the dispatcher of target has not looked around for \d s$/);
    rig.picker.runnable = runnable;
    rig.progress.end(holder.held.connection.id);
    expect(stuck()).toBeUndefined();
  });

  it('given a due delivery that fails for an error of our own each time, then it is named, until nothing is due', async () => {
    const event = customer('C1');
    rig.target.script('customer-C1', { kind: 'time-out-before' });
    rig.target.classify = () => {
      throw new TypeError('a fault in the adapter');
    };
    rig.target.readBackWith = () => {
      throw new Error('unreadable');
    };
    await rig.land([event]);
    await rig.hold();
    expect(await isStuck()).toMatch(/^the dispatcher of target has got nothing done for \d s, for errors of our own$/);
    await rig.database.query(`UPDATE deliveries SET state = 'ignored'`);
    await until(() => stuck() === undefined);
  });
});
