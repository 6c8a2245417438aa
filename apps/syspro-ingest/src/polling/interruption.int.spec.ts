import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '@ledgerbridge/testing';
import { RunReader } from '@ledgerbridge/sync';
import { DataSource } from 'typeorm';
import { CONNECTION, IngestFixture } from './ingest.fixture.js';

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

  /** Every document and payment once, none lost. */
  const assertWhole = async () => {
    await fixture.sync();
    const { invoices, creditNotes, payments } = fixture.simulator.controls.expectations();
    for (const [topic, expected] of [
      ['billing.invoices.v1', invoices],
      ['billing.credit-notes.v1', creditNotes],
      ['billing.payments.v1', payments],
    ] as const) {
      const keys = (await fixture.events(topic)).map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).toHaveLength(expected.rows - expected.rejected - expected['carried-later']);
    }
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
    fixture.simulator.controls.setSwitches({ slowMs: 0 });
    const dead = await new DataSource({ type: 'postgres', url: fixture.database.url }).initialize();
    await dead.query(
      `UPDATE syspro_ingest.sync_runs SET finished_at = NULL, error = NULL,
              state = CASE stream WHEN 'invoices' THEN 'running' ELSE 'requested' END
        WHERE run_id = $1 AND stream <> 'customers'`,
      [interrupted],
    );
    await dead.destroy();
    await fixture.start();
    expect(await fixture.ended(interrupted)).toMatchObject({ error: 'INTERRUPTED' });
    const again = await until(
      async () =>
        (await fixture.app.get(RunReader).list({ connection: CONNECTION, limit: 5 })).items.find(
          ({ runId, trigger, state }) => runId !== interrupted && trigger === 'schedule' && state === 'completed',
        ),
      { timeoutMs: 20_000, what: 'the interrupted poll being made up for' },
    );
    expect(again.streams.map(({ stream }) => stream)).toEqual(['invoices', 'credit-notes', 'payments']);
    await assertWhole();
  });
});
