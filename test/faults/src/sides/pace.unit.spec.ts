import { describe, expect, it } from '@jest/globals';
import { paceOf, refusedIn } from './pace.js';

const log = (times: readonly number[], status = 200) =>
  times.map((ms, sequence) => ({
    ...{ sequence, method: 'POST', path: '/x', body: '', status },
    at: new Date(1_767_225_600_000 + ms).toISOString(),
  }));

describe('pace of a load', () => {
  it('given a request every 100 ms, then it is 600 a minute', () => {
    expect(paceOf(log(Array.from({ length: 200 }, (_, n) => n * 100))).perMinute).toBeCloseTo(600);
  });

  it('given a slow start and a long end, then they do not count', () => {
    const steady = Array.from({ length: 200 }, (_, n) => 60_000 + n * 100);
    expect(paceOf(log([0, 20_000, 40_000, ...steady, 200_000, 300_000])).perMinute).toBeCloseTo(600);
  });

  it('given a refused request, then it is told', () => {
    expect(refusedIn([...log([1, 2]), ...log([3], 429)])).toBe(1);
  });
});
