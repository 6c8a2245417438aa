import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RequestLimiter, type CallKind, type CallLane, type Pace } from './request-limiter.js';
import { SteppedClock } from './stepped-clock.fixture.spec.js';

const MINUTE = 60_000;

function aPace(requestsPerMinute: number, changes: Partial<Pace> = {}): Pace {
  return {
    requestsPerMinute,
    concurrency: { read: 1_000, write: 1_000 },
    shares: { intake: 1, delivery: 1 },
    ...changes,
  };
}

interface Turn {
  readonly at: number;
  readonly lane: CallLane;
}

/** Calls one limiter and notes when each call began. */
class Caller {
  readonly turns: Turn[] = [];
  readonly refused: unknown[] = [];

  constructor(
    private readonly clock: SteppedClock,
    public limiter: RequestLimiter,
  ) {}

  async call(lane: CallLane, lastsMs = 0, kind: CallKind = 'write', signal?: AbortSignal): Promise<void> {
    try {
      const leave = await this.limiter.take({ lane, kind }, signal);
      this.turns.push({ at: this.clock.now(), lane });
      if (lastsMs > 0) await this.clock.sleep(lastsMs);
      leave();
    } catch (error) {
      this.refused.push(error);
    }
  }

  many(count: number, lane: CallLane, lastsMs = 0): void {
    for (let index = 0; index < count; index += 1) void this.call(lane, lastsMs);
  }

  get times(): number[] {
    return this.turns.map(({ at }) => at);
  }
}

function caller(clock: SteppedClock, pace: Pace): Caller {
  return new Caller(clock, new RequestLimiter(pace, clock));
}

/** As the site counts: any 60 seconds, the one that began at a call being the fullest. */
function mostInAMinute(times: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (const [position, time] of times.entries()) {
    while ((times[from] ?? 0) <= time - MINUTE) from += 1;
    most = Math.max(most, position - from + 1);
  }
  return most;
}

