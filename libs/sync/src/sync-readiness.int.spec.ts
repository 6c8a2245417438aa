import type { ConnectionRegistry } from '@ledgerbridge/connections';
import { ReadinessChecks } from '@ledgerbridge/service';
import { until } from '@ledgerbridge/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SyncReadiness } from './sync-readiness.js';
import { SyncRig } from './sync-rig.fixture.spec.js';

const GRACE_MS = 300;

describe('SyncReadiness', () => {
  let rig: SyncRig;
  let readiness: SyncReadiness;

  beforeAll(async () => {
    rig = await SyncRig.open();
  });
  afterAll(() => rig.close());
  beforeEach(async () => {
    await rig.reset();
    const connections = [{ id: 'acme', settings: {}, version: 1, source: 'api' }];
    const registry = { list: () => connections } as unknown as ConnectionRegistry<object>;
    readiness = new SyncReadiness(registry, rig.runs, rig.source, new ReadinessChecks());
  });

  const answer = () => readiness.answer(GRACE_MS);
  const isLate = () =>
    until(
      async () => {
        const found = await answer();
        return !found.ok && found;
      },
      { timeoutMs: 5_000 },
    );

  it('given a run that is due and nobody who holds the connection, then it is named, until somebody begins', async () => {
    expect(await answer()).toEqual({ ok: true });
    expect((await isLate()).detail).toMatch(/^a run is due and nobody begins it: acme for \d s$/);
    rig.hold();
    await until(() => rig.source.contexts.length === 2 && rig.source.running === 0);
    await until(async () => (await answer()).ok);
    await rig.letGo();
    await rig.runs.request({ connection: 'acme', streams: ['a'], trigger: 'demand' });
    expect(await answer()).toEqual({ ok: true });
  });

  it('given a run that takes long, or failed, then nothing is late', async () => {
    let end: (error: Error) => void = () => undefined;
    const hanging = new Promise<void>((_, reject) => (end = reject));
    rig.source.script = () => hanging;
    rig.hold();
    await until(() => rig.source.running === 1);
    const from = performance.now();
    await until(async () => {
      expect(await answer()).toEqual({ ok: true });
      return performance.now() - from > 3 * GRACE_MS;
    });
    end(new Error('the outside system is down'));
    await until(() => rig.source.running === 0 && rig.source.contexts.length === 2);
    expect(await answer()).toEqual({ ok: true });
  });

  it('given a request that nobody takes up, then it is late too', async () => {
    rig.hold();
    await until(() => rig.source.contexts.length === 2 && rig.source.running === 0);
    await rig.letGo();
    await answer();
    await rig.runs.request({ connection: 'acme', streams: ['a'], trigger: 'demand' });
    await isLate();
  });
});
