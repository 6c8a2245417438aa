import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { WebhookReceipt } from '../database/webhook-receipt.entity.js';
import { ReceiptQueue } from './receipt-queue.js';
import type { WebhookMetrics } from './webhook-metrics.js';

const SINCE = Date.UTC(2026, 2, 1, 10);
const MINUTE = 60_000;
const receipt = (missingSinceMs?: number): WebhookReceipt =>
  ({
    connection: 'site',
    eventId: 'ev_1',
    attempts: 3,
    missingSince: missingSinceMs === undefined ? null : new Date(missingSinceMs),
  }) as WebhookReceipt;

/** What is written of the receipt: its new state, or since when it is missing. */
function queueOver() {
  const written: unknown[] = [];
  const query = (sql: string, values: readonly unknown[]) => {
    written.push(sql.includes('settled_at') ? values[2] : { missingSinceMs: values[5] });
    return Promise.resolve([]);
  };
  const database = { query, manager: { query } } as unknown as DataSource;
  return { queue: new ReceiptQueue(database, {} as WebhookMetrics), written };
}

describe('a receipt whose event or resource the site does not show', () => {
  it('given the first time, then it is put off and the ten minutes begin', async () => {
    const { queue, written } = queueOver();
    await queue.missing(receipt(), 'unknown-event', SINCE);
    expect(written).toEqual([{ missingSinceMs: SINCE }]);
  });

  it('given less than ten minutes of it, then it is put off and they go on; then it is discarded', async () => {
    const { queue, written } = queueOver();
    await queue.missing(receipt(SINCE), 'unknown-event', SINCE + 10 * MINUTE - 1);
    expect(written).toEqual([{ missingSinceMs: SINCE }]);
    await queue.missing(receipt(SINCE), 'unknown-event', SINCE + 10 * MINUTE);
    expect(written.at(-1)).toBe('discarded');
  });

  it('given a call that failed, then it is never discarded for that, however long it was missing', async () => {
    const { queue, written } = queueOver();
    await queue.failed(receipt(SINCE), 'call-failed', SINCE + 60 * MINUTE);
    expect(written).toEqual([{ missingSinceMs: SINCE }]);
  });
});
