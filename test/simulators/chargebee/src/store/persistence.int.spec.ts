import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChargebeeSimulator, type ChargebeeSimulator } from '../simulator.js';
import { ApiClient, importFields } from '../testing/api-client.js';

describe('a data folder', () => {
  let dataDir: string;
  let simulator: ChargebeeSimulator;
  let api: ApiClient;

  async function start(): Promise<void> {
    simulator = await startChargebeeSimulator({ dataDir });
    api = new ApiClient(simulator);
  }
  async function restart(): Promise<void> {
    await simulator.close();
    await start();
  }
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'chargebee-simulator-'));
    await start();
  });
  afterEach(async () => {
    await simulator.close();
    await rm(dataDir, { recursive: true });
  });

  it('keeps objects, events, list order and kept answers', async () => {
    await api.post('/customers', { id: 'C-1', first_name: 'Jürgen 😀' });
    const key = { 'chargebee-idempotency-key': 'k-1' };
    const imported = await api.post('/invoices/import_invoice', importFields(), key);
    const before = simulator.controls.summary().sites;
    await restart();
    expect(simulator.controls.summary().sites).toEqual({
      'acme-test': { ...before['acme-test'], peakRequestsPerMinute: 0 },
    });
    expect((await api.get('/invoices/INV-1')).body).toEqual(imported.body);
    const replayed = await api.post('/invoices/import_invoice', importFields(), key);
    expect(replayed.headers.get('chargebee-idempotency-replayed')).toBe('true');
    await api.post('/customers', { id: 'C-2' });
    expect(simulator.controls.objects('customer').map(({ id }) => id)).toEqual(['C-1', 'C-2']);
  });

  it('drops a half-written last line and goes on after it', async () => {
    await api.post('/customers', { id: 'C-1' });
    await simulator.close();
    await appendFile(join(dataDir, 'acme-test.jsonl'), '{"puts":[{"kind":"customer","row":1,"val');
    await start();
    await api.post('/customers', { id: 'C-2' });
    await restart();
    expect(simulator.controls.objects('customer').map(({ id }) => id)).toEqual(['C-1', 'C-2']);
  });

  it('is empty after a reset', async () => {
    await api.post('/customers', { id: 'C-1' });
    simulator.controls.reset();
    await restart();
    expect(simulator.controls.objects('customer')).toEqual([]);
  });
});
