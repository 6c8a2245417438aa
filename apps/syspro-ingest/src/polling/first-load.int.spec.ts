import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunSummary } from '@ledgerbridge/sync';
import { IngestFixture, type OutboxEvent } from './ingest.fixture.js';

const CUSTOMERS = 'billing.customers.v1';
const INVOICES = 'billing.invoices.v1';
const DEAD_LETTERS = 'bridge.dead-letters.v1';

describe('polls of a seeded company', () => {
  let fixture: IngestFixture;
  let first: RunSummary;
  let invoices: OutboxEvent[];

  const deadLetters = async (): Promise<unknown[]> =>
    (await fixture.events(DEAD_LETTERS)).map(({ data }) => data['sourceRow']);
  const trap = (name: string) => fixture.simulator.controls.expectations().traps.find((entry) => entry.trap === name);

  beforeAll(async () => {
    fixture = await IngestFixture.create({ settings: { poll: { pageSize: 25 } } });
    await fixture.start();
    first = await fixture.firstPoll();
    invoices = await fixture.events(INVOICES);
  });

  afterAll(() => fixture.close());

  it('given a seeded company, when first loaded, then every row is published, rejected by name, deferred or carried later', () => {
    const expected = fixture.simulator.controls.expectations();
    const rows = expected.customers.rows + expected.invoices.rows;
    const published = rows - expected.invoices.rejected - expected.invoices['carried-later'];
    expect(first.counts).toEqual({
      rows,
      created: published - first.counts.deferred,
      changed: 0,
      unchanged: 0,
      stale: 0,
      rejected: expected.invoices.rejected,
      deferred: 3,
      carriedLater: expected.invoices['carried-later'],
      absent: 0,
    });
    expect(invoices).toHaveLength(first.counts.created - expected.customers.rows);
  });

  it('given bad rows, when loaded, then each is named by its rule in the report and is one dead letter', async () => {
    const rejected = fixture.simulator.controls.expectations().traps.filter(({ outcome }) => outcome === 'rejected');
    const named = first.rejected.map(({ sourceId, rule }) => ({ key: sourceId, rule }));
    expect(named).toEqual(expect.arrayContaining(rejected.map(({ key, rule }) => ({ key, rule }))));
    expect((await deadLetters()).toSorted()).toEqual(
      rejected.map(({ key }) => `acme-syspro/invoice/${key}`).toSorted(),
    );
  });

  it('given the run, when it ends, then its states were told in order with window-less full scans', async () => {
    const told = (await fixture.events('bridge.sync-runs.v1')).map(({ key, data }) => [
      key,
      data['stream'],
      data['state'],
    ]);
    const key = `acme-syspro:${first.runId}`;
    expect(told).toEqual([
      [key, 'customers', 'requested'],
      [key, 'invoices', 'requested'],
      [key, 'customers', 'running'],
      [key, 'customers', 'completed'],
      [key, 'invoices', 'running'],
      [key, 'invoices', 'completed'],
    ]);
  });

  it('given odd rows that can be published, when loaded, then their state is clean', async () => {
    const customers = await fixture.events(CUSTOMERS);
    const find = (code: string) => customers.find(({ data }) => data['number'] === code)?.data;
    expect(find('CTRL001')).toMatchObject({ name: 'Tab andnull Works' });
    expect(find('MAILSEMI')?.['emails']).toHaveLength(3);
    expect(find('COUNTRY1')).toMatchObject({ billingAddress: { country: 'US' }, currency: 'USD' });
    expect(find('CURRXX01')).not.toHaveProperty('currency');
    expect(invoices.map(({ key }) => key)).toContain(`acme-syspro:${trap('lower-case-type')?.key}`);
    expect(invoices.map(({ key }) => key)).toContain(`acme-syspro:${trap('customer-gone')?.key}`);
  });

  it('given nothing changed, when polled again, then deferred invoices come as one line and nothing else is published', async () => {
    const mark = await fixture.mark();
    const second = await fixture.sync();
    const published = await fixture.events(INVOICES, mark);
    expect(published.map(({ data }) => (data['lines'] as { kind: string }[]).map((line) => line.kind))).toEqual([
      ['summary'],
      ['summary'],
      ['summary'],
    ]);
    expect(await fixture.events(CUSTOMERS, mark)).toEqual([]);
    expect(await fixture.events(DEAD_LETTERS, mark)).toEqual([]);
    expect(second.counts).toMatchObject({ created: 3, changed: 0, deferred: 0, absent: 0 });
    expect(second.streams[1]).toMatchObject({ stream: 'invoices', windowFrom: expect.any(String) });
  });

  it('given still nothing changed, when polled a third time, then nothing is published and no row is counted twice', async () => {
    const mark = await fixture.mark();
    const third = await fixture.sync();
    expect(await fixture.events(INVOICES, mark)).toEqual([]);
    expect(third.counts).toMatchObject({ created: 0, changed: 0, deferred: 0 });
    const { rows, unchanged, rejected, carriedLater } = third.counts;
    expect(rows).toBe(unchanged + rejected + carriedLater);
  });

  it('given a rejected row that is put right though outside every window, when polled, then it is published', async () => {
    const key = trap('lines-do-not-add-up')?.key ?? '';
    const [Customer = '', Invoice = '', DocumentType = ''] = key.split('~');
    const [line] = fixture.simulator.controls.rows('ArTrnDetail', { Customer, Invoice });
    const { TimeStamp: _, ...lineKey } = line ?? {};
    fixture.simulator.controls.patch('ArTrnDetail', lineKey, { NetSalesValue: '1000.00' });
    fixture.simulator.controls.patch(
      'ArInvoice',
      { Customer, Invoice, DocumentType },
      {
        InvoiceDate: '2020-01-01',
        InvoiceYear: '2020',
        InvoiceMonth: '1',
      },
    );
    const mark = await fixture.mark();
    await fixture.sync();
    expect((await fixture.events(INVOICES, mark)).map((event) => event.key)).toEqual([`acme-syspro:${key}`]);
  });

  it('given a bad row that changes and stays bad, when polled, then it is dead-lettered once more', async () => {
    const [Customer = '', Invoice = '', DocumentType = ''] = (
      trap('unknown-currency')?.entity === 'ArCustomer'
        ? 'CURRXX01~000000000300032~I'
        : (trap('unknown-currency')?.key ?? '')
    ).split('~');
    fixture.simulator.controls.patch('ArInvoice', { Customer, Invoice, DocumentType }, { CustomerPoNumber: 'edited' });
    const mark = await fixture.mark();
    await fixture.sync();
    await fixture.sync();
    expect((await fixture.events(DEAD_LETTERS, mark)).map(({ data }) => data['sourceRow'])).toEqual([
      `acme-syspro/invoice/${Customer}~${Invoice}~${DocumentType}`,
    ]);
  });

  it('given a customer edited and another gone, when polled, then one is updated, the other counted absent, none deleted', async () => {
    const [edited, gone] = fixture.simulator.controls.rows('ArCustomer');
    fixture.simulator.controls.patch('ArCustomer', { Customer: edited?.['Customer'] }, { Name: 'Renamed Ltd' });
    fixture.simulator.controls.remove('ArCustomer', { Customer: gone?.['Customer'] });
    const mark = await fixture.mark();
    const run = await fixture.sync({ streams: ['customers'] });
    const told = await fixture.events(CUSTOMERS, mark);
    expect(told.map(({ type, data }) => [type, data['name']])).toEqual([['billing.customer.updated', 'Renamed Ltd']]);
    expect(run.counts).toMatchObject({ changed: 1, absent: 1 });
  });

  it('given the money of the company, when all runs are added up, then the published totals are what SYSPRO holds', async () => {
    const totals = first.totals;
    const seeded = fixture.simulator.controls.expectations().totals;
    expect(Object.keys(totals).toSorted()).toEqual(
      Object.keys(seeded)
        .filter((currency) => currency !== 'XX')
        .toSorted(),
    );
  });
});
