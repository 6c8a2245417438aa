import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startChargebeeSimulator, type ChargebeeSimulator } from '../simulator.js';
import { ApiClient } from '../testing/api-client.js';
import type { FaultName } from './fault-plan.js';

describe('faults', () => {
  let simulator: ChargebeeSimulator;
  let api: ApiClient;

  beforeAll(async () => {
    simulator = await startChargebeeSimulator({ switches: { requestsPerMinute: null } });
    api = new ApiClient(simulator);
  });
  afterAll(() => simulator.close());
  beforeEach(() => simulator.controls.reset());

  const meet = (fault: FaultName) => simulator.controls.fault({ operation: 'create_customer', fault, times: 1 });
  const stored = () => simulator.controls.objects('customer').length;

  it.each<[FaultName, number]>([
    ['reset', 0],
    ['reset-after-apply', 1],
    ['truncated', 1],
  ])('%s breaks the connection with %i objects stored', async (fault, count) => {
    meet(fault);
    await expect(api.post('/customers', { id: 'C-1' })).rejects.toThrow();
    expect(stored()).toBe(count);
    expect(simulator.controls.requests().at(-1)).toMatchObject({ fault });
  });

  it.each<[FaultName, number]>([
    ['hang', 0],
    ['hang-after-apply', 1],
  ])('%s never answers, with %i objects stored', async (fault, count) => {
    meet(fault);
    const signal = AbortSignal.timeout(200);
    await expect(api.send('/customers', { method: 'POST', signal })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(stored()).toBe(count);
  });

  it.each<[FaultName, number, string, number]>([
    ['500', 500, 'internal_error', 0],
    ['500-after-apply', 500, 'internal_error', 1],
    ['503', 503, 'internal_temporary_error', 0],
    ['429', 429, 'api_request_limit_exceeded', 0],
    ['429-without-retry-after', 429, 'api_request_limit_exceeded', 0],
    ['lock-timeout', 429, 'lock_timeout', 0],
    ['restricted', 400, 'configuration_incompatible', 0],
  ])('%s answers %i %s', async (fault, status, code, count) => {
    meet(fault);
    const { error, headers } = await api.post('/customers', { id: 'C-1' });
    expect(error).toMatchObject({ http_status_code: status, api_error_code: code });
    expect(headers.has('retry-after')).toBe(fault === '429');
    expect(stored()).toBe(count);
    expect((await api.post('/customers', { id: 'C-2' })).status).toBe(200);
  });

  it.each<[FaultName, number, number]>([
    ['html', 502, 0],
    ['html-200', 200, 0],
    ['timeout', 504, 0],
    ['timeout-after-apply', 504, 1],
  ])('%s answers a page with %i', async (fault, status, count) => {
    meet(fault);
    await expect(api.post('/customers')).rejects.toThrow('JSON');
    expect(simulator.controls.requests().at(-1)).toMatchObject({ status, fault });
    expect(stored()).toBe(count);
  });

  it('a write cut off after it was done is replayed under its key, and refused as duplicate without', async () => {
    meet('reset-after-apply');
    const key = { 'chargebee-idempotency-key': 'k-1' };
    await expect(api.post('/customers', { id: 'C-1' }, key)).rejects.toThrow();
    expect((await api.post('/customers', { id: 'C-1' }, key)).headers.get('chargebee-idempotency-replayed')).toBe(
      'true',
    );
    expect((await api.post('/customers', { id: 'C-1' })).error.api_error_code).toBe('duplicate_entry');
  });

  it.each(['2', 'Wed, 21 Oct 2026 07:28:00 GMT', 'soon', '99999999999'])(
    '429 says Retry-After %s',
    async (retryAfter) => {
      simulator.controls.fault({ operation: 'create_customer', fault: '429', times: 1, retryAfter });
      const { status, headers } = await api.post('/customers', { id: 'C-1' });
      expect([status, headers.get('retry-after')]).toEqual([429, retryAfter]);
    },
  );

  it('any fault can come after a while', async () => {
    simulator.controls.fault({ operation: 'create_customer', fault: 'reset', delayMs: 120, times: 1 });
    const begun = performance.now();
    await expect(api.post('/customers', { id: 'C-1' })).rejects.toThrow();
    expect(performance.now() - begun).toBeGreaterThanOrEqual(100);
    expect(stored()).toBe(0);
  });

  it('slow waits and then answers as usual', async () => {
    simulator.controls.fault({ operation: 'GET', fault: 'slow', delayMs: 120, times: 1 });
    expect((await api.get('/customers')).status).toBe(200);
    expect(simulator.controls.requests().at(-1)?.durationMs).toBeGreaterThanOrEqual(100);
  });
});
