import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IngestFixture } from './ingest.fixture.js';

const INVOICES = 'billing.invoices.v1';

describe('invoices that owe nothing', () => {
  let fixture: IngestFixture;
  let customer: string;
  let other: string;

  const controls = () => fixture.simulator.controls;
  const post = (invoice: string, over: object = {}) =>
    controls().addInvoice({ customer, invoice, lines: [{ gross: '100.00' }], paidPercent: 100, ...over });
  const credit = (creditedInvoice: string, over: object = {}) =>
    controls().addInvoice({
      customer,
      invoice: `CN-${creditedInvoice}`,
      documentType: 'C',
      creditedInvoice,
      lines: [{ gross: '100.00' }],
      ...over,
    });
  /** What a poll tells of invoices: number → status and balance. */
  const poll = async (): Promise<Record<string, unknown[]>> => {
    const mark = await fixture.mark();
    expect(await fixture.sync({ streams: ['invoices'] })).toMatchObject({ state: 'completed' });
    const told = await fixture.events(INVOICES, mark);
    return Object.fromEntries(told.map(({ data }) => [String(data['number']), [data['status'], data['balance']]]));
  };
  const linkRequests = () =>
    controls()
      .requests()
      .filter(({ query }) => query.includes('CreditedInvoice%20'));

  beforeAll(async () => {
    fixture = await IngestFixture.create({ settings: { poll: { pageSize: 50 } } });
    await fixture.start();
    await fixture.firstPoll();
    await fixture.sync({ streams: ['invoices'] });
    const rows = controls().rows('ArCustomer', { Currency: 'R' });
    [customer = '', other = ''] = rows.map((row) => row['Customer'] ?? '');
  });

  beforeEach(() => controls().clearRequests());

  afterAll(() => fixture.close());

  it('given payment, credit, both, and a credit of another customer, when polled, then only what no credit note names is paid', async () => {
    post('PAID');
    post('CREDITED');
    credit('CREDITED');
    post('CREDITED-PARTLY');
    credit('CREDITED-PARTLY', { lines: [{ gross: '10.00' }], documentType: 'c' });
    post('OTHERS');
    credit('OTHERS', { customer: other });
    post('OWING', { paidPercent: 40 });
    credit('OWING');
    expect(await poll()).toEqual({
      PAID: ['paid', '0.00'],
      CREDITED: ['open', '0.00'],
      'CREDITED-PARTLY': ['open', '0.00'],
      OTHERS: ['paid', '0.00'],
      OWING: ['open', '69.00'],
    });
    expect(linkRequests().length).toBeGreaterThan(0);
    expect(linkRequests().every(({ query }) => query.includes('TrnYear%20ge%202025'))).toBe(true);
  });

  it('given a credit note that comes after an invoice was told as paid, when read again, then it is told as open', async () => {
    post('LATER');
    expect(await poll()).toEqual({ LATER: ['paid', '0.00'] });
    credit('LATER');
    expect(await poll()).toEqual({ LATER: ['open', '0.00'] });
    expect(await poll()).toEqual({});
  });

  it('given a page on which everything is owed, when polled, then nobody asks for credit notes', async () => {
    for (const row of controls().rows('ArInvoice')) {
      const { Customer, Invoice, DocumentType } = row;
      controls().patch('ArInvoice', { Customer, Invoice, DocumentType }, { InvoiceBal1: '1.00' });
    }
    await poll();
    expect(linkRequests()).toEqual([]);
  });

  it('given the default company, when loaded, then credited invoices are open and all others that owe nothing are paid', async () => {
    const seeded = await IngestFixture.create({ simulator: { seed: {} } });
    try {
      await seeded.start();
      const run = await seeded.firstPoll();
      expect(run).toMatchObject({ state: 'completed' });
      const summaries = seeded.simulator.controls.rows('ArTrnSummary', { DocumentType: 'C' });
      const credited = new Set(summaries.map((row) => `${row['Customer']?.trim()}~${row['CreditedInvoice']?.trim()}`));
      const told = (await seeded.events(INVOICES)).map(({ data }) => data);
      const settled = told.filter(({ balance }) => balance === '0.00');
      const wrong = settled.filter(
        ({ customerId, number, status }) =>
          (status === 'open') !== credited.has(`${String(customerId)}~${String(number)}`),
      );
      expect(wrong).toEqual([]);
      expect(settled.filter(({ status }) => status === 'open').length).toBeGreaterThan(5);
      const longest = seeded.simulator.controls.requests().map(({ path, query }) => `${path}?${query}`.length);
      expect(Math.max(...longest)).toBeLessThan(2_000);
    } finally {
      await seeded.close();
    }
  });
});
