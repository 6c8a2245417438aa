import { aCustomer, anInvoice, until } from '@ledgerbridge/testing';
import type { CanonicalEvent } from '@ledgerbridge/contracts';
import { describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import { SERVICE, TARGET, type DeliveryRig } from '../testing/delivery-rig.fixture.spec.js';
import { rigOfEachTest } from '../testing/rig-of-each-test.fixture.spec.js';
import { targetIdOf } from '../testing/scripted-target.fixture.spec.js';
import { DeliveryCommands } from './delivery-commands.js';
import { toIgnore, toRetry } from './delivery-intent.js';
import { DeliverySets } from './delivery-sets.js';
import { IntentChanges } from './intent-changes.js';

const ANN = 'operator/ann';
const filter = { connection: TARGET };
const replay = { id: '0b8f2a2e-5c1b-4c55-9b53-0a5d3f7f1b2c', from: 0n, to: 10n };
const customer = (number: string, version = 1) =>
  aCustomer()
    .withNumber(number)
    .with({ name: `Name ${version}` })
    .event({ version });
const customers = (count: number) => Array.from({ length: count }, (_, index) => customer(`C${index}`));

describe('DeliveryCommands', () => {
  let rig: DeliveryRig;
  let commands: DeliveryCommands;
  rigOfEachTest((opened) => {
    rig = opened;
    commands = commandsWith(async () => undefined);
  });

  /** Commands with something happening in the transaction of each batch, after its changes. */
  function commandsWith(
    afterBatch: (changed: readonly DeliveryEntity[], batch: number, tx: EntityManager) => Promise<void>,
  ): DeliveryCommands {
    const changes = new IntentChanges(rig.states, rig.links, rig.nudge);
    const apply = changes.apply.bind(changes);
    let batches = 0;
    changes.apply = async (tx, ...more) => {
      const changed = await apply(tx, ...more);
      await afterBatch(changed, (batches += 1), tx);
      return changed;
    };
    return new DeliveryCommands(
      { service: SERVICE },
      rig.database,
      rig.outbox,
      new DeliverySets(rig.database),
      changes,
    );
  }

  const dyingIn = (last: number) =>
    commandsWith(async (_, batch) => {
      if (batch === last) throw new Error('the process died');
    });

  /** Lands them and has them fail for that reason, without a dispatcher. */
  async function failed(events: readonly CanonicalEvent[], reason = 'BAD_ZIP', failureClass = 'rejected') {
    await rig.land(events);
    await rig.database.query(
      `UPDATE deliveries SET state = 'failed', reason = $1, failure_class = $2 WHERE event_id = ANY($3)`,
      [reason, failureClass, events.map(({ id }) => id)],
    );
  }

  interface ToldCommand {
    readonly commandId: string;
    readonly type: string;
    readonly by: string;
    readonly reason?: string;
    readonly scope: { readonly matched?: number };
  }

  async function told(): Promise<ToldCommand[]> {
    const rows: { value: Buffer }[] = await rig.database.query(
      `SELECT value FROM outbox WHERE topic = 'bridge.commands.v1' ORDER BY id`,
    );
    return rows.map(({ value }) => JSON.parse(value.toString('utf8')) as ToldCommand);
  }

  const states = async () => (await rig.deliveries()).map(({ state }) => state);

  it('given failed deliveries, when a dry run is asked for, then they are counted by reason and nothing happens', async () => {
    await failed([customer('A'), customer('B')]);
    await failed([customer('C')], 'NO_CURRENCY', 'data');
    await failed([customer('D')], 'NOT_ALLOWED', 'configuration');
    expect(await commands.set({ ...filter, failureClass: 'data' }, toRetry(ANN), true)).toMatchObject({ matched: 1 });
    expect(await commands.set(filter, toRetry(ANN), true)).toEqual({
      matched: 4,
      byReason: [
        { state: 'failed', reason: 'BAD_ZIP', failureClass: 'rejected', count: 2 },
        { state: 'failed', reason: 'NOT_ALLOWED', failureClass: 'configuration', count: 1 },
        { state: 'failed', reason: 'NO_CURRENCY', failureClass: 'data', count: 1 },
      ],
      changed: 0,
      superseded: 0,
    });
    expect(await states()).toEqual(['failed', 'failed', 'failed', 'failed']);
    expect(await told()).toEqual([]);
  });

  it('given a filter, when retried, then only what it matches runs again, told as one command that each change names', async () => {
    const [one, two, three] = [customer('A'), customer('B'), customer('C')];
    await failed([one, two]);
    await failed([three], 'NO_CURRENCY', 'data');
    const outcome = await commands.set({ ...filter, reason: 'BAD_ZIP' }, toRetry(ANN));
    expect(outcome).toMatchObject({ matched: 2, changed: 2, superseded: 0 });
    expect(await told()).toMatchObject([
      {
        type: 'retry-deliveries',
        by: ANN,
        commandId: outcome.commandId,
        scope: { filter: { connection: TARGET, reason: 'BAD_ZIP' }, matched: 2 },
      },
    ]);
    const details = { by: ANN, commandId: outcome.commandId };
    expect(await rig.deliveryOf(one)).toMatchObject({ state: 'pending', reason: 'RETRY', attempt: 0, details });
    expect(await rig.stateOf(three)).toBe('failed');
  });

  it('given every member of the filter, when counted, then each narrows', async () => {
    await failed([customer('A'), anInvoice().withNumber('INV1').with({ customerId: 'A' }).event()]);
    await failed([customer('B')]);
    const matched = async (more: object) => (await commands.set({ ...filter, ...more }, toRetry(ANN), true)).matched;
    const [first] = await rig.deliveries();
    expect(await matched({})).toBe(3);
    expect(await matched({ type: 'invoice' })).toBe(1);
    expect(await matched({ recordId: 'B' })).toBe(1);
    expect(await matched({ customer: 'A' })).toBe(2);
    expect(await matched({ sourceConnection: 'elsewhere' })).toBe(0);
    expect(await matched({ connection: 'elsewhere' })).toBe(0);
    expect(await matched({ landedFrom: '2999-01-01T00:00:00Z' })).toBe(0);
    expect(await matched({ landedFrom: first?.createdAt.toISOString(), landedBefore: '2999-01-01T00:00:00Z' })).toBe(3);
  });

  it('given deliveries that have failed again by the next batch, when a large set is retried, then each is taken once', async () => {
    await failed(customers(1_100));
    const afterBatch = async (changed: readonly { id: string }[], batch: number, tx: EntityManager) => {
      if (batch > 5) throw new Error('it goes round in circles');
      await tx.query(`UPDATE deliveries SET state = 'failed' WHERE id = ANY($1)`, [changed.map(({ id }) => id)]);
    };
    expect(await commandsWith(afterBatch).set(filter, toRetry(ANN))).toMatchObject({ matched: 1_100, changed: 1_100 });
    expect(await told()).toHaveLength(1);
  });

  it('given a call that is cut off between two batches, when it is made again, then it takes the others and both can be told apart', async () => {
    await failed(customers(1_100));
    await expect(dyingIn(3).set(filter, toRetry(ANN))).rejects.toThrow('died');

    const second = await commands.set(filter, toRetry('operator/bob'));
    expect(second).toMatchObject({ matched: 100, changed: 100 });
    const [first, again] = await told();
    expect([first?.scope.matched, again?.scope.matched]).toEqual([1_100, 100]);
    const byCommand = Map.groupBy(await rig.deliveries(), ({ details }) => details?.['commandId']);
    expect([byCommand.get(first?.commandId)?.length, byCommand.get(second.commandId)?.length]).toEqual([1_000, 100]);
  });

  it('given a command that cannot be told, or whose first changes fail, then there is neither command nor change', async () => {
    const event = customer('A');
    await failed([event]);
    await expect(dyingIn(1).set(filter, toRetry(ANN))).rejects.toThrow('died');
    expect(await told()).toEqual([]);
    await expect(commands.set({ ...filter, reason: 'BAD_ZIP' }, toRetry('x'.repeat(2_000_000)))).rejects.toMatchObject({
      code: 'EVENT_TOO_LARGE',
    });
    expect(await rig.stateOf(event)).toBe('failed');
  });

  it('given a failed version that is not the newest one, when retried, then it does not come back', async () => {
    const [one, two] = [customer('A', 1), customer('A', 2)];
    await rig.land([one, two]);
    await failed([one]);
    expect(await commands.set(filter, toRetry(ANN))).toMatchObject({ matched: 1, changed: 0, superseded: 1 });
    expect(await rig.stateOf(one)).toBe('superseded');
    expect(await rig.told(one)).not.toContain('retrying');
  });

  it('given retries of a set while newer versions land and a dispatcher writes, then every record ends as its newest version says', async () => {
    const numbers = Array.from({ length: 40 }, (_, index) => `C${index}`);
    for (const number of numbers) {
      rig.target.script(targetIdOf({ connection: '', type: 'customer', sourceId: number }), {
        kind: 'refuse',
        classification: { kind: 'permanent', failureClass: 'rejected', code: 'NO', message: 'no', details: {} },
      });
    }
    await rig.land(numbers.map((number) => customer(number, 1)));
    await rig.hold();
    await until(async () => (await states()).every((state) => state === 'failed'));
    const newest = numbers.map((number) => customer(number, 2));
    await Promise.all([
      commands.set(filter, toRetry(ANN)),
      ...newest.map((event) => rig.land([event])),
      commands.set(filter, toRetry('operator/bob')),
    ]);
    await until(async () => (await states()).every((state) => ['delivered', 'superseded'].includes(state)));
    for (const event of newest) {
      expect(await rig.stateOf(event)).toBe('delivered');
      expect(await rig.linkOf(event)).toMatchObject({ deliveredSequence: event.sequence });
    }
  });

  it('given two people at once, when both retry one delivery, then one does and the other is told its state', async () => {
    const event = customer('A');
    await failed([event]);
    const { id } = await rig.deliveryOf(event);
    const results = await Promise.all([commands.one(id, toRetry(ANN)), commands.one(id, toRetry('operator/bob'))]);
    expect(results.sort()).toEqual(['done', 'pending']);
    expect(await told()).toHaveLength(1);
    expect(await rig.told(event)).toEqual(['pending', 'pending']);
  });

  it('given a failed and a waiting delivery, when ignored with a reason, then they keep who, why and what they were', async () => {
    const [broken, invoice] = [customer('A'), anInvoice().withNumber('INV1').with({ customerId: 'B' }).event()];
    await failed([broken]);
    await rig.land([invoice]);
    await rig.hold();
    await rig.reaches(invoice, 'waiting');
    expect(await commands.set({ ...filter, type: 'invoice' }, toIgnore(ANN, 'test data', ['failed']))).toMatchObject({
      matched: 0,
    });
    const outcome = await commands.set(filter, toIgnore(ANN, 'test data'));
    expect(outcome).toMatchObject({ matched: 2, changed: 2 });
    const { commandId } = outcome;
    expect(await rig.deliveryOf(broken)).toMatchObject({
      state: 'ignored',
      reason: 'test data',
      details: { by: ANN, commandId, was: { state: 'failed', reason: 'BAD_ZIP', failureClass: 'rejected' } },
    });
    expect(await rig.deliveryOf(invoice)).toMatchObject({
      state: 'ignored',
      details: { was: { state: 'waiting', reason: expect.stringContaining('customer/B') as unknown } },
      waitingType: null,
    });
    expect(await told()).toMatchObject([{ type: 'ignore-deliveries', by: ANN, reason: 'test data', commandId }]);
  });

  it('given an ignored delivery, when its customer comes, it is replayed and retried, then it is never written; a newer version is', async () => {
    const invoice = (version: number) => anInvoice().withNumber('INV1').with({ customerId: 'B' }).event({ version });
    const [one, owner] = [invoice(1), customer('B')];
    await rig.hold();
    await rig.land([one]);
    const { id } = await rig.reaches(one, 'waiting');
    expect(await commands.one(id, toIgnore(ANN, 'typed by mistake'))).toBe('done');
    await rig.land([owner]);
    await rig.delivered(owner);
    await rig.land([one], { replay });
    expect(await commands.one(id, toRetry(ANN))).toBe('ignored');
    expect(await commands.one(id, toIgnore(ANN, 'again'))).toBe('ignored');
    expect(await commands.set(filter, toRetry(ANN))).toMatchObject({ matched: 0 });
    const two = invoice(2);
    await rig.land([two]);
    await rig.delivered(two);
    expect(await rig.deliveryOf(one)).toMatchObject({ state: 'ignored', reason: 'typed by mistake' });
    expect(rig.target.calls.filter(({ id: target }) => target === targetIdOf(one.record))).toHaveLength(1);
  });

  it('given a delivery that was read before somebody changed it, when changed from that reading, then it stays', async () => {
    const event = customer('A');
    await failed([event]);
    const stale = await rig.deliveryOf(event);
    await commands.one(stale.id, toIgnore(ANN, 'no'));
    const changed = await rig.database.transaction((tx) => rig.states.change(tx, [stale], { to: 'pending' }));
    expect(changed).toEqual([]);
    expect(await rig.stateOf(event)).toBe('ignored');
  });
});
