import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSysproSimulator, type SysproSimulator } from './simulator.js';
import { entityUrl, read } from './simulator.fixture.js';

const seed = { customers: 40, invoices: 60 };
let dataDirectory: string;
let simulator: SysproSimulator;

beforeEach(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'syspro-sim-'));
  simulator = await startSysproSimulator({ seed, dataDirectory });
});
afterEach(async () => {
  await simulator.close();
  rmSync(dataDirectory, { recursive: true });
});

async function restart(): Promise<void> {
  await simulator.close();
  simulator = await startSysproSimulator({ seed, dataDirectory });
}

async function control(method: string, path: string, body: unknown): Promise<{ status: number; json: unknown }> {
  const answer = await fetch(`${simulator.url}/__sim/${path}`, { method, body: JSON.stringify(body) });
  return { status: answer.status, json: await answer.json() };
}

const rows = async (entity: string, $filter: string) =>
  (await read(entityUrl(simulator.odataUrl, entity, { $filter }))).json.value;

describe('edits', () => {
  it('given a patched, an inserted and a removed row, then they survive a restart', async () => {
    const [before] = await rows('ArCustomer', "Customer eq 'EMOJI001'");
    await control('PATCH', 'tables/ArCustomer', {
      key: { Customer: 'EMOJI001' },
      changes: { Name: 'x'.repeat(300), DateLastSale: null },
    });
    await control('POST', 'tables/ArCustomer', { Customer: 'NEW1', Name: 'New', CreditLimit: 5 });
    await control('DELETE', 'tables/ArCustomer', { key: { Customer: 'BLANK001' } });
    await restart();
    const [after] = await rows('ArCustomer', "Customer eq 'EMOJI001'");
    expect(after).toMatchObject({ Name: 'x'.repeat(300), DateLastSale: null, Contact: before?.['Contact'] });
    expect(after?.['TimeStamp']).not.toBe(before?.['TimeStamp']);
    expect(await rows('ArCustomer', "Customer eq 'NEW1'")).toMatchObject([{ CreditLimit: 5, Currency: '   ' }]);
    expect(await rows('ArCustomer', "Customer eq 'BLANK001'")).toEqual([]);
  });

  it('given a journal torn in its last line, then the whole lines count and the next edit is kept', async () => {
    simulator.controls.patch('ArCustomer', { Customer: 'RTL001' }, { Name: 'One' });
    await simulator.close();
    appendFileSync(join(dataDirectory, 'edits.jsonl'), '[{"op":"put","tab');
    simulator = await startSysproSimulator({ seed, dataDirectory });
    simulator.controls.patch('ArCustomer', { Customer: 'RTL001' }, { Contact: 'Two' });
    await restart();
    expect(await rows('ArCustomer', "Customer eq 'RTL001'")).toMatchObject([{ Name: 'One', Contact: 'Two' }]);
  });

  it('given a data directory of another seed, then the start is refused', async () => {
    await simulator.close();
    await expect(startSysproSimulator({ seed: { ...seed, invoices: 61 }, dataDirectory })).rejects.toThrow(
      /another seed/,
    );
    simulator = await startSysproSimulator({ seed, dataDirectory });
  });

  it.each([
    ['an unknown table', 'POST', 'tables/Nope', {}],
    ['an unknown column', 'POST', 'tables/ArCustomer', { Customer: 'Z', Nope: 1 }],
    ['a key in use', 'POST', 'tables/ArCustomer', { Customer: 'RTL001' }],
    ['a row that is not there', 'PATCH', 'tables/ArCustomer', { key: { Customer: 'NOBODY' }, changes: {} }],
    ['a decimal that is none', 'PATCH', 'tables/ArInvoice', { key: {}, changes: { CurrencyValue: 'abc' } }],
    ['a payment for nobody', 'POST', 'invoices', { customer: 'NOBODY' }],
    ['a payment of no document', 'POST', 'payments', { customer: 'RTL001', invoice: 'NONE', value: '1.00' }],
    ['a change of no document', 'PATCH', 'invoices', { customer: 'RTL001', invoice: 'NONE', documentType: 'I' }],
    ['nothing withheld', 'POST', 'invoices/complete', { customer: 'RTL001', invoice: '1', documentType: 'I' }],
    ['a nameless customer', 'POST', 'rename-customer', { from: 'NOBODY', to: 'X' }],
  ])('given %s, then 422 and a reason', async (_name, method, path, body) => {
    expect(await control(method, path, body)).toMatchObject({ status: 422, json: { error: expect.any(String) } });
  });
});

