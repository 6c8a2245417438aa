import { describe, expect, it } from '@jest/globals';
import { Coalescer } from './coalescer.js';

describe('Coalescer', () => {
  it('given items asked for together, then one call serves them, each with its own result', async () => {
    const groups: (readonly number[])[] = [];
    const coalescer = new Coalescer(async (items: readonly number[]) => {
      groups.push(items);
      return items.map((item) => item * 2);
    });
    expect(await Promise.all([1, 2, 3].map((item) => coalescer.submit(item)))).toEqual([2, 4, 6]);
    expect(groups).toEqual([[1, 2, 3]]);
  });

  it('given items asked for while a group is at work, then they make the next group, never at the same time', async () => {
    const groups: (readonly number[])[] = [];
    let running = 0;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const coalescer = new Coalescer(async (items: readonly number[]) => {
      expect((running += 1)).toBe(1);
      groups.push(items);
      await gate;
      running -= 1;
      return items;
    });
    const first = coalescer.submit(1);
    await new Promise((resolve) => setImmediate(resolve));
    const later = [coalescer.submit(2), coalescer.submit(3)];
    release();
    await Promise.all([first, ...later]);
    expect(groups).toEqual([[1], [2, 3]]);
  });

  it('given one bad item in a group, then it alone fails', async () => {
    const coalescer = new Coalescer(async (items: readonly number[]) => {
      if (items.includes(2)) throw new Error('2 is bad');
      return items;
    });
    const results = await Promise.allSettled([1, 2, 3].map((item) => coalescer.submit(item)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('given a group that failed, then the next one is served', async () => {
    let calls = 0;
    const coalescer = new Coalescer(async (items: readonly number[]) => {
      calls += 1;
      if (calls === 1) throw new Error('down');
      return items;
    });
    await expect(coalescer.submit(1)).rejects.toThrow('down');
    expect(await coalescer.submit(2)).toBe(2);
  });
});
