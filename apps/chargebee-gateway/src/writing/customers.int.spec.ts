import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aCustomer } from '@ledgerbridge/testing';
import { GatewayRig } from '../testing/gateway-rig.fixture.spec.js';

describe('customers at a Chargebee site', () => {
  let rig: GatewayRig;
  let number = 0;

  beforeAll(async () => {
    rig = await GatewayRig.start({ accepts: { customers: { MAPPED: 'cb_existing' } } });
  });
  afterAll(() => rig.close());
  beforeEach(() => {
    number += 1;
    rig.simulator.controls.clearFaults();
  });

  const next = () => aCustomer().withNumber(`C${String(number).padStart(3, '0')}`);
  const stored = (id: string) => rig.simulator.controls.find('customer', id);

  it('given a new customer, when delivered, then it is created once under its own id with collection off', async () => {
    const event = next().event();
    const [delivery] = await rig.deliver(event);
    expect(delivery).toMatchObject({ state: 'delivered', targetId: event.record.sourceId, attempt: 1 });
    expect(stored(event.record.sourceId)).toMatchObject({
      auto_collection: 'off',
      company: 'Bayside Bikes',
      billing_address: { state_code: 'CA', country: 'US' },
    });
    expect(rig.writes().slice(-1)).toEqual(['create_customer']);
    const [request] = rig.simulator.controls.requests({ operation: 'create_customer' }).slice(-1);
    expect(request?.headers).toMatchObject({ 'chargebee-event-email': 'all-disabled' });
    expect(Object.keys(request?.headers ?? {}).filter((name) => /trace|baggage|attempt/.test(name))).toEqual([]);
  });

  it('given a changed customer, when delivered, then profile and address are set in full; the same again is unchanged', async () => {
    const created = next().event({ version: 1 });
    await rig.deliver(created);
    const builder = next()
      .with({ name: 'Bayside Cycles', billingAddress: { lines: ['2 Quay'], city: 'Cape Town', country: 'ZA' } })
      .without('phone');
    const before = rig.writes().length;
    const [updated] = await rig.deliver(builder.event({ version: 2, change: 'updated' }));
    expect(updated).toMatchObject({ state: 'delivered', targetId: created.record.sourceId });
    expect(rig.writes().slice(before)).toEqual(['update_customer', 'update_billing_info']);
    expect(stored(created.record.sourceId)).toMatchObject({
      company: 'Bayside Cycles',
      billing_address: { line1: '2 Quay', city: 'Cape Town', country: 'ZA' },
    });
    expect(stored(created.record.sourceId)).not.toHaveProperty('phone');
    const [same] = await rig.deliver(builder.event({ version: 3, change: 'updated' }));
    expect(same).toMatchObject({ state: 'unchanged' });
    expect(rig.writes()).toHaveLength(before + 2);
  });

  it('given a customer that is on the site under our id, when delivered, then it is adopted and updated', async () => {
    const event = next().event();
    const id = event.record.sourceId;
    rig.simulator.controls.put('customer', {
      id,
      object: 'customer',
      company: 'Typed by hand',
      auto_collection: 'on',
      deleted: false,
      resource_version: 1,
      updated_at: 1,
    });
    const [delivery] = await rig.deliver(event);
    expect(delivery).toMatchObject({ state: 'delivered', targetId: id });
    expect(stored(id)).toMatchObject({
      company: 'Bayside Bikes',
      auto_collection: 'on',
      billing_address: { city: 'San Francisco' },
    });
  });

  it('given a customer mapped to one on the site, when delivered, then that one is updated and none created', async () => {
    rig.simulator.controls.put('customer', {
      id: 'cb_existing',
      object: 'customer',
      deleted: false,
      resource_version: 1,
      updated_at: 1,
    });
    const before = rig.writes().length;
    const [delivery] = await rig.deliver(aCustomer().withNumber('MAPPED').event());
    expect(delivery).toMatchObject({ state: 'delivered', targetId: 'cb_existing' });
    expect(rig.writes().slice(before)).toEqual(['update_customer', 'update_billing_info']);
    expect(stored('cb_existing')).toMatchObject({ company: 'Bayside Bikes' });
  });

  it('given a number Chargebee cannot carry, when delivered, then the customer has a readable id of its own', async () => {
    const [delivery] = await rig.deliver(aCustomer().withNumber('ÅS/1').event());
    expect(delivery?.state).toBe('delivered');
    expect(delivery?.targetId).toMatch(/^AS-1-[0-9a-f]{12}$/);
  });

  it('given a deleted customer, when delivered, then nothing is deleted on the site', async () => {
    const event = next().with({ status: 'deleted' }).event({ change: 'deleted' });
    expect(await rig.deliver(event)).toMatchObject([{ state: 'skipped', reason: 'deletion-not-propagated' }]);
  });

  it('given an e-mail address that does not fit, when delivered, then it fails by the name of the field', async () => {
    const event = next()
      .with({ emails: [`${'x'.repeat(70)}@example.com`] })
      .event();
    expect(await rig.deliver(event)).toMatchObject([
      { state: 'failed', failureClass: 'data', reason: 'FIELD_TOO_LONG', details: { field: 'emails[0]' } },
    ]);
  });

  it('given a value the site refuses, when delivered, then the parameter is named and the next version goes through', async () => {
    const event = next().with({ currency: 'JPY' }).event({ version: 1 });
    expect(await rig.deliver(event)).toMatchObject([
      {
        state: 'failed',
        failureClass: 'data',
        reason: 'param_wrong_value',
        details: { param: 'preferred_currency_code', scope: 'record' },
      },
    ]);
    expect(await rig.deliver(next().event({ version: 2 }))).toMatchObject([{ state: 'delivered' }]);
  });

  it('given an answer lost after the create, when read back, then the customer is completed and there is one', async () => {
    rig.simulator.controls.fault({ operation: 'create_customer', fault: 'reset-after-apply', times: 1 });
    const event = next().event();
    expect(await rig.deliver(event)).toMatchObject([{ state: 'delivered' }]);
    const all = rig.simulator.controls.objects('customer').filter(({ id }) => id === event.record.sourceId);
    expect(all).toHaveLength(1);
    expect(rig.writes().slice(-3)).toEqual(['create_customer', 'update_customer', 'update_billing_info']);
  });
});
