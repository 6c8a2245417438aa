import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startChargebeeSimulator, type ChargebeeSimulator, type SimulatorOptions } from '../simulator.js';
import { ApiClient, importFields } from '../testing/api-client.js';

let simulator: ChargebeeSimulator;
let api: ApiClient;

async function start(switches: SimulatorOptions['switches']): Promise<void> {
  simulator = await startChargebeeSimulator({ ...(switches === undefined ? {} : { switches }) });
  api = new ApiClient(simulator);
}
afterEach(() => simulator.close());

describe('request limits', () => {
  it('refuse what exceeds the minute, and let in again when the clock has moved', async () => {
    await start({ requestsPerMinute: 2 });
    await api.get('/customers');
    await api.get('/customers');
    const refused = await api.get('/customers');
    expect(refused.error).toMatchObject({ http_status_code: 429, api_error_code: 'api_request_limit_exceeded' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    simulator.controls.set({ retryAfter: false });
    expect((await api.get('/customers')).headers.get('retry-after')).toBeNull();
    simulator.controls.advanceClock(60_000);
    expect((await api.get('/customers')).status).toBe(200);
    expect(simulator.controls.summary().sites['acme-test']?.peakRequestsPerMinute).toBe(2);
  });

  it('bound requests in flight, reads and writes each', async () => {
    await start({ maxConcurrentGets: 2, maxConcurrentPosts: 1, latencyMs: 100 });
    const reads = [1, 2, 3].map(async () => (await api.get('/customers')).status);
    const writes = [1, 2].map(async (id) => (await api.post('/customers', { id: `C-${id}` })).status);
    expect((await Promise.all(reads)).sort()).toEqual([200, 200, 429]);
    expect((await Promise.all(writes)).sort()).toEqual([200, 429]);
  });

  it('can be told to block reads while writes go on', async () => {
    await start({ blockGets: true });
    const refused = await api.get('/customers');
    expect(refused.error).toMatchObject({ http_status_code: 429, api_error_code: 'api_request_limit_exceeded' });
    expect(refused.headers.get('retry-after')).toBe('60');
    expect((await api.post('/customers', { id: 'C-1' })).status).toBe(200);
    simulator.controls.set({ blockGets: false });
    expect((await api.get('/customers')).status).toBe(200);
  });

  it('let one write of a customer run at a time', async () => {
    await start({ latencyMs: 100 });
    const writes = () =>
      Promise.all([
        api.post('/customers/C-1', { phone: '1' }),
        api.post('/invoices/import_invoice', importFields()),
        api.post('/customers/C-2', { phone: '1' }),
      ]);
    await api.post('/customers', { id: 'C-1' });
    await api.post('/customers', { id: 'C-2' });
    const answers = await writes();
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(answers.find(({ status }) => status !== 200)?.error).toMatchObject({
      http_status_code: 429,
      api_error_code: 'lock_timeout',
    });
    simulator.controls.set({ customerLock: false });
    expect((await writes()).map(({ status }) => status)).not.toContain(429);
  });
});

describe('idempotency keys', () => {
  const key = { 'chargebee-idempotency-key': 'k-1' };
  const post = (id: string, headers: Record<string, string> = key) => api.post('/customers', { id }, headers);

  beforeEach(() => start({}));

  it('replay the first answer for 30 minutes', async () => {
    const first = await post('C-1');
    const replayed = await post('C-1');
    expect(first.headers.get('chargebee-idempotency-replayed')).toBeNull();
    expect(replayed.headers.get('chargebee-idempotency-replayed')).toBe('true');
    expect(replayed.body).toEqual(first.body);
    simulator.controls.advanceClock(30 * 60_000);
    expect((await post('C-1')).error.api_error_code).toBe('duplicate_entry');
  });

  it('refuse another body, path or header', async () => {
    await post('C-1');
    for (const answer of [
      await post('C-2'),
      await api.post('/customers/C-1', { phone: '1' }, key),
      await post('C-1', { ...key, 'chargebee-event-email': 'all-disabled' }),
    ]) {
      expect(answer.error).toMatchObject({ http_status_code: 422, api_error_code: 'unable_to_process_request' });
    }
    simulator.controls.set({ idempotencyHeaders: 'none' });
    const other = { 'chargebee-idempotency-key': 'k-2' };
    await post('C-2', other);
    expect((await post('C-2', { ...other, traceparent: '00-1' })).status).toBe(200);
  });

  it('have at most 100 characters', async () => {
    const { error } = await post('C-1', { 'chargebee-idempotency-key': 'x'.repeat(101) });
    expect(error.param).toBe('chargebee-idempotency-key');
  });

  it('keep refusals only when told to', async () => {
    const importing = () => api.post('/invoices/import_invoice', importFields(), key);
    expect((await importing()).status).toBe(404);
    await api.post('/customers', { id: 'C-1' });
    expect((await importing()).status).toBe(200);
    simulator.controls.set({ replayErrors: true });
    const other = { 'chargebee-idempotency-key': 'k-2' };
    expect((await post('C-1', other)).status).toBe(400);
    expect((await post('C-1', other)).headers.get('chargebee-idempotency-replayed')).toBe('true');
  });

  it('in flight are locked, or waited for when told to', async () => {
    simulator.controls.set({ latencyMs: 100 });
    const both = () => Promise.all([post('C-1'), post('C-1')]);
    expect((await both()).map(({ status }) => status).sort()).toEqual([200, 429]);
    simulator.controls.reset();
    simulator.controls.set({ inFlightDuplicate: 'wait' });
    const waited = await both();
    expect(waited.map(({ status }) => status)).toEqual([200, 200]);
    expect(waited.filter(({ headers }) => headers.has('chargebee-idempotency-replayed'))).toHaveLength(1);
  });
});
