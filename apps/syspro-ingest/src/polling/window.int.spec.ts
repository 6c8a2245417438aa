import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONNECTION, IngestFixture } from './ingest.fixture.js';

const INVOICES = 'billing.invoices.v1';

describe('windows of the invoices stream', () => {
  let fixture: IngestFixture;
  let customer: string;

  /** The connection's cursor as if its last completed run had begun then. */
  const setCursor = (start: string) =>
    fixture.db.query(`UPDATE sync_cursors SET completed_start = $2 WHERE connection = $1 AND stream = 'invoices'`, [
      CONNECTION,
      start,
    ]);
  const cursor = async (): Promise<Date | null> => {
    const rows: { completed_start: Date | null }[] = await fixture.db.query(
      `SELECT completed_start FROM sync_cursors WHERE connection = $1 AND stream = 'invoices'`,
      [CONNECTION],
    );
    return rows[0]?.completed_start ?? null;
  };
  const poll = async (request = {}): Promise<string[]> => {
    const mark = await fixture.mark();
    const run = await fixture.sync({ streams: ['invoices'], ...request });
    expect(run).toMatchObject({ state: 'completed' });
    return (await fixture.events(INVOICES, mark)).map(({ key }) => key.split('~')[1] ?? '');
  };
  const post = (invoice: string, date: string, period = date.slice(0, 7)) => {
    const reference = fixture.simulator.controls.addInvoice({ customer, invoice, date });
    const [year, month] = period.split('-').map((part) => String(Number(part)));
    fixture.simulator.controls.patch('ArInvoice', keyOf(reference), { InvoiceYear: year, InvoiceMonth: month });
    return reference;
  };
  const keyOf = (reference: { customer: string; invoice: string; documentType: string }) => ({
    Customer: reference.customer,
    Invoice: reference.invoice,
    DocumentType: reference.documentType,
  });

  beforeAll(async () => {
    fixture = await IngestFixture.create({ settings: { poll: { overlapDays: 3, rescanPeriods: 1 } } });
    await fixture.start();
    await fixture.firstPoll();
    await fixture.sync({ streams: ['invoices'] });
    const [row] = fixture.simulator.controls.rows('ArCustomer', { Currency: 'R' });
    customer = row?.['Customer'] ?? '';
  });

  afterAll(() => fixture.close());

  it('given days around the window, when polled, then the overlap is read again and earlier days are not', async () => {
    await setCursor('2026-09-10T22:30:00Z');
    post('W-IN', '2026-09-08', '2026-01');
    post('W-OUT', '2026-09-07', '2026-01');
    // 22:30 UTC is already the 11th in Johannesburg: three days before it the window begins
    expect(await poll()).toEqual(['W-IN']);
  });

  it('given an invoice posted late into an open earlier period, when polled, then it is read though its day is long past', async () => {
    await setCursor('2026-09-12T08:00:00Z');
    post('LATE-OPEN', '2026-06-15', '2026-08');
    post('LATE-CLOSED', '2026-06-15', '2026-07');
    expect(await poll()).toEqual(['LATE-OPEN']);
  });

  it('given an old invoice that has just been paid, when polled, then it is told as paid', async () => {
    const reference = post('PAID-LATE', '2026-03-01', '2026-03');
    await poll({ from: '2026-03-01', to: '2026-03-01' });
    fixture.simulator.controls.patch('ArInvoice', keyOf(reference), {
      InvoiceBal1: '0.00',
      YearInvBalZero: '2026',
      MonthInvBalZero: '9',
    });
    await setCursor('2026-09-10T08:00:00Z');
    const mark = await fixture.mark();
    await poll();
    const [told] = await fixture.events(INVOICES, mark);
    expect(told).toMatchObject({ type: 'billing.invoice.updated', data: { number: 'PAID-LATE', status: 'paid' } });
  });

  it('given dates that are no dates or far ahead, when polled, then they are named and the cursor is the run’s start', async () => {
    const undated = post('UNDATED', '2026-09-09', '2020-01');
    fixture.simulator.controls.patch('ArInvoice', keyOf(undated), { InvoiceDate: null });
    const ahead = post('AHEAD', '2026-09-09', '2020-01');
    fixture.simulator.controls.patch('ArInvoice', keyOf(ahead), { InvoiceDate: '2080-05-05' });
    const before = Date.now();
    const run = await fixture.sync({ streams: ['invoices'] });
    expect(run.rejected.map(({ sourceId, rule }) => [sourceId.split('~')[1], rule])).toEqual(
      expect.arrayContaining([
        ['UNDATED', 'DATE_MISSING'],
        ['AHEAD', 'DATE_OUT_OF_RANGE'],
      ]),
    );
    expect(Math.abs(((await cursor())?.getTime() ?? 0) - before)).toBeLessThan(5_000);
  });

  it('given days asked for by a person, when polled, then exactly those are read and the cursor stays', async () => {
    await setCursor('2026-09-10T08:00:00Z');
    post('ASKED', '2026-02-02', '2026-02');
    post('NOT-ASKED', '2026-02-03', '2026-02');
    expect(await poll({ from: '2026-02-01', to: '2026-02-02' })).toEqual(['ASKED']);
    expect((await cursor())?.toISOString()).toBe('2026-09-10T08:00:00.000Z');
  });

  it('given a run that fails, when it ends, then the cursor stays and the next run reads the same window', async () => {
    await setCursor('2026-09-10T08:00:00Z');
    fixture.simulator.controls.setSwitches({ faults: [{ kind: 'status', status: 403, entity: 'ArTrnDetail' }] });
    post('AFTER-FAILURE', '2026-09-09', '2020-01');
    const failed = await fixture.sync({ streams: ['invoices'] });
    expect(failed).toMatchObject({ state: 'failed', error: 'SYSPRO_FORBIDDEN' });
    expect((await cursor())?.toISOString()).toBe('2026-09-10T08:00:00.000Z');
    expect(await poll()).toEqual(['AFTER-FAILURE']);
  });

  it('given lines that come after their header, when polled twice, then the invoice is published once, with them', async () => {
    const reference = fixture.simulator.controls.addInvoice({
      customer,
      invoice: 'LINES-LATER',
      date: '2026-09-10',
      withhold: 'lines',
    });
    await setCursor('2026-09-10T08:00:00Z');
    expect(await poll()).toEqual([]);
    fixture.simulator.controls.completeInvoice(reference);
    await setCursor('2026-12-10T08:00:00Z');
    const mark = await fixture.mark();
    expect(await poll()).toEqual(['LINES-LATER']);
    const [told] = await fixture.events(INVOICES, mark);
    expect(told?.data).toMatchObject({ lines: [{ kind: 'item' }] });
  });

  it('given a credit note number shared by many customers, when polled, then only its own lines belong to a document', async () => {
    const [other] = fixture.simulator.controls.rows('ArCustomer', { Currency: '$' });
    const shared = { invoice: 'SHARED-1' };
    fixture.simulator.controls.addInvoice({ ...shared, customer, date: '2026-12-09', lines: [{ gross: '10.00' }] });
    fixture.simulator.controls.addInvoice({
      ...shared,
      date: '2027-01-09',
      customer: other?.['Customer'] ?? '',
      documentType: 'D',
      lines: [{ gross: '20.00' }, { gross: '30.00' }],
    });
    await setCursor('2026-12-10T08:00:00Z');
    const mark = await fixture.mark();
    await poll();
    const told = await fixture.events(INVOICES, mark);
    expect(told.map(({ data }) => (data['lines'] as unknown[]).length).toSorted()).toEqual([1, 2]);
  });

  it('given changed mapping settings, when polled, then everything is read again', async () => {
    await fixture.stop();
    await fixture.start({ poll: { overlapDays: 3, rescanPeriods: 1 }, mapping: { currencies: { XX: 'CHF' } } });
    const mark = await fixture.mark();
    const run = await fixture.sync({ streams: ['invoices'] });
    expect(run.streams[0]).not.toHaveProperty('windowFrom');
    expect((await fixture.events(INVOICES, mark)).map(({ data }) => data['currency'])).toContain('CHF');
  });
});