describe('pace of a site', () => {
  it.each([
    [150, 0],
    [150, 3],
    [3500, 0],
    [3500, 2],
  ])(
    'given %i a minute and timers %i ms late, then no minute has more and at least 95 %% are used',
    async (limit, late) => {
      const clock = new SteppedClock(late);
      const site = caller(clock, aPace(limit));
      site.many(limit * 3, 'delivery');
      await clock.pass(2.5 * MINUTE);
      expect(mostInAMinute(site.times)).toBeLessThanOrEqual(limit);
      expect(mostInAMinute(site.times)).toBeGreaterThanOrEqual(limit * 0.95);
    },
  );

  it('given a new holder, then the first call waits for its turn', async () => {
    const clock = new SteppedClock();
    const begun = clock.now();
    const site = caller(clock, aPace(60));
    site.many(1, 'delivery');
    await clock.pass(MINUTE);
    expect((site.times[0] ?? 0) - begun).toBeGreaterThanOrEqual(1_000);
  });

  it('given an idle hour, then no credit was saved up', async () => {
    const clock = new SteppedClock();
    const site = caller(clock, aPace(60));
    await clock.pass(60 * MINUTE);
    site.many(3, 'delivery');
    await clock.pass(MINUTE);
    const [first = 0, second = 0, third = 0] = site.times;
    expect(second - first).toBeGreaterThanOrEqual(900);
    expect(third - second).toBeGreaterThanOrEqual(1_000);
  });

  it('given Retry-After, then all wait, those already in line too; without a time it is ten seconds', async () => {
    const clock = new SteppedClock();
    const site = caller(clock, aPace(600));
    for (const [asked, waited] of [
      [30_000, 30_000],
      [undefined, 10_000],
    ]) {
      site.many(2, 'delivery');
      site.limiter.pause(asked);
      const paused = clock.now();
      await clock.pass(0);
      const before = site.turns.length;
      await clock.pass((waited ?? 0) - 1);
      expect(site.turns).toHaveLength(before);
      await clock.pass(1_000);
      expect((site.times[before] ?? 0) - paused).toBeGreaterThanOrEqual(waited ?? 0);
    }
  });

  it('given a changed connection, then its new limiter goes on with the pause and the old one makes no more calls', async () => {
    const clock = new SteppedClock();
    const pace = aPace(60);
    const site = caller(clock, pace);
    site.many(3, 'delivery');
    site.limiter.pause(20_000);
    const old = site.limiter;
    site.limiter = new RequestLimiter(pace, clock, old);
    old.close();
    site.many(1, 'delivery');
    await clock.pass(0);
    expect(site.refused).toHaveLength(3);
    await clock.pass(19_999);
    expect(site.turns).toEqual([]);
    await clock.pass(1_000);
    expect(site.turns).toHaveLength(1);
    await expect(old.take({ lane: 'delivery', kind: 'write' })).rejects.toThrow('closed');
  });

  it('given any load, pauses, hand-overs and calls given up, then no minute has more than the limit and every call that stays gets its turn', async () => {
    const step = fc.record({
      calls: fc.nat(40),
      lane: fc.constantFrom<CallLane>('intake', 'delivery'),
      lastsMs: fc.nat(3_000),
      givenUp: fc.nat(3),
      pauseMs: fc.option(fc.nat(40_000), { freq: 4 }),
      handOver: fc.boolean(),
      thenMs: fc.nat(30_000),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 400 }),
        fc.nat(20),
        fc.array(step, { minLength: 1, maxLength: 12 }),
        async (limit, late, steps) => {
          const clock = new SteppedClock(late);
          const pace = aPace(limit, { concurrency: { read: 3, write: 20 } });
          const site = caller(clock, pace);
          let expected = 0;
          for (const { calls, lane, lastsMs, givenUp, pauseMs, handOver, thenMs } of steps) {
            const giveUp = new AbortController();
            for (let index = 0; index < calls; index += 1) void site.call(lane, lastsMs, index % 2 ? 'read' : 'write');
            for (let index = 0; index < givenUp; index += 1) void site.call(lane, 0, 'write', giveUp.signal);
            expected += calls;
            if (pauseMs !== null) site.limiter.pause(pauseMs);
            await clock.pass(thenMs);
            giveUp.abort(new Error('given up'));
            if (!handOver) continue;
            const old = site.limiter;
            site.limiter = new RequestLimiter(pace, clock);
            old.close();
            await clock.pass(0);
            expected -= site.refused.filter((error) => (error as Error).message.includes('closed')).length;
            site.refused.length = 0;
          }
          await clock.pass(50_000 + (expected + 1) * (MINUTE / limit) * 1.1 + expected * 3_500);
          expect(mostInAMinute(site.times)).toBeLessThanOrEqual(limit);
          const givenUpTurns = steps.reduce((sum, { givenUp }) => sum + givenUp, 0);
          expect(site.turns.length).toBeGreaterThanOrEqual(expected);
          expect(site.turns.length).toBeLessThanOrEqual(expected + givenUpTurns);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('shares of a site', () => {
  it('given one lane with work, then it gets every turn', async () => {
    for (const lane of ['intake', 'delivery'] as const) {
      const clock = new SteppedClock();
      const site = caller(clock, aPace(100, { shares: { intake: 1, delivery: 9 } }));
      site.many(300, lane);
      await clock.pass(MINUTE);
      expect(site.turns.length).toBeGreaterThanOrEqual(97);
    }
  });

  it('given any shares and both lanes with work, then in every stretch each gets its share, and never more than one turn less', async () => {
    const share = fc.integer({ min: 1, max: 20 });
    await fc.assert(
      fc.asyncProperty(share, share, fc.nat(50), async (intake, delivery, ahead) => {
        const clock = new SteppedClock();
        const site = caller(clock, aPace(600, { shares: { intake, delivery } }));
        site.many(ahead, 'delivery');
        await clock.pass((ahead * MINUTE) / 500);
        const before = site.turns.length;
        site.many(200, 'delivery');
        site.many(200, 'intake');
        await clock.pass(MINUTE / 4);
        const contended = site.turns.slice(before);
        expect(contended.length).toBeGreaterThan(100);
        for (let end = 1; end <= contended.length; end += 1) {
          const got = contended.slice(0, end).filter(({ lane }) => lane === 'intake').length;
          const due = (end * intake) / (intake + delivery);
          expect(Math.abs(got - due)).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('given a lane that was idle, then its share was lent at once and nothing was saved up', async () => {
    const clock = new SteppedClock();
    const site = caller(clock, aPace(600));
    site.many(1_000, 'delivery');
    await clock.pass(MINUTE / 2);
    const before = site.turns.length;
    expect(before).toBeGreaterThan(280);
    site.many(100, 'intake');
    await clock.pass(MINUTE / 6);
    const intake = site.turns.slice(before, before + 20).filter(({ lane }) => lane === 'intake');
    expect([10, 11]).toContain(intake.length);
  });

  it('given a call that is given up while it waits, then it is told at once and its turn goes to the next', async () => {
    const clock = new SteppedClock();
    const site = caller(clock, aPace(60));
    const giveUp = new AbortController();
    for (let index = 0; index < 5; index += 1) void site.call('delivery', 0, 'write', giveUp.signal);
    site.many(1, 'delivery');
    const begun = clock.now();
    await clock.pass(10);
    giveUp.abort(new Error('gone'));
    await clock.pass(0);
    expect(site.refused).toHaveLength(5);
    await clock.pass(5_000);
    expect(site.times.map((time) => Math.round((time - begun) / 100))).toEqual([10]);
  });

  it('given everybody gone in the middle of a long pause, then all are told at once and no timer is left', async () => {
    const clock = new SteppedClock();
    const site = caller(clock, aPace(60));
    const giveUp = new AbortController();
    for (let index = 0; index < 5; index += 1) void site.call('delivery', 0, 'write', giveUp.signal);
    site.limiter.pause(3_600_000);
    await clock.pass(0);
    giveUp.abort(new Error('gone'));
    await clock.pass(0);
    expect(site.refused).toHaveLength(5);
    expect(clock.sleepers).toBe(0);
    site.many(1, 'delivery');
    await clock.pass(3_600_000);
    expect(site.turns).toHaveLength(1);
    await expect(site.limiter.take({ lane: 'intake', kind: 'read' }, giveUp.signal)).rejects.toThrow('gone');
  });
});

describe('calls under way at a site', () => {
  it('given a ceiling of one kind reached, then no turn waits for it: the other kind goes on', async () => {
    const clock = new SteppedClock();
    const site = caller(clock, aPace(600, { concurrency: { read: 2, write: 2 } }));
    for (let index = 0; index < 4; index += 1) void site.call('delivery', 2_000, 'write');
    for (let index = 0; index < 10; index += 1) void site.call('delivery', 0, 'read');
    await clock.pass(1_900);
    expect(site.turns).toHaveLength(12);
    await clock.pass(500);
    expect(site.turns).toHaveLength(14);
  });
});
