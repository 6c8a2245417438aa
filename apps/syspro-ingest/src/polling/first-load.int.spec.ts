import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunSummary } from '@ledgerbridge/sync';
import { IngestFixture, type OutboxEvent } from './ingest.fixture.js';

const CUSTOMERS = 'billing.customers.v1';
const INVOICES = 'billing.invoices.v1';
const CREDIT_NOTES = 'billing.credit-notes.v1';
const PAYMENTS = 'billing.payments.v1';
const DEAD_LETTERS = 'bridge.dead-letters.v1';

/** Type of the record that a row of the seed becomes. */
function typeOf(entity: string, key: string): string {
  if (entity === 'ArInvoicePay') return 'payment';
  return key.endsWith('~C') ? 'credit-note' : 'invoice';
}

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

  it('given a seeded company, when first loaded, then every row is published, rejected by name, deferred or carried later', async () => {
    const { customers, invoices: documents, creditNotes, payments } = fixture.simulator.controls.expectations();
    const expected = [customers, documents, creditNotes, payments];
    const none = { changed: 0, unchanged: 0, stale: 0, absent: 0 };
    expect(first.streams.map(({ counts }) => counts)).toEqual(
      expected.map(({ rows, rejected, 'carried-later': carriedLater, deferred: late, deferredFirst }) => {
        const deferred = late + deferredFirst;
        return { ...none, rows, rejected, carriedLater, deferred, created: rows - rejected - carriedLater - deferred };
      }),
    );
    const topics = [CUSTOMERS, INVOICES, CREDIT_NOTES, PAYMENTS];
    const told = await Promise.all(topics.map((topic) => fixture.events(topic)));
    expect(told.map((events) => events.length)).toEqual(first.streams.map(({ counts }) => counts.created));
    expect([documents, creditNotes, payments].map(({ rejected }) => rejected > 0)).toEqual([true, true, true]);
  });

  it('given bad rows, when loaded, then each is named by its rule in the report and is one dead letter', async () => {
    const rejected = fixture.simulator.controls.expectations().traps.filter(({ outcome }) => outcome === 'rejected');
    const named = first.rejected.map(({ sourceId, rule }) => ({ key: sourceId, rule }));
    expect(named).toEqual(expect.arrayContaining(rejected.map(({ key, rule }) => ({ key, rule }))));
    expect((await deadLetters()).toSorted()).toEqual(
      rejected.map(({ entity, key }) => `acme-syspro/${typeOf(entity, key)}/${key}`).toSorted(),
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
      [key, 'credit-notes', 'requested'],
      [key, 'payments', 'requested'],
      [key, 'customers', 'running'],
      [key, 'customers', 'completed'],
      [key, 'invoices', 'running'],
      [key, 'invoices', 'completed'],
      [key, 'credit-notes', 'running'],
      [key, 'credit-notes', 'completed'],
      [key, 'payments', 'running'],
      [key, 'payments', 'completed'],
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

  it('given nothing changed, when polled again, then deferred documents come as one line and nothing else is published', async () => {
    const mark = await fixture.mark();
    const second = await fixture.sync();
    const published = [...(await fixture.events(INVOICES, mark)), ...(await fixture.events(CREDIT_NOTES, mark))];
    expect(published.map(({ data }) => (data['lines'] as { kind: string }[]).map((line) => line.kind))).toEqual([
      ['summary'],
      ['summary'],
      ['summary'],
      ['summary'],
    ]);
    expect(await fixture.events(CUSTOMERS, mark)).toEqual([]);
    expect(await fixture.events(PAYMENTS, mark)).toEqual([]);
    expect(await fixture.events(DEAD_LETTERS, mark)).toEqual([]);
    expect(second.counts).toMatchObject({ created: 4, changed: 0, deferred: 0, absent: 0 });
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

  it('given the money of the company, when each stream is added up, then the published totals are what SYSPRO holds', () => {
    const { totals } = fixture.simulator.controls.expectations();
    const [, invoicesRun, notesRun, paymentsRun] = first.streams;
    expect(Object.keys(invoicesRun?.totals ?? {}).toSorted()).toEqual(['EUR', 'USD', 'ZAR']);
    const positive = (sums: (typeof totals)['payments']) =>
      Object.entries(sums).map(([currency, { published = '0' }]) => [currency, Math.abs(Number(published))]);
    const read = (sums: Readonly<Record<string, string>> = {}) =>
      Object.entries(sums).map(([currency, sum]) => [currency, Number(sum)]);
    expect(read(paymentsRun?.totals).toSorted()).toEqual(positive(totals.payments).toSorted());
    // the deferred one is not in it yet
    const late = fixture.simulator.controls.rows('ArInvoice', { Invoice: '000000000910043' });
    const owed = positive(totals.creditNotes).map(([currency, sum]) =>
      currency === 'ZAR' ? [currency, Number(sum) + Number(late[0]?.['CurrencyValue'])] : [currency, sum],
    );
    expect(read(notesRun?.totals).toSorted()).toEqual(owed.toSorted());
  });
});
