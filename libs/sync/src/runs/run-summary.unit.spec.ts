import { describe, expect, it } from '@jest/globals';
import type { SyncRunRow } from '../database/sync-run.entity.js';
import { NO_COUNTS } from './run-tally.js';
import { summariseRun } from './run-summary.js';

const row = (stream: string, over: Partial<SyncRunRow> = {}): SyncRunRow => ({
  runId: '00000000-0000-4000-8000-000000000001',
  stream,
  position: 0,
  connection: 'c',
  state: 'completed',
  trigger: 'demand',
  requestedFrom: null,
  requestedTo: null,
  windowFrom: null,
  windowTo: null,
  requestedAt: new Date('2026-01-01T00:00:00Z'),
  startedAt: new Date('2026-01-01T00:00:01Z'),
  finishedAt: new Date('2026-01-01T00:00:09Z'),
  epoch: '1',
  counts: { ...NO_COUNTS, rows: 2, created: 2 },
  totals: { ZAR: '1.10' },
  rejected: [],
  error: null,
  message: null,
  ...over,
});

describe('run summary', () => {
  it('given two completed streams, then their sum, from the first start to the last end', () => {
    const run = summariseRun([row('customers'), row('invoices', { finishedAt: new Date('2026-01-01T00:01:00Z') })]);
    expect(run).toMatchObject({
      state: 'completed',
      counts: { rows: 4, created: 4 },
      totals: { ZAR: '2.2' },
      startedAt: '2026-01-01T00:00:01.000Z',
      finishedAt: '2026-01-01T00:01:00.000Z',
    });
  });

  it.each([
    [['requested', 'requested'], 'requested'],
    [['running', 'requested'], 'running'],
    [['completed', 'requested'], 'running'],
    [['failed', 'running'], 'running'],
    [['failed', 'completed'], 'failed'],
    [['completed', 'completed'], 'completed'],
  ] as const)('given streams %s, then %s', ([first, second], state) => {
    const run = summariseRun([row('a', { state: first }), row('b', { state: second })]);
    expect(run.state).toBe(state);
    expect(run.finishedAt === undefined).toBe(state === 'requested' || state === 'running');
  });

  it('given a failed stream, then the run says why', () => {
    const run = summariseRun([row('a'), row('b', { state: 'failed', error: 'SYSPRO_TIMEOUT', message: 'slow' })]);
    expect(run).toMatchObject({ state: 'failed', error: 'SYSPRO_TIMEOUT', message: 'slow' });
  });
});
