import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '@ledgerbridge/testing';
import { aSiteCustomer, LATE_EVENING } from '../chargebee/reading/resources.fixture.spec.js';
import { BackfillRig } from './backfill-rig.fixture.spec.js';

const CUSTOMERS = 250;
const STREAM = { streams: ['customers'] };

describe('a whole reading that is interrupted', () => {
  let rig: BackfillRig;
  afterEach(() => rig?.close());

  /** The second page never comes, and the service ends while it waits for it. */
  async function interrupted(position?: string): Promise<void> {
    rig = await BackfillRig.start({ connection: { publishes: { customFields: [] } } });
    await rig.query(`UPDATE sync_cursors SET fingerprint = 'of other settings' WHERE stream = 'customers'`);
    for (let n = 0; n < CUSTOMERS; n += 1) {
      rig.put('customer', aSiteCustomer({ id: `c${n}`, created_at: LATE_EVENING + n }));
    }
    rig.gateway.simulator.controls.fault({ operation: 'list_customers', fault: 'hang', every: 2, times: 1 });
    const cutOff = rig.sync(STREAM).catch(() => undefined);
    await until(async () => (await rig.told('customer')).length === 100, { what: 'the first page' });
    await rig.gateway.restart(async (sql) => {
      if (position !== undefined) {
        await sql(
          `UPDATE chargebee_gateway.sync_cursors SET resume_position = '"${position}"' WHERE stream = 'customers'`,
        );
      }
    });
    await cutOff;
  }

  async function assertToldOnce(): Promise<void> {
    const told = (await rig.told('customer')).map(({ sourceId }) => sourceId);
    expect(told).toHaveLength(CUSTOMERS);
    expect(new Set(told).size).toBe(CUSTOMERS);
  }

  it('given a service that ends after a page, when it starts again, then the reading goes on after that page', async () => {
    await interrupted();
    const mark = rig.lastRequest();
    expect(await rig.sync(STREAM)).toMatchObject({ state: 'completed', counts: { rows: 150, created: 150 } });
    expect(rig.lists(mark)).toHaveLength(2);
    expect(rig.lists(mark)[0]).toContain('offset=');
    await assertToldOnce();
  });

  it('given a place the site no longer knows, then the reading begins anew and tells nothing twice', async () => {
    await interrupted('an offset of yesterday');
    expect(await rig.sync(STREAM)).toMatchObject({
      state: 'completed',
      counts: { rows: CUSTOMERS, created: 150, unchanged: 100 },
    });
    await assertToldOnce();
  });
});
