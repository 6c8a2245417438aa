import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '@ledgerbridge/testing';
import { customer, NOTHING, SyncRig } from './sync-rig.fixture.spec.js';

const NOT_THE_DATE = [
  ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const),
  ...(['nextTick', 'queueMicrotask', 'hrtime', 'performance'] as const),
];

describe('sync activity that is cut off', () => {
  let rig: SyncRig;

  beforeAll(async () => {
    rig = await SyncRig.open();
  });
  beforeEach(() => rig.reset());
  afterAll(() => rig.close());

  it('given a page that fails, then nothing of it is kept', async () => {
    rig.hold();
    await rig.ended((await rig.latest()).runId);
    rig.source.script = (context) =>
      context.commit({
        ...NOTHING,
        observations: [customer('X', 'n')],
        also: async () => {
          throw new Error('no');
        },
      });
    expect(await rig.demand()).toMatchObject({ state: 'failed', counts: { rows: 0 } });
    expect(await rig.count('billing.customers.v1')).toBe(0);
  });

  it('given a holder that lost its lease in a page, when another took over, then the page is not kept and the poll is made up for', async () => {
    let late: Promise<unknown> = Promise.resolve();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    rig.source.script = async (context) => {
      if (rig.source.contexts.length > 1) return;
      await gate;
      late = context.commit({ ...NOTHING, observations: [customer('STALE', 'old')] });
      await late;
    };
    rig.hold();
    const stuck = await until(async () => {
      const run = await rig.latest();
      return run.state === 'running' && run;
    });
    rig.hold();
    expect(await until(async () => (await rig.get(stuck.runId))?.streams[0]?.error)).toBe('INTERRUPTED');
    release();
    await until(async () => rig.source.running === 0);
    await expect(late).rejects.toMatchObject({ code: 'RUN_TAKEN_OVER' });
    expect(await rig.count('billing.customers.v1')).toBe(0);
    await until(async () => rig.source.contexts.filter(({ stream }) => stream === 'a').length >= 2);
  });

  it('given a scheduled poll cut off by a shutdown or a changed connection, when held again, then it is made up for at once', async () => {
    let begun = (): void => undefined;
    const running = new Promise<void>((resolve) => (begun = resolve));
    rig.source.script = async ({ stream, signal }) => {
      if (stream !== 'b' || rig.source.contexts.length > 2) return;
      begun();
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stop'))));
    };
    const first = rig.hold();
    const { runId } = await rig.latest();
    await running;
    first.stop.abort();
    await first.ended;
    expect((await rig.get(runId))?.streams.map(({ error }) => error)).toEqual([undefined, 'INTERRUPTED']);
    rig.hold();
    const again = await until(async () => {
      const run = await rig.latest();
      return run.runId !== runId && run.state === 'completed' && run;
    });
    expect(again).toMatchObject({ trigger: 'schedule', streams: [{ stream: 'b' }] });
    await rig.demand();
    expect(rig.source.contexts.map(({ stream }) => stream)).toEqual(['a', 'b', 'b', 'a']);
  });

  it.each([
    ['shutdown', true],
    ['crash', false],
  ])('given a %s in a run’s first stream, when held again, then later streams wait for it', async (_, isOrderly) => {
    let begun = (): void => undefined;
    const running = new Promise<void>((resolve) => (begun = resolve));
    rig.source.script = async ({ signal }) => {
      if (rig.source.contexts.length > 1) return;
      begun();
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stop'))));
    };
    const first = rig.hold();
    const { runId } = await rig.latest();
    await running;
    if (isOrderly) {
      first.stop.abort();
      await first.ended;
    }
    rig.hold();
    await until(async () => {
      const run = await rig.latest();
      return run.runId !== runId && run.state === 'completed';
    });
    expect(rig.source.contexts.map(({ stream }) => stream)).toEqual(['a', 'a', 'b']);
    expect((await rig.get(runId))?.streams.map(({ error }) => error)).toEqual(['INTERRUPTED', 'INTERRUPTED']);
  });

  it('given a process clock years ahead, then what is due goes by the database, as the times of the runs do', async () => {
    jest.useFakeTimers({ now: Date.now() + 3 * 366 * 86_400_000, advanceTimers: false, doNotFake: NOT_THE_DATE });
    try {
      rig.hold();
      await rig.ended((await rig.latest()).runId);
      await rig.demand();
      await rig.demand();
      expect(rig.source.contexts.map(({ stream }) => stream)).toEqual(['a', 'b', 'a', 'a']);
    } finally {
      jest.useRealTimers();
    }
  });
});
