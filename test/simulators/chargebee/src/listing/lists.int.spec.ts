import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startChargebeeSimulator, type ChargebeeSimulator } from '../simulator.js';
import { ApiClient, type WireFields } from '../testing/api-client.js';

describe('lists', () => {
  let simulator: ChargebeeSimulator;
  let api: ApiClient;

  beforeAll(async () => {
    simulator = await startChargebeeSimulator({ switches: { requestsPerMinute: null } });
    api = new ApiClient(simulator);
  });
  afterAll(() => simulator.close());
  beforeEach(async () => {
    simulator.controls.reset();
    simulator.controls.set({ listLagSeconds: 0 });
    for (const id of ['C-1', 'C-2']) await api.post('/customers', { id });
  });

  async function ids(query: WireFields = {}, path = '/customers'): Promise<unknown[]> {
    const { body } = await api.get(path, query);
    const rows = body.list as unknown as Record<string, { id: string }>[];
    return rows.map((row) => Object.values(row)[0]?.id).sort();
  }

  it('show deleted rows only when asked for them', async () => {
    await api.post('/customers/C-1/delete');
    expect(await ids()).toEqual(['C-2']);
    expect(await ids({ include_deleted: 'true', 'sort_by[asc]': 'updated_at' })).toEqual(['C-1', 'C-2']);
  });

  it('lose rows without updated_at as soon as it is filtered by', async () => {
    expect(simulator.controls.stripUpdatedAt('customer', ['C-1'])).toBe(1);
    expect(await ids()).toEqual(['C-1', 'C-2']);
    expect(await ids({ 'updated_at[after]': '1000000000' })).toEqual(['C-2']);
  });

  it('do not show the latest writes while they lag', async () => {
    simulator.controls.advanceClock(60_000);
    await api.post('/customers', { id: 'C-3' });
    simulator.controls.set({ listLagSeconds: 30 });
    expect(await ids()).toEqual(['C-1', 'C-2']);
    simulator.controls.advanceClock(30_000);
    expect(await ids()).toEqual(['C-1', 'C-2', 'C-3']);
  });

  it('are there for subscriptions', async () => {
    const subscription = { object: 'subscription', customer_id: 'C-1', status: 'active' };
    simulator.controls.put('subscription', { ...subscription, id: 'S-1' });
    simulator.controls.put('subscription', { ...subscription, id: 'S-2', status: 'cancelled' });
    expect(await ids({ 'status[in]': '["active"]', 'sort_by[asc]': 'created_at' }, '/subscriptions')).toEqual(['S-1']);
  });
});
