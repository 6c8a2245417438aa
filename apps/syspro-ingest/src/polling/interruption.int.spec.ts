import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '@ledgerbridge/testing';
import { RunReader } from '@ledgerbridge/sync';
import { CONNECTION, IngestFixture } from './ingest.fixture.js';

const INVOICES = 'billing.invoices.v1';

describe('a run cut off in the middle', () => {
  let fixture: IngestFixture;

  afterEach(() => fixture.close());

  const begin = async (): Promise<string> => {
    fixture = await IngestFixture.create({
      settings: { poll: { pageSize: 5 } },
      simulator: { seed: { customers: 20, invoices: 120 }, switches: { slowMs: 20 } },
    });
    await fixture.start();
    return until(
      async () => {
        const [run] = (await fixture.app.get(RunReader).list({ connection: CONNECTION, limit: 1 })).items;
        const stream = run?.streams.find((entry) => entry.stream === 'invoices');
        return stream?.state === 'running' && stream.counts.rows >= 20 ? run?.runId : undefined;
      },
      { what: 'a first load under way' },
    );
  };

  /** Every document once, none lost. */
  const assertWhole = async () => {
    await fixture.sync();
    const keys = (await fixture.events(INVOICES)).map(({ key }) => key);
    const { rows, rejected, 'carried-later': carriedLater } = fixture.simulator.controls.expectations().invoices;
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(rows - rejected - carriedLater);
  };

  it('given a shutdown in a first load, when started again, then it goes on where it stood, nothing lost or doubled', async () => {
    const interrupted = await begin();
    await fixture.stop();
    fixture.simulator.controls.setSwitches({ slowMs: 0 });
    fixture.simulator.controls.clearRequests();
    await fixture.start();
    expect(await fixture.ended(interrupted)).toMatchObject({ state: 'failed', error: 'INTERRUPTED' });
    const next = await fixture.sync();
    expect(next).toMatchObject({ state: 'completed' });
    const headers = fixture.simulator.controls.requests().filter(({ entity }) => entity === 'ArInvoice');
    expect(headers[0]?.query).toContain('Customer%20gt%20');
    await assertWhole();
  });

  it('given a process that died, when another takes over, then its run is closed as interrupted and asked again', async () => {
    const interrupted = await begin();
    // what a dead holder leaves: its run still running, under an epoch nobody holds any more
    await fixture.stop();
    await fixture.db.destroy().catch(() => undefined);
    fixture.simulator.controls.setSwitches({ slowMs: 0 });
    await fixture.start();
    await fixture.ended(interrupted);
    await fixture.db.query(
      `UPDATE sync_runs SET state = 'running', finished_at = NULL, error = NULL WHERE run_id = $1 AND stream = 'invoices'`,
      [interrupted],
    );
    await fixture.stop();
    await fixture.start();
    expect(await fixture.ended(interrupted)).toMatchObject({ error: 'INTERRUPTED' });
    const again = await until(
      async () =>
        (await fixture.app.get(RunReader).list({ connection: CONNECTION, limit: 5 })).items.find(
          ({ runId, trigger, state }) => runId !== interrupted && trigger === 'schedule' && state === 'completed',
        ),
      { timeoutMs: 20_000, what: 'the interrupted poll being made up for' },
    );
    expect(again.streams.map(({ stream }) => stream)).toEqual(['invoices']);
    await assertWhole();
  });
});
