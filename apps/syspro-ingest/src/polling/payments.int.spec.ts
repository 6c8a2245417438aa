import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_OPERATOR, type NewPayment } from '@ledgerbridge/simulator-syspro';
import type { ConnectionCheck } from '@ledgerbridge/connections';
import { CONNECTION, IngestFixture, TOKENS } from './ingest.fixture.js';

const PAYMENTS = 'billing.payments.v1';

describe('payments', () => {
  let fixture: IngestFixture;
  let customer: string;

  const controls = () => fixture.simulator.controls;
  const pay = (invoice: string, over: Partial<NewPayment> = {}) =>
    controls().addPayment({ customer, invoice, value: '50.00', date: '2026-10-20', ...over });
  const invoice = (number: string, over = {}) =>
    controls().addInvoice({ customer, invoice: number, lines: [{ gross: '100.00' }], ...over });
  const poll = async () => {
    const mark = await fixture.mark();
    const run = await fixture.sync({ streams: ['payments'] });
    expect(run).toMatchObject({ state: 'completed' });
    return { run, told: await fixture.events(PAYMENTS, mark) };
  };
  const setCursor = (start: string) =>
    fixture.db.query(`UPDATE sync_cursors SET completed_start = $2 WHERE connection = $1 AND stream = 'payments'`, [
      CONNECTION,
      start,
    ]);

  beforeAll(async () => {
    fixture = await IngestFixture.create({ settings: { poll: { pageSize: 9, overlapDays: 3, rescanPeriods: 1 } } });
    await fixture.start();
    await fixture.firstPoll();
    const [row] = controls().rows('ArCustomer', { Currency: 'R' });
    customer = (row?.['Customer'] ?? '').trim();
  });

  afterAll(() => fixture.close());

  it('given entries of invoices, credit notes and adjustments, when loaded, then payments are told and the rest is counted', async () => {
    const told = await fixture.events(PAYMENTS);
    const { payments } = controls().expectations();
    expect(told).toHaveLength(payments.published);
    expect(told.every(({ type }) => type === 'billing.payment.succeeded')).toBe(true);
    const two = told.filter(({ key }) => key.includes('~000000000300060~I~'));
    expect(two.map(({ data }) => [data['amount'], data['number'], data['reference']]).toSorted()).toEqual([
      ['300.00', '000300060-2', 'EFT 300060-2'],
      ['500.00', '000300060-1', 'EFT 300060-1'],
    ]);
    const [small] = told.filter(({ key }) => key.includes('~000000000300062~'));
    expect(small?.key).toMatch(/~I~1$/);
    expect(small?.data['allocations']).toMatchObject([{ documentId: expect.stringMatching(/~000000000300062~I$/) }]);
  });

  it('given new payments, when polled, then each is told once; given what takes one back, then it is a reversal', async () => {
    await setCursor('2026-10-21T08:00:00Z');
    invoice('PAY-1');
    pay('PAY-1', { number: 'P-77', reference: 'CHQ 9' });
    pay('PAY-1', { value: '-20.00' });
    invoice('PAY-CN', { documentType: 'C' });
    pay('PAY-CN', { documentType: 'C' });
    const { run, told } = await poll();
    // and the adjustment of the seed, which is in the window
    expect(run.counts).toMatchObject({ created: 2, carriedLater: 2 });
    expect(told.map(({ key, data }) => [key, data['kind'], data['amount'], data['paidOn']])).toEqual([
      [`acme-syspro:${customer}~PAY-1~I~1`, 'payment', '50.00', '2026-10-20'],
      [`acme-syspro:${customer}~PAY-1~I~2`, 'reversal', '20.00', '2026-10-20'],
    ]);
    expect(told[0]?.data).toMatchObject({ number: 'P-77', reference: 'CHQ 9', currency: 'ZAR' });
    await setCursor('2026-10-21T08:00:00Z');
    expect((await poll()).told).toEqual([]);
  });

  it('given a blank payment of a document in its summary’s currency, then that; given no document, then it is named', async () => {
    await setCursor('2026-10-21T08:00:00Z');
    const rowOf = (number: string) => ({ Customer: customer, Invoice: number, DocumentType: 'I' });
    for (const number of ['PAY-E', 'PAY-GONE']) {
      invoice(number);
      pay(number);
      for (const { TimeStamp: _, ...row } of controls().rows('ArTrnSummary', rowOf(number))) {
        controls().patch('ArTrnSummary', row, { Currency: 'EUR' });
      }
      controls().patch('ArInvoicePay', { ...rowOf(number), EntryNumber: '1' }, { PostCurrency: '' });
    }
    controls().patch('ArInvoice', rowOf('PAY-E'), { PostCurrency: '' });
    controls().remove('ArInvoice', rowOf('PAY-GONE'));
    const { run, told } = await poll();
    expect(told.map(({ key, data }) => [key.split('~')[1], data['currency']])).toEqual([['PAY-E', 'EUR']]);
    expect(run.rejected).toContainEqual(
      expect.objectContaining({ sourceId: `${customer}~PAY-GONE~I~1`, rule: 'CURRENCY_UNKNOWN' }),
    );
  });

  it('given days and periods around the window, when polled, then the overlap and open periods are read, no more', async () => {
    await setCursor('2027-03-20T08:00:00Z');
    invoice('PAY-W');
    pay('PAY-W', { date: '2027-03-17', number: 'IN' });
    pay('PAY-W', { date: '2027-01-05', number: 'OUT' });
    const { entry } = pay('PAY-W', { date: '2027-01-06', number: 'OPEN' });
    const key = { Customer: customer, Invoice: 'PAY-W', DocumentType: 'I', EntryNumber: String(entry) };
    controls().patch('ArInvoicePay', key, { TrnMonth: '2' });
    const { told } = await poll();
    expect(told.map(({ data }) => data['number']).toSorted()).toEqual(['IN', 'OPEN']);
  });

  it('given a row without a date, when polled, then it is named at every poll, and told once it has one', async () => {
    await setCursor('2027-06-20T08:00:00Z');
    invoice('PAY-D');
    const { entry } = pay('PAY-D', { date: null });
    const sourceId = `${customer}~PAY-D~I~${entry}`;
    const named = { type: 'payment', sourceId, field: 'JournalDate', shape: 'null', rule: 'DATE_MISSING' };
    const first = await poll();
    expect(first.run.rejected).toContainEqual(named);
    await setCursor('2027-06-20T08:00:00Z');
    const again = await poll();
    expect(again.run.rejected).toContainEqual(named);
    const letters = (await fixture.events('bridge.dead-letters.v1')).filter(
      ({ data }) => data['sourceRow'] === `acme-syspro/payment/${sourceId}`,
    );
    expect(letters).toHaveLength(1);
    const key = { Customer: customer, Invoice: 'PAY-D', DocumentType: 'I', EntryNumber: String(entry) };
    controls().patch('ArInvoicePay', key, { JournalDate: '2027-01-01', TrnYear: '2020' });
    await setCursor('2027-06-20T08:00:00Z');
    expect((await poll()).told.map(({ data }) => data['paidOn'])).toEqual(['2027-01-01']);
  });

  it('given changed payment settings, when polled, then payments are read again and invoices are not', async () => {
    await fixture.stop();
    await fixture.start({ mapping: { payments: { types: ['P', 'A'] } } });
    const mark = await fixture.mark();
    const run = await fixture.sync({ streams: ['invoices', 'payments'] });
    expect(run.streams.map(({ windowFrom }) => windowFrom)).toEqual([expect.any(String), undefined]);
    const told = await fixture.events(PAYMENTS, mark);
    expect(told.map(({ key }) => key)).toContainEqual(expect.stringMatching(/~000000000300064~I~1$/));
  });
});

