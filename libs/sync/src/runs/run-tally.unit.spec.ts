import { describe, expect, it } from '@jest/globals';
import { addTallies, EMPTY_TALLY, NO_COUNTS, REPORTED_REJECTIONS, type RunTally } from './run-tally.js';

const page = (over: Partial<RunTally>): RunTally => ({ ...EMPTY_TALLY, ...over });

describe('run tally', () => {
  it('given two pages, then counts and money add up per currency, exactly', () => {
    const sum = addTallies(
      page({ counts: { ...NO_COUNTS, rows: 2, created: 2 }, totals: { ZAR: '0.1', USD: '5' } }),
      page({ counts: { ...NO_COUNTS, rows: 1, rejected: 1 }, totals: { ZAR: '0.2', EUR: '1' } }),
    );
    expect(sum.counts).toEqual({ ...NO_COUNTS, rows: 3, created: 2, rejected: 1 });
    expect(sum.totals).toEqual({ ZAR: '0.3', USD: '5', EUR: '1' });
  });

  it('given events that no notification told of, then they add up, and a stream that does not compare says nothing', () => {
    const missed = (count: number) => page({ counts: { ...NO_COUNTS, missed: count } });
    expect(addTallies(addTallies(EMPTY_TALLY, missed(2)), addTallies(missed(3), EMPTY_TALLY)).counts.missed).toBe(5);
    expect(addTallies(EMPTY_TALLY, EMPTY_TALLY).counts).not.toHaveProperty('missed');
  });

  it('given more rejected rows than a report carries, then the first ones stay', () => {
    const rows = Array.from({ length: 80 }, (_, n) => ({
      type: 'invoice' as const,
      sourceId: `${n}`,
      field: 'f',
      shape: 's',
      rule: 'r',
    }));
    const sum = addTallies(page({ rejected: rows }), page({ rejected: rows }));
    expect(sum.rejected).toHaveLength(REPORTED_REJECTIONS);
    expect(sum.rejected[0]?.sourceId).toBe('0');
  });
});
