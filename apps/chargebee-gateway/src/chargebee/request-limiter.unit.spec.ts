import { describe, expect, it } from '@jest/globals';
import { RequestLimiter, type Clock } from './request-limiter.js';

/** Time that passes only while somebody sleeps; `lateMs` is how much later than asked a sleeper wakes. */
class FakeClock implements Clock {
  private time = 1_000_000;

  constructor(private readonly lateMs = 0) {}

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.time += ms + this.lateMs;
    return Promise.resolve();
  }

  pass(ms: number): void {
    this.time += ms;
  }
}

async function turns(limiter: RequestLimiter, clock: FakeClock, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    await limiter.take();
    times.push(clock.now());
  }
  return times;
}

function mostInAMinute(times: readonly number[]): number {
  return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + 60_000).length));
}

describe('request limiter', () => {
  it.each([
    [150, 0],
    [150, 3],
    [3500, 0],
    [3500, 2],
  ])(
    'given %i a minute and timers %i ms late, then no minute has more and at least 95 %% are used',
    async (limit, late) => {
      const clock = new FakeClock(late);
      const times = await turns(new RequestLimiter(limit, clock), clock, limit * 3);
      expect(mostInAMinute(times)).toBeLessThanOrEqual(limit);
      expect(mostInAMinute(times)).toBeGreaterThanOrEqual(limit * 0.95);
    },
  );

  it('given a new holder, then the first call waits for its turn', async () => {
    const clock = new FakeClock();
    const begun = clock.now();
    const [first] = await turns(new RequestLimiter(60, clock), clock, 1);
    expect((first ?? 0) - begun).toBeGreaterThanOrEqual(1000);
  });

  it('given an idle hour, then no credit was saved up', async () => {
    const clock = new FakeClock();
    const limiter = new RequestLimiter(60, clock);
    clock.pass(3_600_000);
    const [first = 0, second = 0, third = 0] = await turns(limiter, clock, 3);
    expect(second - first).toBeGreaterThanOrEqual(900);
    expect(third - second).toBeGreaterThanOrEqual(1000);
  });

  it('given Retry-After, then all wait, those already in line too', async () => {
    const clock = new FakeClock();
    const limiter = new RequestLimiter(600, clock);
    const waiting = limiter.take();
    limiter.pause(30_000);
    const paused = clock.now();
    await waiting;
    expect(clock.now() - paused).toBeGreaterThanOrEqual(29_000);
  });

  it('given a signal that aborts while waiting, then the turn is given up', async () => {
    const limiter = new RequestLimiter(1);
    await expect(limiter.take(AbortSignal.abort(new Error('gone')))).rejects.toThrow();
  });
});