describe('documents', () => {
  it('given a new invoice, then its three tables agree', async () => {
    const { json } = await control('POST', 'invoices', {
      customer: 'RTL001',
      lines: [
        { stockCode: 'BRG-100', quantity: 2, gross: '100.00', discount: '10.00' },
        { type: '4', gross: '20.00' },
      ],
    });
    const { invoice } = json as { invoice: string };
    const $filter = `Invoice eq '${invoice}'`;
    expect(await rows('ArInvoice', $filter)).toMatchObject([{ CurrencyValue: 126.5, InvoiceBal1: 126.5 }]);
    expect(await rows('ArTrnSummary', $filter)).toMatchObject([
      { ForeignMerchVal: 90, FreightValue: 20, TaxValue: 16.5 },
    ]);
    expect(await rows('ArTrnDetail', $filter)).toMatchObject([{ NetSalesValue: 90 }, { NetSalesValue: 20 }]);
  });

  it.each(['lines', 'all'] as const)(
    'given %s withheld, then they arrive by a control, after a restart too',
    async (withhold) => {
      const reference = simulator.controls.addInvoice({ customer: 'RTL001', withhold });
      const $filter = `Invoice eq '${reference.invoice}'`;
      expect(await rows('ArInvoice', $filter)).toHaveLength(1);
      expect(await rows('ArTrnSummary', $filter)).toHaveLength(withhold === 'lines' ? 1 : 0);
      expect(await rows('ArTrnDetail', $filter)).toHaveLength(0);
      await restart();
      expect((await control('POST', 'invoices/complete', reference)).status).toBe(200);
      await restart();
      expect(await rows('ArTrnSummary', $filter)).toHaveLength(1);
      expect(await rows('ArTrnDetail', $filter)).toHaveLength(1);
    },
  );

  it('given a changed invoice, then its tables agree on the new lines and what is owed moves with the total', async () => {
    const lines = [{ gross: '100.00' }, { type: '4', gross: '20.00' }] as const;
    const reference = simulator.controls.addInvoice({ customer: 'RTL001', lines, paidPercent: 50 });
    const $filter = `Invoice eq '${reference.invoice}'`;
    expect((await control('PATCH', 'invoices', { ...reference, termsCode: '60' })).status).toBe(200);
    expect(await rows('ArInvoice', $filter)).toMatchObject([{ TermsCode: '60', CurrencyValue: 138, InvoiceBal1: 69 }]);
    await control('PATCH', 'invoices', { ...reference, lines: [{ gross: '300.00' }] });
    expect(await rows('ArInvoice', $filter)).toMatchObject([{ TermsCode: '60', CurrencyValue: 345, InvoiceBal1: 276 }]);
    expect(await rows('ArTrnSummary', $filter)).toMatchObject([{ ForeignMerchVal: 300, TaxValue: 45 }]);
    expect(await rows('ArTrnDetail', $filter)).toMatchObject([{ NetSalesValue: 300 }]);
  });

  it('given payments, a reversal and one without a date, then each is an entry of its own and what is owed follows', async () => {
    const { invoice } = simulator.controls.addInvoice({ customer: 'RTL001', lines: [{ gross: '100.00' }] });
    const pay = (over: object) => control('POST', 'payments', { customer: 'RTL001', invoice, ...over });
    await pay({ value: '60.00', date: '2026-10-05', reference: 'R 1' });
    await pay({ value: '-10.00' });
    expect((await pay({ value: '5.00', date: null })).json).toMatchObject({ entry: 3 });
    const $filter = `Invoice eq '${invoice}'`;
    expect(await rows('ArInvoicePay', $filter)).toMatchObject([
      { EntryNumber: 1, TrnValue: 60, JournalDate: '2026-10-05T00:00:00Z', TrnMonth: 10, Reference: 'R 1' },
      { EntryNumber: 2, TrnValue: -10 },
      { EntryNumber: 3, TrnValue: 5, JournalDate: null },
    ]);
    expect(await rows('ArInvoice', $filter)).toMatchObject([{ InvoiceBal1: 60, NextPaymEntry: 4 }]);
  });

  it('given a header of the seed without lines, then it can be completed', async () => {
    const trap = simulator.controls.expectations().traps.find(({ trap: name }) => name === 'header-only');
    const [customer = '', invoice = '', documentType = ''] = (trap?.key ?? '').split('~');
    simulator.controls.completeInvoice({ customer, invoice, documentType });
    expect(await rows('ArTrnDetail', `Invoice eq '${invoice}'`)).toHaveLength(1);
  });

  it('given a renamed customer, then its documents follow; given a merge, then one master row is left', async () => {
    const reference = simulator.controls.addInvoice({ customer: 'RTL001' });
    await control('POST', 'rename-customer', { from: 'RTL001', to: 'LTR001' });
    expect(await rows('ArInvoice', `Invoice eq '${reference.invoice}'`)).toMatchObject([{ Customer: 'LTR001' }]);
    await control('POST', 'rename-customer', { from: 'LTR001', to: 'BLANK001' });
    expect(await rows('ArTrnSummary', `Invoice eq '${reference.invoice}'`)).toMatchObject([{ Customer: 'BLANK001' }]);
    expect(await rows('ArCustomer', "Customer eq 'LTR001' or Customer eq 'BLANK001'")).toHaveLength(1);
  });

  it('given edits, then the summary moves and the expectations of the seed stay', async () => {
    const before = simulator.controls.expectations();
    simulator.controls.addInvoice({ customer: 'RTL001', lines: [{ gross: '100.00' }] });
    await restart();
    expect(simulator.controls.expectations()).toEqual(before);
    const { json } = { json: (await (await fetch(`${simulator.url}/__sim/summary`)).json()) as { rows: object } };
    expect(json.rows).toMatchObject({ ArInvoice: before.invoices.rows + before.creditNotes.rows + 1 });
  });
});
