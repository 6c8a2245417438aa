import { aCustomer } from '@ledgerbridge/testing';
import { describe, expect, it } from '@jest/globals';
import { TARGET, type DeliveryRig } from '../testing/delivery-rig.fixture.spec.js';
import { rigOfEachTest } from '../testing/rig-of-each-test.fixture.spec.js';

const customer = (number = 'C1') => aCustomer().withNumber(number).event();

describe('what failed by configuration', () => {
  let rig: DeliveryRig;
  rigOfEachTest((opened) => (rig = opened));

  it('given a failure by configuration, when the connection has changed, then it runs again; others stay', async () => {
    const permanent = { kind: 'permanent', code: 'NO_SUCH_FIELD', message: '', details: {} } as const;
    rig.target.script('customer-C1', {
      kind: 'refuse',
      classification: { ...permanent, failureClass: 'configuration' },
    });
    rig.target.script('customer-C2', { kind: 'refuse', classification: { ...permanent, failureClass: 'rejected' } });
    const holder = await rig.hold();
    const [one, two] = [customer(), customer('C2')];
    await rig.land([one, two]);
    await rig.reaches(one, 'failed');
    await rig.reaches(two, 'failed');
    await holder.stop();
    await rig.hold(TARGET, 2);
    await rig.delivered(one);
    expect(await rig.stateOf(two)).toBe('failed');
  });

  it('given a failure by configuration, when another holder takes the same version up, then nothing runs again', async () => {
    const refusal = { kind: 'permanent', code: 'NO_SUCH_FIELD', message: '', details: {} } as const;
    const classification = { ...refusal, failureClass: 'configuration' } as const;
    rig.target.script('customer-C1', { kind: 'refuse', classification });
    let holder = await rig.hold(TARGET, 7);
    await rig.land([customer()]);
    expect(await rig.reaches(customer(), 'failed')).toMatchObject({ connectionVersion: '7', failureScope: null });
    // the last one is a replica that has not heard of the newest version yet
    for (const version of [7, 6]) {
      await holder.stop();
      holder = await rig.hold(TARGET, version);
      await rig.land([customer(`C${version}`)]);
      await rig.delivered(customer(`C${version}`));
      expect(await rig.stateOf(customer())).toBe('failed');
    }
    await holder.stop();
    await rig.database.query('UPDATE deliveries SET connection_version = NULL');
    await rig.hold(TARGET, 7);
    await rig.delivered(customer());
  });
});
