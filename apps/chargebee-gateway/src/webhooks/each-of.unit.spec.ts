import { describe, expect, it } from '@jest/globals';
import { eachOf } from './each-of.js';

describe('eachOf', () => {
  it('given more items than may be worked on, then all are, and never more at once', async () => {
    const done: number[] = [];
    let [running, most] = [0, 0];
    await eachOf([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      most = Math.max(most, (running += 1));
      await Promise.resolve();
      running -= 1;
      done.push(item);
    });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  it('given one that throws, then no other begins, those under way end, and it is thrown', async () => {
    const [begun, ended]: [number[], number[]] = [[], []];
    const work = async (item: number): Promise<void> => {
      begun.push(item);
      await Promise.resolve();
      if (item === 1) throw new Error('first');
      await new Promise((resolve) => setImmediate(resolve));
      ended.push(item);
    };
    await expect(eachOf([1, 2, 3, 4], 2, work)).rejects.toThrow('first');
    expect([begun, ended]).toEqual([[1, 2], [2]]);
  });

  it('given nothing, then nothing', async () => {
    await eachOf([], 3, () => Promise.reject(new Error('never')));
  });
});
