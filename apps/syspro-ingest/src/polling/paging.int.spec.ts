import { afterEach, describe, expect, it } from '@jest/globals';
import type { SeedExpectations, Switches } from '@ledgerbridge/simulator-syspro';
import { IngestFixture, type IngestSettings } from './ingest.fixture.js';

type Case = [string, Partial<Switches>, IngestSettings];

function sumOf(expected: SeedExpectations, count: 'rows' | 'rejected'): number {
  const { customers, invoices, creditNotes, payments } = expected;
  return [customers, invoices, creditNotes, payments].reduce((sum, counts) => sum + counts[count], 0);
}

/** More customers than a page, documents over many pages, under every way a service may page. */
describe('paging', () => {
  let fixture: IngestFixture | undefined;

  afterEach(async () => {
    await fixture?.close();
    fixture = undefined;
  });

  it.each<Case>([
    ['by key', { nextLink: false }, {}],
    ['by key where the service caps pages without a word', { nextLink: false, rowCap: 7 }, {}],
    ['by next link', { rowCap: 7 }, {}],
    ['by next link that names another origin', { rowCap: 7, nextLinkOrigin: 'http://erp.internal:8080' }, {}],
    ['by skip', { nextLink: false, rowCap: 7 }, { odata: { paging: 'skip' } }],
    ['by skip and next link', { rowCap: 7 }, { odata: { paging: 'skip' } }],
    ['with a case-insensitive collation', { collation: 'case-insensitive', nextLink: false }, {}],
    ['with at most five columns to order by', { maxOrderBy: 5, nextLink: false }, {}],
    ['with rows tied in any order', { unstableOrder: true, nextLink: false, rowCap: 7 }, {}],
    ['with days as dates', { dateLiterals: 'date', dateValues: 'date' }, {}],
    ['with days in an offset', { dateValues: 'offset' }, {}],
    ['with decimals as text', { decimals: 'string' }, {}],
    ['with columns of no reference', { unknownColumns: true }, { odata: { select: false } }],
  ])(
    'given a service that answers %s, when loaded and polled, then all rows are read once',
    async (_, switches, settings) => {
      fixture = await IngestFixture.create({
        settings: { ...settings, poll: { pageSize: 10 } },
        simulator: { seed: { customers: 20, invoices: 40 }, switches },
      });
      await fixture.start();
      const first = await fixture.firstPoll();
      const expected = fixture.simulator.controls.expectations();
      expect(first).toMatchObject({ state: 'completed' });
      expect(first.counts).toMatchObject({
        rows: sumOf(expected, 'rows'),
        rejected: sumOf(expected, 'rejected'),
        unchanged: 0,
        changed: 0,
      });
      const second = await fixture.sync();
      expect(second.counts).toMatchObject({ changed: 0, created: first.counts.deferred });
      const tooLong = fixture.simulator.controls
        .requests()
        .filter(({ path, query }) => `${path}?${query}`.length > 1_950);
      expect(tooLong).toEqual([]);
    },
  );

  it('given a service that refuses filters, then customers and a first load of payments come by skip, the rest fails by name', async () => {
    fixture = await IngestFixture.create({
      settings: { poll: { pageSize: 10 } },
      simulator: { seed: { customers: 20, invoices: 40 }, switches: { filterable: false, rowCap: 7 } },
    });
    await fixture.start();
    const run = await fixture.firstPoll();
    expect(run.streams.map(({ state, error }) => [state, error])).toEqual([
      ['completed', undefined],
      ['failed', 'SYSPRO_QUERY_REFUSED'],
      ['failed', 'SYSPRO_QUERY_REFUSED'],
      ['completed', undefined],
    ]);
    expect(run.streams[0]?.counts.created).toBe(fixture.simulator.controls.expectations().customers.rows);
    const later = await fixture.sync({ streams: ['customers', 'payments'] });
    expect(later.streams.map(({ state, error }) => [state, error])).toEqual([
      ['completed', undefined],
      ['failed', 'SYSPRO_QUERY_REFUSED'],
    ]);
  });
});
