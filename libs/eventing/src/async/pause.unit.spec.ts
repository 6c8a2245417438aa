import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs, pause, unlessAborted } from './pause.js';
import { Wake } from './wake.js';

const NEVER = new AbortController().signal;

describe('backoffMs', () => {
  it('given any attempt, when computed, then it is between half the ceiling and the ceiling, never above the longest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, random) => {
          const ceiling = Math.min(5_000, 200 * 2 ** Math.min(attempt - 1, 30));
          const wait = backoffMs(attempt, 200, 5_000, () => random);
          expect(wait).toBeGreaterThanOrEqual(Math.floor(ceiling / 2));
          expect(wait).toBeLessThanOrEqual(ceiling);
        },
      ),
    );
  });
});

describe('pause', () => {
  it('given a signal, when it aborts before or during the pause, then the pause ends', async () => {
    const controller = new AbortController();
    const paused = pause(60_000, controller.signal);
    controller.abort();
    await paused;
    await pause(60_000, controller.signal);
  });
});

describe('unlessAborted', () => {
  it('given work that ends, when waited for, then its value or error comes through', async () => {
    expect(await unlessAborted(Promise.resolve(1), NEVER)).toBe(1);
    await expect(unlessAborted(Promise.reject(new Error('x')), NEVER)).rejects.toThrow('x');
  });

  it('given work that hangs or fails later, when aborted, then nobody waits for it any longer', async () => {
    const controller = new AbortController();
    const hanging = unlessAborted(new Promise(() => undefined), controller.signal);
    controller.abort();
    expect(await hanging).toBeUndefined();
    expect(
      await unlessAborted(Promise.reject(new Error('late')), controller.signal).catch(() => undefined),
    ).toBeUndefined();
  });
});

describe('Wake', () => {
  it('given a nudge while nobody waits, when waited for, then it returns at once, and only once', async () => {
    const wake = new Wake();
    wake.nudge();
    await wake.wait(60_000, NEVER);
    const from = performance.now();
    await wake.wait(20, NEVER);
    expect(performance.now() - from).toBeGreaterThan(10);
  });

  it('given a waiter, when nudged, then it wakes', async () => {
    const wake = new Wake();
    const waiting = wake.wait(60_000, NEVER);
    wake.nudge();
    await waiting;
  });
});
