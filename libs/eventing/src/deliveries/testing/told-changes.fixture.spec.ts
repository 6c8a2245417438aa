import { expect } from '@jest/globals';
import type { DeliveryChange, DeliveryState } from '@ledgerbridge/contracts';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import { mayFollow } from '../states/delivery-transitions.js';
import type { DeliveryRig } from './delivery-rig.fixture.spec.js';
import { targetIdOf } from './scripted-target.fixture.spec.js';

/** Every change of state was told once, in an order that may be, and leads to what the row says. */
export async function expectTold(rig: DeliveryRig, deliveries: readonly DeliveryEntity[]): Promise<void> {
  const rows: { event_id: string; value: Buffer }[] = await rig.database.query(
    `SELECT event_id, value FROM outbox WHERE topic = 'bridge.deliveries.v1' ORDER BY id`,
  );
  expect(new Set(rows.map(({ event_id }) => event_id)).size).toBe(rows.length);
  const changes = rows.map(({ value }) => JSON.parse(value.toString('utf8')) as DeliveryChange);
  expectOneAtATime(changes);
  for (const { id, state, revision } of deliveries) {
    const told = changes.filter(({ deliveryId }) => deliveryId === id);
    expect(told).toHaveLength(revision);
    expect(told.at(-1)?.state).toBe(state);
    for (const [index, change] of told.slice(1).entries()) {
      const from = told[index]?.state as DeliveryState;
      expect(change.previousState).toBe(from);
      if (!mayFollow(from, change.state)) throw new Error(`told that ${from} became ${change.state}`);
    }
  }
}

/** Of a record, one version at a time: what is in flight or in doubt ends before another is written. */
function expectOneAtATime(changes: readonly DeliveryChange[]): void {
  const underWay = new Map<string, string>();
  for (const { record, deliveryId, state } of changes) {
    const id = targetIdOf(record);
    if (state === 'writing') expect(underWay.get(id) ?? deliveryId).toBe(deliveryId);
    if (state === 'writing' || state === 'in_doubt') underWay.set(id, deliveryId);
    else if (underWay.get(id) === deliveryId) underWay.delete(id);
  }
}