describe('payments of other installations', () => {
  let fixture: IngestFixture;

  const first = async (options: Parameters<typeof IngestFixture.create>[0]) => {
    fixture = await IngestFixture.create(options);
    await fixture.start();
    return fixture.firstPoll();
  };
  const stop = () => fixture.close();
  const post = async <T>(path: string): Promise<T> => {
    const headers = { authorization: `Bearer ${TOKENS.operator}`, 'content-type': 'application/json' };
    const url = `${await fixture.app.getUrl()}/v1/connections/${CONNECTION}/${path}`;
    return (await (await fetch(url, { method: 'POST', headers, body: '{}' })).json()) as T;
  };
  const failedChecks = async () => {
    await fixture.app.listen(0, '127.0.0.1');
    return (await post<{ checks: ConnectionCheck[] }>('test')).checks.filter(({ ok }) => !ok);
  };
  const seed = { customers: 20, invoices: 60 };
  const told = async () => (await fixture.events(PAYMENTS)).map(({ key, data }) => ({ key, data }));

  it('given other types, signs and columns, when the settings say so, then the same payments are told', async () => {
    await first({ simulator: { seed } });
    const usual = await told();
    await stop();
    const over = { paymentType: 'R', paymentSign: 'negative', paymentValue: 'TrnValue' } as const;
    const payments = { types: ['r'], sign: 'negative', value: 'TrnValue' };
    await first({ simulator: { seed: { ...seed, ...over } }, settings: { mapping: { payments } } });
    try {
      expect(usual.map(({ data }) => data['currency'])).toContain('USD');
      expect(await told()).toEqual(usual);
    } finally {
      await stop();
    }
  });

  it('given a service that may not read payments, when polled, then the rest is read and the test says what to do', async () => {
    const tables = ['ArCustomer', 'ArInvoice', 'ArTrnSummary', 'ArTrnDetail', 'InvMaster', 'TblArTerms'];
    const operators = [{ ...DEFAULT_OPERATOR, tables }];
    const run = await first({ simulator: { seed, operators } });
    try {
      expect(run.streams.map(({ stream, state, error }) => [stream, state, error])).toEqual([
        ['customers', 'completed', undefined],
        ['invoices', 'completed', undefined],
        ['credit-notes', 'completed', undefined],
        ['payments', 'failed', 'SYSPRO_FORBIDDEN'],
      ]);
      expect(await failedChecks()).toEqual([
        {
          name: 'table ArInvoicePay',
          ok: false,
          detail: expect.stringContaining('or set read.payments: false'),
        },
      ]);
      await fixture.stop();
      await fixture.start({ read: { payments: false } });
      expect(await failedChecks()).toEqual([]);
      const without = await fixture.ended((await post<{ runId: string }>('sync')).runId);
      expect(without).toMatchObject({ state: 'completed' });
      expect(without.streams.map(({ stream }) => stream)).toEqual(['customers', 'invoices', 'credit-notes']);
    } finally {
      await stop();
    }
  });
});
