import { describe, expect, it } from '@jest/globals';
import { aDelivery } from '../testing/row-builders.fixture.spec.js';
import { deliveryView } from './delivery-view.js';

const since = new Date('2026-01-01T10:00:00Z');
const waiting = aDelivery({
  state: 'waiting',
  waitingConnection: 'acme-syspro',
  waitingType: 'customer',
  waitingSourceId: 'BAY001',
  waitingSince: since,
  createdAt: since,
  updatedAt: since,
  reason: null,
  failureClass: null,
  details: null,
  nextAttemptAt: null,
});

describe('a wait, as it is shown', () => {
  it.each([
    ['an hour', '2026-01-01T11:00:00Z', false],
    ['more than an hour', '2026-01-01T11:00:01Z', true],
  ])('given it has lasted %s, then it names what it waits for and whether it is overdue', (_what, now, overdue) => {
    expect(deliveryView(waiting, new Date(now)).waitingOn).toEqual({
      connection: 'acme-syspro',
      type: 'customer',
      sourceId: 'BAY001',
      since: since.toISOString(),
      overdue,
    });
  });
});
