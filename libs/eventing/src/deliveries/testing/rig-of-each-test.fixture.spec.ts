import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@ledgerbridge/testing';
import { DeliveryRig } from './delivery-rig.fixture.spec.js';

/** Hands every test of the surrounding suite a rig of its own over the suite's database, emptied. */
export function rigOfEachTest(receive: (rig: DeliveryRig) => void): void {
  let database: TestDatabase;
  let rig: DeliveryRig;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    rig = await DeliveryRig.open(database.url);
    await rig.database.query('TRUNCATE deliveries, links, outbox, leases');
    receive(rig);
  });
  afterEach(() => rig.close());
}
