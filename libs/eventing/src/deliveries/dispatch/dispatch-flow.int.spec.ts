import { aCustomer, anInvoice, until } from '@ledgerbridge/testing';
import { describe, expect, it } from '@jest/globals';
import type { DeliveryRig } from '../testing/delivery-rig.fixture.spec.js';
import { rigOfEachTest } from '../testing/rig-of-each-test.fixture.spec.js';

const customer = (version = 1, number = 'C1') =>
  aCustomer()
    .withNumber(number)
    .with({ name: `Name ${version}` })
    .event({ version });
const invoice = (number: string, customerId = 'C1', version = 1) =>
  anInvoice()
    .withNumber(number)
    .with({ customerId, purchaseOrder: `PO ${version}` })
    .event({ version });

describe('dispatching', () => {
  let rig: DeliveryRig;
  rigOfEachTest((opened) => (rig = opened));

  it('given a landed record, then it is written once, its link is confirmed and every change is told', async () => {
    const event = customer();
    await rig.hold();
    await rig.land([event]);
    const delivery = await rig.reaches(event, 'delivered');
    expect(delivery).toMatchObject({ attempt: 1, targetId: 'customer-C1', step: 0, reason: null });
    expect(await rig.linkOf(event)).toMatchObject({
      targetId: 'customer-C1',
      confirmed: true,
      deliveredSequence: event.sequence,
      fingerprint: delivery.fingerprint,
    });
    expect(rig.target.calls).toHaveLength(1);
    expect(await rig.told(event)).toEqual(['pending', 'writing', 'delivered']);
    const [ids] = await rig.database.query<{ distinct: number }[]>(
      `SELECT count(DISTINCT event_id)::int AS distinct FROM outbox WHERE topic = 'bridge.deliveries.v1'`,
    );
    expect(ids?.distinct).toBe(3);
  });

  it('given a call under way, then its exact request, key and target id are on record already', async () => {
    rig.target.script('customer-C1', { kind: 'hang', until: rig.end, applied: false });
    await rig.hold();
    await rig.land([customer()]);
    await until(() => rig.target.calls.length === 1);
    const [call] = rig.target.calls;
    const [row] = await rig.database.query<Record<string, unknown>[]>(
      `SELECT state, step, requests->0->>'key' AS key, requests->0->'body' AS body, request_sent_at IS NOT NULL AS dated
         FROM deliveries`,
    );
    expect(row).toEqual({ state: 'writing', step: 0, key: call?.key, body: call?.body, dated: true });
    expect(await rig.linkOf(customer())).toMatchObject({ targetId: 'customer-C1', mayExist: true, confirmed: false });
  });

  it('given the same content in a newer version, then it ends unchanged and nothing is sent', async () => {
    await rig.hold();
    const [one, two] = [customer(1), aCustomer().withNumber('C1').with({ name: 'Name 1' }).event({ version: 2 })];
    await rig.land([one]);
    await rig.delivered(one);
    await rig.land([two]);
    await rig.reaches(two, 'unchanged');
    expect(rig.target.calls).toHaveLength(1);
    expect((await rig.linkOf(two)).deliveredSequence).toBe(two.sequence);
  });

  it('given a document whose customer is missing, then it waits by name and goes on when the customer is there', async () => {
    await rig.hold();
    const document = invoice('I1', 'C9');
    await rig.land([document]);
    const waiting = await rig.reaches(document, 'waiting');
    expect(waiting).toMatchObject({
      waitingType: 'customer',
      waitingSourceId: 'C9',
      reason: 'acme-syspro/customer/C9',
    });
    await rig.land([customer(1, 'C9')]);
    await rig.delivered(document);
    expect(await rig.told(document)).toEqual(['pending', 'waiting', 'pending', 'writing', 'delivered']);
  });

  it('given a wait whose end nobody told, then the query releases it', async () => {
    const document = invoice('I1');
    await rig.land([customer(), document]);
    await rig.database.query(
      `UPDATE deliveries SET state = 'waiting', waiting_type = 'customer', waiting_connection = 'acme-syspro',
              waiting_source_id = 'C1', waiting_since = now() WHERE event_id = $1`,
      [document.id],
    );
    await rig.database.query(`UPDATE deliveries SET state = 'delivered' WHERE event_id <> $1`, [document.id]);
    await rig.database.query(`UPDATE links SET confirmed = true, target_id = 'customer-C1' WHERE type = 'customer'`);
    await rig.hold();
    await rig.delivered(document);
  });

  it('given a refusal that passes, then it is retried with the same bytes and counts its attempts', async () => {
    rig.target.script(
      'customer-C1',
      { kind: 'refuse', classification: { kind: 'transient' }, code: 'RATE_LIMIT' },
      { kind: 'refuse', classification: { kind: 'transient', retryAfterMs: 30 } },
    );
    await rig.hold();
    const event = customer();
    await rig.land([event]);
    const delivery = await rig.reaches(event, 'delivered');
    expect(delivery.attempt).toBe(3);
    expect(new Set(rig.target.calls.map((call) => JSON.stringify([call.key, call.body]))).size).toBe(1);
    expect(await rig.told(event)).toEqual([
      'pending',
      'writing',
      'retrying',
      'writing',
      'retrying',
      'writing',
      'delivered',
    ]);
  });

  it('given a refusal that passes, when the effect would be decided otherwise by now, then the stored request is sent', async () => {
    rig.target.script('customer-C1', { kind: 'refuse', classification: { kind: 'transient', retryAfterMs: 200 } });
    await rig.hold();
    await rig.land([customer()]);
    await rig.reaches(customer(), 'retrying');
    rig.target.decideWith = () => ({ kind: 'skipped', rule: 'before-start' });
    await rig.delivered(customer());
    expect(rig.target.calls[1]).toEqual(rig.target.calls[0]);
  });

  it('given a permanent refusal, then it fails with class, code and details and others go on', async () => {
    const refusal = {
      failureClass: 'rejected',
      code: 'BAD_ZIP',
      message: 'bad zip',
      details: { field: 'zip' },
    } as const;
    rig.target.script('customer-C1', { kind: 'refuse', classification: { kind: 'permanent', ...refusal } });
    await rig.hold();
    const [bad, good] = [customer(), customer(1, 'C2')];
    await rig.land([bad, good]);
    await rig.delivered(good);
    expect(await rig.reaches(bad, 'failed')).toMatchObject({
      failureClass: 'rejected',
      reason: 'BAD_ZIP',
      details: { field: 'zip', message: 'bad zip' },
    });
    expect(await rig.linkOf(bad)).toMatchObject({ confirmed: false, mayExist: false });
  });

  it('given a retrying version, when a newer one lands, then only the newer one is written', async () => {
    rig.target.script('customer-C1', { kind: 'refuse', classification: { kind: 'transient', retryAfterMs: 60_000 } });
    await rig.hold();
    const [one, two] = [customer(1), customer(2)];
    await rig.land([one]);
    await rig.reaches(one, 'retrying');
    await rig.land([two]);
    await rig.delivered(two);
    expect(await rig.stateOf(one)).toBe('superseded');
  });

  it('given a version in flight that is refused after a newer one landed, then it gives way', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((_, reject) => (release = () => reject(refused)));
    const refused = Object.assign(new Error('busy'), { classification: { kind: 'transient', retryAfterMs: 60_000 } });
    rig.target.script('customer-C1', { kind: 'hang', until: gate, applied: false });
    await rig.hold();
    const [one, two] = [customer(1), customer(2)];
    await rig.land([one]);
    await until(() => rig.target.calls.length === 1);
    await rig.land([two]);
    expect(await rig.stateOf(one)).toBe('writing');
    expect(await rig.stateOf(two)).toBe('pending');
    release();
    await rig.delivered(two);
    expect(await rig.stateOf(one)).toBe('superseded');
  });

  it('given a retrying document, then other documents of its customer go on, later ones too', async () => {
    rig.target.script('invoice-C1~I1~I', {
      kind: 'refuse',
      classification: { kind: 'transient', retryAfterMs: 60_000 },
    });
    await rig.hold();
    const [first, second] = [invoice('I1'), invoice('I2')];
    await rig.land([customer(), first, second]);
    await rig.delivered(second);
    const later = invoice('I3');
    await rig.land([later]);
    await rig.delivered(later);
    expect(await rig.stateOf(first)).toBe('retrying');
  });

  it('given many customers with many documents, then customers run side by side and each in order', async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => `C${index}`);
    const events = numbers.flatMap((number) => [
      customer(1, number),
      ...[1, 2, 3, 4].map((index) => invoice(`${number}-${index}`, number)),
    ]);
    await rig.hold();
    await rig.land(events);
    await rig.delivered(...events);
    for (const number of numbers) {
      const order = rig.target.calls
        .map(({ id }) => id)
        .filter((id) => id === `customer-${number}` || id.includes(`-${number}~`));
      expect(order).toEqual([
        `customer-${number}`,
        ...[1, 2, 3, 4].map((index) => `invoice-${number}~${number}-${index}~I`),
      ]);
    }
    expect(rig.target.mostInFlight).toBeLessThanOrEqual(rig.target.places);
    expect(rig.target.calls).toHaveLength(60);
  });

  it('given slow answers, then as many customers are in flight as the target allows, never two of one', async () => {
    let release: () => void = () => undefined;
    rig.target.alwaysBehave({ kind: 'hang', until: new Promise((resolve) => (release = resolve)), applied: true });
    await rig.hold();
    const same = ['I1', 'I2', 'I3'].map((number) => invoice(number));
    const others = ['C2', 'C3', 'C4', 'C5', 'C6'].map((number) => customer(1, number));
    await rig.land([customer(), ...same, ...others]);
    await until(() => rig.target.inFlight === rig.target.places);
    expect(new Set(rig.target.calls.map(({ id }) => id))).toEqual(
      new Set(['customer-C1', 'customer-C2', 'customer-C3', 'customer-C4']),
    );
    release();
    await rig.delivered(...same, ...others);
  });

  it('given a target that is down, then few calls are made, no attempt is burnt and all is written when it is up', async () => {
    rig.target.alwaysBehave({ kind: 'refuse', classification: { kind: 'target-down' }, code: 'ECONNREFUSED' });
    const events = Array.from({ length: 30 }, (_, index) => customer(1, `C${index}`));
    await rig.hold();
    await rig.land(events);
    await until(() => rig.target.calls.length >= 6);
    rig.target.mostInFlight = 0;
    await until(() => rig.target.calls.length >= 9);
    expect(rig.target.mostInFlight).toBe(1);
    const states = (await rig.deliveries()).map(({ state }) => state);
    expect(states.filter((state) => state === 'pending').length).toBeGreaterThan(20);
    rig.target.alwaysBehave(undefined);
    await rig.delivered(...events);
    expect((await rig.deliveries()).map(({ attempt }) => attempt)).toEqual(events.map(() => 1));
    expect(rig.target.calls.length).toBeLessThan(60);
  });

  it('given a target that is down, then another connection is written as ever', async () => {
    rig.target.targets = ['target', 'other'];
    rig.target.steps = ['update'];
    const [first, second] = [customer(), customer(1, 'C2')];
    rig.target.alwaysBehave({ kind: 'refuse', classification: { kind: 'target-down' } });
    await rig.hold();
    await rig.land([first, second]);
    await until(() => rig.target.calls.length >= 3);
    const behave = rig.target.send.bind(rig.target);
    rig.target.send = async (request, held) => {
      if (held.connection.id === 'target') return behave(request, held);
    };
    await rig.hold('other');
    const there = async (event: typeof first) => (await rig.deliveryOf(event, 'other')).state === 'delivered';
    await until(async () => (await there(first)) && (await there(second)));
    expect(await rig.registry.metrics()).toContain('ledgerbridge_delivery_circuit{connection="other"} 0');
    expect((await rig.deliveryOf(first)).state).not.toBe('delivered');
  });

  it('given two target connections, then each writes its own and neither waits for the other', async () => {
    rig.target.targets = ['target', 'other'];
    rig.target.steps = ['update'];
    const event = customer();
    await rig.hold();
    await rig.land([event]);
    await rig.delivered(event);
    expect((await rig.deliveryOf(event, 'other')).state).toBe('pending');
    await rig.hold('other');
    await until(async () => (await rig.deliveryOf(event, 'other')).state === 'delivered');
    expect(rig.target.calls.map(({ connection }) => connection)).toEqual(['target', 'other']);
  });

  it('given deliveries in every kind of state, then the metrics count what is not at rest', async () => {
    await rig.hold();
    await rig.land([customer(), invoice('I1', 'C9')]);
    await rig.delivered(customer());
    await rig.reaches(invoice('I1', 'C9'), 'waiting');
    const text = await rig.registry.metrics();
    expect(text).toContain('ledgerbridge_deliveries_open{connection="target",state="waiting"} 1');
    expect(text).toContain('ledgerbridge_delivery_seconds_count{connection="target",type="customer"} 1');
    expect(text).toContain('ledgerbridge_delivery_circuit{connection="target"} 0');
  });
});
