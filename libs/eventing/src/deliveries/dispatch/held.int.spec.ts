import { aCustomer, anInvoice } from '@ledgerbridge/testing';
import { describe, expect, it } from '@jest/globals';
import { DeliveryCommands } from '../api/delivery-commands.js';
import { toIgnore, toRetry } from '../api/delivery-intent.js';
import { DeliverySets } from '../api/delivery-sets.js';
import { IntentChanges } from '../api/intent-changes.js';
import { SERVICE, TARGET, type DeliveryRig } from '../testing/delivery-rig.fixture.spec.js';
import { rigOfEachTest } from '../testing/rig-of-each-test.fixture.spec.js';
import { targetIdOf } from '../testing/scripted-target.fixture.spec.js';

const customer = (version = 1) =>
  aCustomer()
    .withNumber('C1')
    .with({ name: `Name ${version}` })
    .event({ version });
const invoice = (number: string, version = 1) =>
  anInvoice()
    .withNumber(number)
    .with({ customerId: 'C1', balance: `${version}` })
    .event({ version });
const numberOf = ({ sourceId }: { sourceId: string }) => sourceId.split('~')[1] ?? '';
const hold = { kind: 'held', reason: 'PERIOD_CLOSED', details: { closedThrough: '2026-09-30' } } as const;

describe('what the settings of a connection hold back', () => {
  let rig: DeliveryRig;
  /** Numbers of the invoices that are held when they are decided. */
  let kept: string[];
  rigOfEachTest((opened) => {
    rig = opened;
    kept = ['SEP'];
    rig.target.decideWith = ({ event }) => (kept.includes(numberOf(event.record)) ? hold : undefined);
  });

  const september = invoice('SEP');
  const october = invoice('OCT');

  it('given one that is held, then it waits for no record, says why, and its customer’s later ones are written', async () => {
    await rig.hold(TARGET, 7);
    await rig.land([customer(), september, october]);
    await rig.delivered(october);
    expect(await rig.reaches(september, 'waiting')).toMatchObject({
      reason: 'PERIOD_CLOSED',
      details: { closedThrough: '2026-09-30' },
      connectionVersion: '7',
      waitingType: null,
      attempt: 0,
    });
    expect(rig.target.calls.map(({ id }) => id)).not.toContain(targetIdOf(september.record));
  });

  it('given the same or an older version of the connection, then it stays; a newer one has it decided anew', async () => {
    let holder = await rig.hold(TARGET, 7);
    await rig.land([customer(), september]);
    await rig.reaches(september, 'waiting');
    kept = [];
    for (const version of [7, 6]) {
      await holder.stop();
      holder = await rig.hold(TARGET, version);
      await rig.land([invoice(`V${version}`)]);
      await rig.delivered(invoice(`V${version}`));
      expect(await rig.stateOf(september)).toBe('waiting');
    }
    await holder.stop();
    await rig.hold(TARGET, 8);
    await rig.delivered(september);
    expect(await rig.told(september)).toEqual(['pending', 'waiting', 'pending', 'writing', 'delivered']);
  });

  it('given a newer version whose settings hold it too, then it is held under that one and not decided over and over', async () => {
    const first = await rig.hold(TARGET, 7);
    await rig.land([customer(), september]);
    await rig.reaches(september, 'waiting');
    await first.stop();
    await rig.hold(TARGET, 8);
    await rig.land([october]);
    await rig.delivered(october);
    expect(await rig.reaches(september, 'waiting')).toMatchObject({ connectionVersion: '8' });
    expect(await rig.told(september)).toEqual(['pending', 'waiting', 'pending', 'waiting']);
  });

  it('given a send that is refused so, then no attempt is burnt, nothing is kept to be sent, and the object does not exist', async () => {
    kept = [];
    rig.target.script(targetIdOf(september.record), { kind: 'refuse', classification: hold });
    const holder = await rig.hold(TARGET, 7);
    await rig.land([customer(), september]);
    const held = await rig.reaches(september, 'waiting');
    expect(held).toMatchObject({ reason: 'PERIOD_CLOSED', attempt: 0, step: 0, connectionVersion: '7' });
    const stored = 'SELECT requests FROM deliveries WHERE event_id = $1';
    expect(await rig.database.query(stored, [september.id])).toEqual([{ requests: null }]);
    expect(await rig.linkOf(september)).toMatchObject({ confirmed: false, mayExist: false });
    await holder.stop();
    await rig.hold(TARGET, 8);
    await rig.delivered(september);
    expect(await rig.deliveryOf(september)).toMatchObject({ attempt: 1 });
  });

  it('given a newer version of the record, then it supersedes the held one', async () => {
    await rig.hold();
    await rig.land([customer(), september]);
    await rig.reaches(september, 'waiting');
    kept = [];
    await rig.land([invoice('SEP', 2)]);
    await rig.delivered(invoice('SEP', 2));
    expect(await rig.stateOf(september)).toBe('superseded');
  });

  describe('when people ask', () => {
    let commands: DeliveryCommands;
    const orphan = anInvoice().withNumber('NOV').with({ customerId: 'NOBODY' }).event();
    const filter = { connection: TARGET };

    async function heldAndWaiting(): Promise<void> {
      const changes = new IntentChanges(rig.states, rig.links, rig.nudge);
      commands = new DeliveryCommands(
        { service: SERVICE },
        rig.database,
        rig.outbox,
        new DeliverySets(rig.database),
        changes,
      );
      await rig.hold();
      await rig.land([customer(), september, orphan]);
      await rig.reaches(september, 'waiting');
      await rig.reaches(orphan, 'waiting');
    }

    it('given one, then a held one is retried, what waits for a record is not', async () => {
      await heldAndWaiting();
      expect(await commands.one((await rig.deliveryOf(orphan)).id, toRetry('operator/ann'))).toBe('waiting');
      kept = [];
      expect(await commands.one((await rig.deliveryOf(september)).id, toRetry('operator/ann'))).toBe('done');
      await rig.delivered(september);
    });

    it('given a set, then only the held ones are counted and retried; to ignore means both', async () => {
      await heldAndWaiting();
      const byReason = [{ state: 'waiting', reason: 'PERIOD_CLOSED', count: 1 }];
      expect(await commands.set(filter, toRetry('operator/ann'), true)).toMatchObject({ matched: 1, byReason });
      expect(await commands.set(filter, toIgnore('operator/ann', 'no'), true)).toMatchObject({ matched: 2 });
      kept = [];
      expect(await commands.set(filter, toRetry('operator/ann'))).toMatchObject({ matched: 1, changed: 1 });
      await rig.delivered(september);
      expect(await rig.stateOf(orphan)).toBe('waiting');
    });
  });
});
