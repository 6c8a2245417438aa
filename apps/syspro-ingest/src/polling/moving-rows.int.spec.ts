import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { IngestFixture, type IngestSettings } from './ingest.fixture.js';

const TOPICS = {
  customers: 'billing.customers.v1',
  invoices: 'billing.invoices.v1',
  payments: 'billing.payments.v1',
} as const;

const SEED = { customers: 20, invoices: 60 };
const today = new Date().toISOString().slice(0, 10);

const toldKeys = async (fixture: IngestFixture, topic: string, mark = '0'): Promise<string[]> =>
  (await fixture.events(topic, mark)).map(({ key }) => key.replace('acme-syspro:', ''));

/** What comes of rows that change key or content after they were read. */
describe('rows that change', () => {
  let fixture: IngestFixture;

  const controls = () => fixture.simulator.controls;
  const told = (topic: string, mark?: string) => toldKeys(fixture, topic, mark);
  const customers = () =>
    controls()
      .rows('ArCustomer', { Currency: 'R' })
      .map((row) => (row['Customer'] ?? '').trim());

  beforeAll(async () => {
    const settings = { poll: { overlapDays: 3, rescanPeriods: 1 } };
    fixture = await IngestFixture.create({ settings, simulator: { seed: SEED } });
    await fixture.start();
    await fixture.firstPoll();
    await fixture.sync();
  });

  afterAll(() => fixture.close());

  it('given a customer renamed, when polled, then one update, and its documents stay as they are', async () => {
    const [customer] = customers();
    controls().patch('ArCustomer', { Customer: customer }, { Name: 'New Name Ltd' });
    const mark = await fixture.mark();
    await fixture.sync();
    const updates = await fixture.events(TOPICS.customers, mark);
    expect(updates).toMatchObject([
      { type: 'billing.customer.updated', data: { number: customer, name: 'New Name Ltd' } },
    ]);
    expect(await told(TOPICS.invoices, mark)).toEqual([]);
  });

  it('given a customer merged into another, when polled, then the old one is absent and its recent documents are new records', async () => {
    const [, , , , from = '', to = ''] = customers();
    const recent = { customer: from, invoice: 'RECENT', date: today };
    controls().addInvoice({ ...recent, lines: [{ gross: '100.00' }] });
    controls().addInvoice({ customer: from, invoice: 'OLD', date: '2026-01-05' });
    controls().addPayment({ customer: from, invoice: 'RECENT', value: '10.00', date: recent.date });
    await fixture.sync({ from: '2026-01-01' });
    const before = await told(TOPICS.invoices);
    expect(before).toEqual(expect.arrayContaining([`${from}~RECENT~I`, `${from}~OLD~I`]));

    controls().renameCustomer(from, to);
    const mark = await fixture.mark();
    const run = await fixture.sync();
    expect(run).toMatchObject({ state: 'completed', counts: { absent: 1 } });
    expect(await fixture.events(TOPICS.customers, mark)).toEqual([]);
    // outside every window nothing of the move is seen
    const moved = await told(TOPICS.invoices, mark);
    expect(moved).toContain(`${to}~RECENT~I`);
    expect(moved).not.toContain(`${to}~OLD~I`);
    expect(moved.every((key) => key.startsWith(`${to}~`))).toBe(true);
    expect(await told(TOPICS.payments, mark)).toContain(`${to}~RECENT~I~1`);
    const types = (await fixture.events(TOPICS.invoices, mark)).map(({ type }) => type);
    expect(new Set(types)).toEqual(new Set(['billing.invoice.issued']));
    const again = await fixture.mark();
    await fixture.sync();
    expect(await told(TOPICS.invoices, again)).toEqual([]);
  });

  it('given a document of a merged customer that waited for its lines, when polled, then nobody asks for the old key for ever', async () => {
    const [, , , , from = '', to = ''] = customers();
    controls().addInvoice({ customer: from, invoice: 'WAITS', withhold: 'all' });
    await fixture.sync({ streams: ['invoices'] });
    controls().renameCustomer(from, to);
    await fixture.sync({ streams: ['invoices'] });
    const rows: { source_id: string }[] = await fixture.db.query(
      `SELECT source_id FROM invoice_revisits WHERE reason = 'deferred'`,
    );
    expect(rows.map(({ source_id }) => source_id).filter((id) => id.startsWith(`${from}~`))).toEqual([]);
  });

  it('given an invoice that changes after it was told, when polled, then its new value, terms and lines are an update', async () => {
    const [customer = ''] = customers();
    const reference = controls().addInvoice({ customer, invoice: 'CHANGES', lines: [{ gross: '100.00' }] });
    await fixture.sync({ streams: ['invoices'] });
    const change = async (over: object) => {
      const mark = await fixture.mark();
      controls().changeInvoice({ ...reference, ...over });
      await fixture.sync({ streams: ['invoices'] });
      return fixture.events(TOPICS.invoices, mark);
    };
    expect(await change({ termsCode: 'CO' })).toMatchObject([
      { type: 'billing.invoice.updated', data: { dueOn: '2026-10-31', totals: { total: '115.00' } } },
    ]);
    const lines = [{ gross: '200.00' }, { type: '4', gross: '50.00' }];
    expect(await change({ lines })).toMatchObject([
      {
        type: 'billing.invoice.updated',
        data: { totals: { total: '287.50' }, balance: '287.50', lines: [{ amount: '200.00' }, { kind: 'freight' }] },
      },
    ]);
    expect(await change({ lines })).toEqual([]);
  });

  it('given an invoice that loses its date, when polled, then it is named at every poll and told again with one', async () => {
    const [customer = ''] = customers();
    controls().addInvoice({ customer, invoice: 'DATELESS', lines: [{ gross: '100.00' }] });
    await fixture.sync({ streams: ['invoices'] });
    const key = { Customer: customer, Invoice: 'DATELESS', DocumentType: 'I' };
    controls().patch('ArInvoice', key, { InvoiceDate: null, InvoiceYear: '2020' });
    const named = expect.objectContaining({ sourceId: `${customer}~DATELESS~I`, rule: 'DATE_MISSING' });
    expect((await fixture.sync({ streams: ['invoices'] })).rejected).toContainEqual(named);
    expect((await fixture.sync({ streams: ['invoices'] })).rejected).toContainEqual(named);
    controls().patch('ArInvoice', key, { InvoiceDate: '2026-10-30' });
    const mark = await fixture.mark();
    await fixture.sync({ streams: ['invoices'] });
    expect(await fixture.events(TOPICS.invoices, mark)).toMatchObject([{ data: { issuedOn: '2026-10-30' } }]);
  });
});

