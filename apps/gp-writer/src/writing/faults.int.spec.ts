import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aCustomer, anInvoice, aPayment, until } from '@ledgerbridge/testing';
import { SOURCE } from '../testing/surroundings.fixture.spec.js';
import { WriterRig } from '../testing/writer-rig.fixture.spec.js';

const connection = SOURCE;
const customer = (number: string) => aCustomer().with({ number }).event({ connection });
const invoice = (sourceId: string, changes = {}) =>
  anInvoice()
    .with({ customerId: 'A1', ...changes })
    .event({ connection, sourceId });
const payment = (number: string) => aPayment().with({ number, customerId: 'A1' }).event({ connection });

describe('when calls to GP go wrong', () => {
  let rig: WriterRig;

  beforeAll(async () => {
    rig = await WriterRig.start();
    await rig.deliver(customer('A1'));
  });
  afterAll(() => rig.close());
  afterEach(async () => {
    rig.simulator.controls.clearFaults();
    rig.simulator.controls.set({ lockedBatches: [], closedThrough: null, filteredIds: [], filteredInLists: false });
    await rig.putConnection();
  });

  const copiesOf = (number: string) => rig.documents().filter((document) => document.includes(` ${number} `)).length;

  it.each([
    'reset-after-apply',
    'hang-after-apply',
    'truncated',
    'reset-before-apply',
    'html',
    'timeout-after-apply',
  ] as const)('given a write that ends in %s, then the document is there once', async (fault) => {
    rig.simulator.controls.fault({ operation: 'Create*', fault, times: 2 });
    const events = [invoice(`I-${fault}`.toUpperCase().slice(0, 12)), payment(`P-${fault}`.toUpperCase().slice(0, 12))];
    await rig.publish(...events);
    for (const event of events) {
      const { targetId = '' } = await rig.settled(event, ['delivered']);
      expect(copiesOf(targetId)).toBe(1);
    }
  });

  it.each(['validation', 'system'] as const)(
    'given a batch in use, told as a %s fault, then it is tried again until it is free',
    async (as) => {
      rig.simulator.controls.fault({ operation: 'CreateReceivablesInvoice', fault: 'batch-locked', times: 2, as });
      const event = invoice(`LOCK-${as.slice(0, 3).toUpperCase()}`);
      await rig.publish(event);
      expect(await rig.settled(event, ['delivered'])).toMatchObject({ attempt: 3 });
    },
  );

  it('given a server that is down, then no attempt is burnt, and everything arrives once it is up', async () => {
    // a new tenure has no socket: nothing of it can be in doubt
    await rig.putConnection({ maxConcurrent: 2 });
    await rig.simulator.controls.goDown();
    const events = [invoice('DOWN-1'), invoice('DOWN-2'), payment('DOWN-3')];
    await rig.publish(...events);
    await rig.settled(events[0] as never, ['retrying']);
    await rig.simulator.controls.goUp();
    for (const event of events) expect(await rig.settled(event, ['delivered'])).toMatchObject({ attempt: 1 });
  });

  it('given a document that GP has and does not show, then a person is told and it is not written under another number', async () => {
    rig.simulator.controls.set({ filteredIds: ['CBIHID-2'], filteredInLists: true });
    rig.simulator.controls.fault({ operation: 'CreateReceivablesInvoice', fault: 'reset-after-apply', times: 1 });
    const hidden = invoice('HID-2');
    await rig.publish(hidden);
    expect(await rig.settled(hidden, ['failed'])).toMatchObject({
      failureClass: 'collision',
      reason: 'TARGET_UNREADABLE',
    });
    expect(copiesOf('CBIHID-2')).toBe(1);
  });

  describe('in a closed period', () => {
    const september = () => invoice('SEP-1', { issuedOn: '2026-09-30' });
    const october = () => invoice('OCT-1', { issuedOn: '2026-10-01' });

    it('given closedThrough, then exactly its documents are held, and released when it moves', async () => {
      await rig.putConnection({ periods: { closedThrough: '2026-09-30' } });
      const [held, written] = await rig.deliver(september(), october());
      expect(held).toMatchObject({ state: 'waiting', reason: 'PERIOD_CLOSED', attempt: 0 });
      expect(held).not.toHaveProperty('waitingOn');
      expect(written).toMatchObject({ state: 'delivered' });
      await rig.putConnection({ periods: { closedThrough: '2026-08-31' } });
      expect(await rig.settled(september(), ['delivered'])).toMatchObject({ targetId: 'CBISEP-1' });
    });

    it('given that GP itself refuses it, then it is held too, and goes on once the connection says where to post', async () => {
      rig.simulator.controls.set({ closedThrough: '2026-09-30' });
      const event = invoice('SEP-2', { issuedOn: '2026-09-30' });
      expect(await rig.deliver(event)).toMatchObject([{ state: 'waiting', reason: 'PERIOD_CLOSED', attempt: 0 }]);
      await rig.putConnection({ periods: { closedThrough: '2026-09-30', whenClosed: 'next-open-day' } });
      await rig.settled(event, ['delivered']);
      const [found] = rig.simulator.controls.documents().filter(({ id }) => id === 'CBISEP-2');
      expect(found).toMatchObject({ batch: { id: 'CBS20261001' } });
      expect(found?.value).toMatchObject({ Date: expect.stringContaining('2026-09-30') as unknown });
    });
  });

  it('given a password that does not hold any more, then the connection stops with one failure and goes on once it is changed', async () => {
    await rig.putConnection({ password: 'wrong' });
    const events = [invoice('PW-1'), invoice('PW-2')];
    await rig.publish(...events);
    const failed = await until(async () => {
      const shown = await Promise.all(events.map((event) => rig.find(event)));
      return shown.find((each) => each?.state === 'failed');
    });
    expect(failed).toMatchObject({ failureClass: 'configuration', reason: 'GP_ACCESS_DENIED' });
    await rig.putConnection();
    for (const event of events) await rig.settled(event, ['delivered']);
  });
});
