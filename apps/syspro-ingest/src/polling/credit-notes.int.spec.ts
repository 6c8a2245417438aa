import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewInvoice } from '@ledgerbridge/simulator-syspro';
import { IngestFixture } from './ingest.fixture.js';

const CREDIT_NOTES = 'billing.credit-notes.v1';

describe('credit notes', () => {
  let fixture: IngestFixture;
  let customer: string;
  let other: string;

  const controls = () => fixture.simulator.controls;
  const trap = (name: string) =>
    controls()
      .expectations()
      .traps.filter((entry) => entry.trap === name);
  const post = (invoice: string, over: Partial<NewInvoice> = {}) =>
    controls().addInvoice({ customer, invoice, documentType: 'C', lines: [{ gross: '100.00' }], ...over });
  const poll = async () => {
    const mark = await fixture.mark();
    const run = await fixture.sync({ streams: ['credit-notes'] });
    expect(run).toMatchObject({ state: 'completed' });
    return {
      run,
      told: (await fixture.events(CREDIT_NOTES, mark)).map(({ key, type, data }) => ({ key, type, data })),
    };
  };
  const firstOf = async () => {
    const told = await fixture.events(CREDIT_NOTES);
    return new Map(told.map(({ key, data }) => [key.replace('acme-syspro:', ''), data]));
  };

  beforeAll(async () => {
    fixture = await IngestFixture.create({ settings: { poll: { pageSize: 7 } } });
    await fixture.start();
    await fixture.firstPoll();
    await fixture.sync();
    const ordinary = controls().rows('ArCustomer', { Currency: 'R' });
    [customer = '', other = ''] = ordinary.map((row) => (row['Customer'] ?? '').trim());
  });

  afterAll(() => fixture.close());

  it('given one number on many customers, when loaded, then each is a record of its own that names no invoice', async () => {
    const told = await firstOf();
    const placeholders = trap('placeholder-credit-number');
    expect(placeholders).toHaveLength(5);
    for (const { key } of placeholders) {
      expect(told.get(key)).toMatchObject({ number: '_CR0000003', customerId: key.split('~')[0], allocations: [] });
      expect(told.get(key)).not.toHaveProperty('invoiceId');
      expect((told.get(key)?.['lines'] as unknown[]).length).toBe(1);
    }
  });

  it('given an unapplied payment, when loaded, then it is counted and not told', async () => {
    expect((await firstOf()).has(trap('unapplied-payment')[0]?.key ?? '')).toBe(false);
  });

  it('given what credit notes name, when loaded, then they have that invoice, debit note or number, all amounts positive', async () => {
    const told = await firstOf();
    const named = (name: string) => trap(name).map(({ key }) => told.get(key)?.['invoiceId'] as string | undefined);
    expect(named('credits-partly')).toEqual(
      trap('credits-partly').map(({ key }) => `${key.split('~')[0]}~000000000300040~I`),
    );
    expect(named('credits-debit-note')[0]).toMatch(/~000000000300041~D$/);
    expect(named('credits-nothing-known')[0]).toMatch(/~000000000999999~I$/);
    const amounts = [...told.values()].flatMap(({ totals, lines }) => [
      ...Object.values(totals as Record<string, string>),
      ...(lines as { amount: string }[]).map(({ amount }) => amount),
    ]);
    // conversion may leave a cent either way
    expect(amounts.filter((amount) => amount.startsWith('-') && Math.abs(Number(amount)) > 0.1)).toEqual([]);
  });

  it('given a note that names two invoices, when loaded, then it is rejected by name, and dead-lettered', async () => {
    const [odd] = trap('credits-two-invoices');
    const letters = await fixture.events('bridge.dead-letters.v1');
    expect(letters.map(({ data }) => data['sourceRow'])).toContain(`acme-syspro/credit-note/${odd?.key}`);
    expect((await poll()).run.rejected).toEqual([
      {
        ...{ type: 'credit-note', sourceId: odd?.key, field: 'CreditedInvoice' },
        ...{ shape: '2 numbers', rule: 'CREDITED_INVOICE_AMBIGUOUS' },
      },
    ]);
  });

  it('given a new credit note, when polled, then it is told once, with its own lines though others share its number', async () => {
    post('CN-1', { creditedInvoice: 'X1' });
    post('CN-1', { customer: other, date: '2026-10-30', lines: [{ gross: '10.00' }, { gross: '20.00' }] });
    const { told } = await poll();
    expect(told.map(({ key, type }) => [key, type]).toSorted()).toEqual(
      [
        [`acme-syspro:${customer}~CN-1~C`, 'billing.credit-note.issued'],
        [`acme-syspro:${other}~CN-1~C`, 'billing.credit-note.issued'],
      ].toSorted(),
    );
    const own = told.find(({ data }) => data['customerId'] === customer)?.data;
    expect(own).toMatchObject({ invoiceId: `${customer}~X1~I`, status: 'open', totals: { total: '115.00' } });
    expect((own?.['lines'] as unknown[]).length).toBe(1);
    expect((await poll()).told).toEqual([]);
  });

  it('given a header whose summary and lines come later, when polled, then it waits for them a run, then says what it credits', async () => {
    const reference = post('CN-LATE', { creditedInvoice: 'X2', withhold: 'all' });
    expect((await poll()).told).toEqual([]);
    controls().completeInvoice(reference);
    const { told } = await poll();
    expect(told.map(({ data }) => [data['invoiceId'], (data['lines'] as { kind: string }[])[0]?.kind])).toEqual([
      [`${customer}~X2~I`, 'item'],
    ]);
  });

  it('given lines whose summary comes later, when polled, then it waits too: only the summary says what it credits', async () => {
    const { invoice: Invoice } = post('CN-SUM', { creditedInvoice: 'X3' });
    const [row] = controls().rows('ArTrnSummary', { Invoice });
    const { TimeStamp: _version, ...summary } = row ?? {};
    controls().remove('ArTrnSummary', summary);
    expect((await poll()).told).toEqual([]);
    controls().insert('ArTrnSummary', summary);
    expect((await poll()).told).toMatchObject([{ data: { invoiceId: `${customer}~X3~I` } }]);
  });

  it('given a note that waits for its lines outside every window, when invoices are polled first, then it is not forgotten', async () => {
    const reference = post('CN-OLD', { creditedInvoice: 'X4', withhold: 'all' });
    await poll();
    const { customer: Customer, invoice: Invoice, documentType: DocumentType } = reference;
    const long = { InvoiceDate: '2020-01-01', InvoiceYear: '2020', InvoiceMonth: '1' };
    controls().patch('ArInvoice', { Customer, Invoice, DocumentType }, long);
    await fixture.sync({ streams: ['invoices'] });
    controls().completeInvoice(reference);
    expect((await poll()).told).toMatchObject([{ data: { invoiceId: `${customer}~X4~I`, issuedOn: '2020-01-01' } }]);
  });

  it('given a note applied in full, when polled, then it is settled', async () => {
    const { customer: Customer, invoice: Invoice, documentType } = post('CN-DONE');
    await poll();
    controls().patch('ArInvoice', { Customer, Invoice, DocumentType: documentType }, { InvoiceBal1: '0.00' });
    expect((await poll()).told).toMatchObject([{ type: 'billing.credit-note.updated', data: { status: 'settled' } }]);
  });

  it('given credit notes, when invoices are polled, then those rows are neither told nor counted there', async () => {
    const { streams } = await fixture.sync({ streams: ['invoices'], from: '2020-01-01' });
    const { invoices } = controls().expectations();
    // the one dated 2080 is read as well
    expect(streams[0]?.counts.rows).toBe(invoices.rows);
  });
});

describe('credit notes of a company that keeps them positive', () => {
  it('given other signs, when loaded, then the same records are told', async () => {
    const [negative, positive] = await Promise.all(
      (['negative', 'positive'] as const).map(async (creditSign) => {
        const fixture = await IngestFixture.create({
          simulator: { seed: { customers: 20, invoices: 60, creditSign } },
        });
        try {
          await fixture.start();
          await fixture.firstPoll();
          return (await fixture.events(CREDIT_NOTES)).map(({ key, data }) => ({ key, data }));
        } finally {
          await fixture.close();
        }
      }),
    );
    expect(negative?.length).toBeGreaterThan(8);
    expect(positive).toEqual(negative);
  });
});