/** What comes of rows that change place while SYSPRO is read. */
describe('rows that move under the reader', () => {
  let fixture: IngestFixture;
  const told = (topic: string, mark?: string) => toldKeys(fixture, topic, mark);

  afterEach(() => fixture.close());

  it.each<[string, IngestSettings]>([
    ['by key', {}],
    ['by skip', { odata: { paging: 'skip' } }],
  ])(
    'given rows inserted and removed while paging %s, when loaded, then nothing else is lost, nothing doubled',
    async (_, settings) => {
      fixture = await IngestFixture.create({
        settings: { ...settings, poll: { pageSize: 10 } },
        simulator: { seed: SEED },
      });
      const { controls } = fixture.simulator;
      const all = controls.rows('ArCustomer').map((row) => row['Customer'] ?? '');
      const documents = controls.rows('ArInvoice', { DocumentType: 'I' });
      const [removed, owner] = [documents[2], documents[40]];
      const paid = controls.rows('ArInvoicePay', { DocumentType: 'I' });
      // all of them before the place that the third page begins at
      controls.scheduleEdits({
        afterRequests: 2,
        entity: 'ArCustomer',
        edits: [
          ...all.slice(1, 4).map((Customer) => ({ op: 'remove' as const, table: 'ArCustomer', key: { Customer } })),
          { op: 'insert', table: 'ArCustomer', values: { Customer: '!FIRST', Name: 'First' } },
        ],
      });
      const { Customer, Invoice, DocumentType } = removed ?? {};
      controls.scheduleEdits({
        afterRequests: 2,
        entity: 'ArInvoice',
        edits: [{ op: 'remove', table: 'ArInvoice', key: { Customer, Invoice, DocumentType } }],
      });
      const [first] = paid;
      const { TimeStamp: _version, ...values } = first ?? {};
      controls.scheduleEdits({
        afterRequests: 2,
        entity: 'ArInvoicePay',
        edits: [{ op: 'insert', table: 'ArInvoicePay', values: { ...values, EntryNumber: '99', JournalDate: today } }],
      });
      await fixture.start();
      expect(await fixture.firstPoll()).toMatchObject({ state: 'completed', counts: { unchanged: 0, changed: 0 } });
      const seen = await told(TOPICS.customers);
      expect(seen.length).toBe(new Set(seen).size);
      expect(seen).toEqual(expect.arrayContaining(all.map((code) => code.trim())));
      const invoices = await told(TOPICS.invoices);
      expect(invoices.length).toBe(new Set(invoices).size);
      expect(invoices).toContain(`${owner?.['Customer']?.trim()}~${owner?.['Invoice']?.trim()}~I`);
      const { payments, invoices: expected } = controls.expectations();
      expect(invoices.length).toBe(expected.published - expected.deferredFirst);
      const entries = await told(TOPICS.payments);
      expect(entries.length).toBe(new Set(entries).size);
      expect(entries.length).toBe(payments.published);
      // what was inserted behind the reader is in the next poll's window
      const mark = await fixture.mark();
      await fixture.sync({ streams: ['customers', 'payments'] });
      expect(await told(TOPICS.customers, mark)).toEqual(['!FIRST']);
      expect(await told(TOPICS.payments, mark)).toEqual([expect.stringMatching(/~99$/)]);
    },
  );
});
