import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { WebhookReceipt } from '../database/webhook-receipt.entity.js';
import { isCurrentDue, planWork, type RecordWork } from './record-work.js';
import type { ToldEvent } from './site-event.js';

const told = (eventId: string, eventType: string, ...carried: ToldEvent['event']['carried']): ToldEvent => ({
  receipt: { eventId } as WebhookReceipt,
  event: { eventType, carried },
});
const customer = (version?: number, id = 'c') => ({
  kind: 'customer' as const,
  id,
  ...(version === undefined ? {} : { version }),
  resource: { id, at: version },
});
const plan = (...events: ToldEvent[]): RecordWork => planWork(events)[0] as RecordWork;

describe('planWork', () => {
  it('given events of one record, then they are one work with the highest version, caused by who told it', () => {
    const events = [1, 3, 2].map((version) => told(`ev_${version}`, 'customer_changed', customer(version)));
    expect(planWork(events)).toMatchObject([{ kind: 'customer', id: 'c', version: 3, causationId: 'ev_3' }]);
    expect(plan(...events).receipts.map(({ eventId }) => eventId)).toEqual(['ev_1', 'ev_3', 'ev_2']);
  });

  it('given an event about several records, then each is a work of its receipt; kinds of one id are told apart', () => {
    const invoice = { kind: 'invoice' as const, id: 'c', version: 7, resource: {} };
    const works = planWork([told('ev', 'payment_succeeded', customer(1), invoice, customer(2, 'd'))]);
    expect(works.map(({ kind, id, version }) => [kind, id, version])).toEqual([
      ['customer', 'c', 1],
      ['invoice', 'c', 7],
      ['customer', 'd', 2],
    ]);
  });

  it('given one that tells no version, then none is known: what is published cannot be judged by the others', () => {
    expect(plan(told('a', 'customer_changed', customer(5)), told('b', 'customer_changed', customer())).version).toBe(
      undefined,
    );
  });

  it('given a deletion, then its content is the end, and changes before it need no asking', () => {
    const gone = told('gone', 'customer_deleted', customer(9));
    const work = plan(told('a', 'customer_changed', customer(5)), gone);
    expect(work).toMatchObject({ deletion: { version: 9, resource: { at: 9 } }, version: 5, causationId: 'gone' });
    expect(isCurrentDue(work)).toBe(false);
    expect(isCurrentDue(plan(gone))).toBe(false);
  });

  it('given the id taken anew after a deletion, then the state of now is due as well', () => {
    expect(
      isCurrentDue(plan(told('a', 'customer_deleted', customer(5)), told('b', 'customer_created', customer(9)))),
    ).toBe(true);
  });

  it('given a deletion of something else, then the record goes on', () => {
    const work = plan(told('a', 'subscription_deleted', customer(5)));
    expect(work.deletion).toBe(undefined);
    expect(isCurrentDue(work)).toBe(true);
  });

  it('given the events in any order, then the same is due', () => {
    const event = fc.record({ version: fc.integer({ min: 1, max: 9 }), isEnd: fc.boolean() });
    const essence = (events: readonly { version: number; isEnd: boolean }[]) => {
      const work = plan(
        ...events.map(({ version, isEnd }, index) =>
          told(`ev_${index}`, isEnd ? 'customer_deleted' : 'customer_changed', customer(version)),
        ),
      );
      return [work.version, work.deletion?.version, isCurrentDue(work)];
    };
    fc.assert(
      fc.property(
        fc
          .array(event, { minLength: 1, maxLength: 6 })
          .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }))),
        ([events, shuffled]) => expect(essence(shuffled)).toEqual(essence(events)),
      ),
    );
  });
});
