import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IngestFixture } from './ingest.fixture.js';

/** What the seed has no row of; the rest of bad input is in `first-load.int.spec.ts` and `paging.int.spec.ts`. */
describe('bad input', () => {
  let fixture: IngestFixture;
  let customer: string;

  const controls = () => fixture.simulator.controls;
  const ordinary = () =>
    controls()
      .rows('ArCustomer', { Currency: 'R' })
      .filter((row) => /^[A-Z]{3}\d{4}$/.test(row['Customer'] ?? ''));
  const poll = async (stream: 'customers' | 'invoices') => {
    const mark = await fixture.mark();
    const run = await fixture.sync({ streams: [stream] });
    expect(run.state).toBe('completed');
    const told = (await fixture.events(`billing.${stream}.v1`, mark)).map(({ data }) => data);
    const letters = (await fixture.events('bridge.dead-letters.v1', mark)).map(({ data }) => data);
    return { run, told, letters };
  };

  beforeAll(async () => {
    fixture = await IngestFixture.create({ settings: { odata: { select: false } } });
    await fixture.start();
    await fixture.firstPoll();
    await fixture.sync({ streams: ['invoices'] });
    customer = ordinary()[0]?.['Customer'] ?? '';
  });

  afterAll(() => fixture.close());

  it('given a name of 300 characters, when polled, then it is told whole; of 600, then it is named and the rest goes on', async () => {
    const [, second] = ordinary();
    const long = '長'.repeat(300);
    controls().patch('ArCustomer', { Customer: customer }, { Name: 'x'.repeat(600) });
    controls().patch('ArCustomer', { Customer: second?.['Customer'] }, { Name: long });
    const { run, told, letters } = await poll('customers');
    expect(told.map(({ name }) => name)).toEqual([long]);
    const rejected = { type: 'customer', sourceId: customer.trim(), field: 'Name', rule: 'TEXT_TOO_LONG' };
    expect(run.rejected).toEqual([{ ...rejected, shape: 'string(600)' }]);
    expect(letters).toMatchObject([{ code: 'ROW_REJECTED', sourceRow: `acme-syspro/customer/${customer.trim()}` }]);
    controls().patch('ArCustomer', { Customer: customer }, { Name: 'Short again' });
    expect((await poll('customers')).told).toMatchObject([{ name: 'Short again' }]);
  });

  it('given nulls wherever a row may have none, when polled, then it is told with what is left', async () => {
    const optional = ['Email', 'Contact', 'Telephone', 'TermsCode', 'SoldToAddr1', 'SoldPostalCode', 'CustomerOnHold'];
    controls().patch(
      'ArCustomer',
      { Customer: customer },
      Object.fromEntries(optional.map((name) => [name, null] as const)),
    );
    expect((await poll('customers')).told).toMatchObject([{ status: 'active', emails: [] }]);
    const {
      customer: Customer,
      invoice: Invoice,
      documentType,
    } = controls().addInvoice({ customer, invoice: 'NULLS' });
    const nothing = { SalesOrder: null, CustomerPoNumber: null, TermsCode: null, InvoiceBal1: null, ConvRate: null };
    controls().patch('ArInvoice', { Customer, Invoice, DocumentType: documentType }, { ...nothing, MulDiv: null });
    for (const { TimeStamp: _, ...key } of controls().rows('ArTrnDetail', { Invoice })) {
      const blank = { StockCode: null, TaxCode: null, DiscValue: null, LineInvoiceDisc: null, PostConvRate: null };
      controls().patch('ArTrnDetail', key, blank);
    }
    const { told } = await poll('invoices');
    expect(told).toMatchObject([{ number: 'NULLS', balance: '0.00', lines: [{ description: 'Item' }] }]);
    expect(told[0]).not.toHaveProperty('dueOn');
  });

  it('given a header without its value, when polled, then it is named', async () => {
    const { customer: Customer, invoice: Invoice, documentType } = controls().addInvoice({ customer, invoice: 'VOID' });
    controls().patch('ArInvoice', { Customer, Invoice, DocumentType: documentType }, { CurrencyValue: null });
    const { run } = await poll('invoices');
    expect(run.rejected).toContainEqual({
      type: 'invoice',
      sourceId: `${Customer.trim()}~VOID~I`,
      field: 'CurrencyValue',
      shape: 'null',
      rule: 'AMOUNT_MISSING',
    });
  });

  it('given control characters in a key, when polled, then the row is named, never repaired, and the page goes on', async () => {
    controls().insert('ArCustomer', { Customer: 'BELL\u0007', Name: 'Bell' });
    controls().insert('ArCustomer', { Customer: 'BELL1', Name: 'Next' });
    const { run, told } = await poll('customers');
    expect(told.map(({ number }) => number)).toEqual(['BELL1']);
    expect(run.rejected).toMatchObject([{ sourceId: 'BELL\ufffd', field: 'Customer', rule: 'KEY_INVALID' }]);
  });

  it('given a header that names no customer, when polled, then it is named', async () => {
    const key = { Customer: ' ', Invoice: 'NOBODY', DocumentType: 'I' };
    controls().insert('ArInvoice', { ...key, InvoiceYear: '2026', InvoiceMonth: '11' });
    const { run } = await poll('invoices');
    expect(run.rejected).toContainEqual({
      type: 'invoice',
      sourceId: '~NOBODY~I',
      field: 'Customer',
      shape: expect.stringMatching(/^string/),
      rule: 'KEY_BLANK',
    });
  });
});
