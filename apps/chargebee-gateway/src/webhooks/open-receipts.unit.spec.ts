import { describe, expect, it } from '@jest/globals';
import type { WebhookReceipt } from '../database/webhook-receipt.entity.js';
import { OpenReceipts } from './open-receipts.js';
import type { RecordWork } from './record-work.js';

const work = (...ids: string[]): RecordWork =>
  ({ receipts: ids.map((eventId) => ({ eventId }) as WebhookReceipt) }) as unknown as RecordWork;

describe('OpenReceipts', () => {
  it('given a receipt of two records, then it ends with the second, as the more telling of both', () => {
    const [first, second] = [work('a', 'b'), work('a')];
    const open = new OpenReceipts([first, second]);
    expect(open.endingWith(first, 'published')).toEqual([{ eventId: 'b', reason: 'published' }]);
    open.committed(first, 'published', [{ eventId: 'b', reason: 'published' }]);
    expect(open.endingWith(second, 'unchanged')).toEqual([{ eventId: 'a', reason: 'published' }]);
    expect(open.endingWith(second, 'rejected')).toEqual([{ eventId: 'a', reason: 'rejected' }]);
  });

  it('given both committed at the same time, then neither settles it, and it is finished afterwards', () => {
    const [first, second] = [work('a'), work('a')];
    const open = new OpenReceipts([first, second]);
    expect([open.endingWith(first, 'published'), open.endingWith(second, 'unchanged')]).toEqual([[], []]);
    open.committed(first, 'published', []);
    expect(open.finished()).toEqual([]);
    open.committed(second, 'unchanged', []);
    expect(open.finished()).toEqual([{ eventId: 'a', reason: 'published' }]);
  });

  it('given a record that was not taken in, then its receipt stays open, and those settled are not settled again', () => {
    const [first, second] = [work('a', 'b'), work('b')];
    const open = new OpenReceipts([first, second]);
    open.committed(first, 'published', open.endingWith(first, 'published'));
    expect(open.finished()).toEqual([]);
  });
});
