import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { batchId, type BatchPeriod } from './batch-id.js';

describe('batch id', () => {
  const parts = { prefix: 'CB', per: 'day', kind: 'sales', day: '2026-01-15' } as const;

  it.each<[string, Partial<Parameters<typeof batchId>[0]>]>([
    ['CBS20260115', {}],
    ['CBR20260115', { kind: 'cash' }],
    ['CBS20260112', { per: 'week' }],
    ['CBS20260401', { per: 'week', day: '2026-04-02' }],
    ['CBS20260330', { per: 'week', day: '2026-03-31' }],
    ['CBS202601', { per: 'month' }],
    ['S20260115', { prefix: '' }],
    ['ABCDEFS20260115', { prefix: 'ABCDEF' }],
  ])('then it is %s given %j', (id, changes) => {
    expect(batchId({ ...parts, ...changes })).toBe(id);
  });

  it('given days of two months, then never one batch', () => {
    const day = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const per = fc.constantFrom<BatchPeriod>('day', 'week', 'month');
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 8 }), per, (one, later, period) => {
        const other = new Date(Date.parse(one) + later * 86_400_000).toISOString().slice(0, 10);
        fc.pre(one.slice(0, 7) !== other.slice(0, 7));
        expect(batchId({ ...parts, per: period, day: one })).not.toBe(batchId({ ...parts, per: period, day: other }));
      }),
    );
  });

  it('given prefixes that leave no room, then the setting is named', () => {
    expect(() => batchId({ ...parts, policyPrefix: 'GPWEB' })).toThrow(
      expect.objectContaining({
        code: 'BATCH_ID_TOO_LONG',
        failureClass: 'configuration',
        details: expect.objectContaining({ setting: 'batches.prefix', length: 16 }) as unknown,
      }),
    );
  });
});
