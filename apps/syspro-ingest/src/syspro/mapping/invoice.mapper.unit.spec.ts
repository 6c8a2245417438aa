import { describe, expect, it } from '@jest/globals';
import { assertTotals, Invoice } from '@ledgerbridge/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { context, detail, document, header, settings, summary } from '../builders.fixture.js';
import { assertFitsMessage } from './message-size.js';
import type { DocumentContext } from './document.mapper.js';
import { mapInvoice, type InvoiceDocument } from './invoice.mapper.js';

function map(over: Partial<InvoiceDocument> = {}, ctx: Partial<DocumentContext> = {}): Invoice {
  const state = mapInvoice(document(over), context(ctx));
  assertTotals(state);
  expect(validateSync(plainToInstance(Invoice, state))).toEqual([]);
  return state;
}

describe('invoice mapper', () => {
  it('given an invoice in local currency, when mapped, then it is complete', () => {
    expect(map()).toEqual({
      number: '000000000100001',
      kind: 'invoice',
      customerId: 'BAY001',
      status: 'open',
      currency: 'ZAR',
      issuedOn: '2026-11-02',
      dueOn: '2026-12-02',
      lines: [
        {
          id: '2026-11-77-1-1',
          kind: 'item',
          itemCode: 'B100',
          description: 'Bicycle, red',
          quantity: '10',
          amount: '1000.00',
          taxes: [{ name: 'A', amount: '150.00' }],
        },
      ],
      discounts: [],
      taxes: [{ name: 'A', amount: '150.00' }],
      totals: { lines: '1000.00', discount: '0.00', tax: '150.00', rounding: '0.00', total: '1150.00' },
      balance: '1150.00',
      purchaseOrder: 'PO 42',
      salesOrder: '000000000004711',
    });
  });

  it('given discounts, when mapped, then the line has its own and the document the shared part', () => {
    const state = map({
      details: [
        detail({ NetSalesValue: '700.00', TaxValue: '105.00', DiscValue: '300.00', LineInvoiceDisc: '200.00' }),
        detail({ DetailLine: '2', NetSalesValue: '300.00', TaxValue: '45.00' }),
      ],
    });
    expect(state.lines.map(({ amount, discount }) => [amount, discount])).toEqual([
      ['1000.00', '100.00'],
      ['300.00', undefined],
    ]);
    expect(state.discounts).toEqual([{ description: 'Invoice discount', amount: '200.00' }]);
    expect(state.totals).toMatchObject({ lines: '1300.00', discount: '300.00', tax: '150.00', total: '1150.00' });
  });

  it('given details in local currency of a dollar document, when mapped, then each value is converted with its rate', () => {
    const state = map({
      header: header({ PostCurrency: '$  ', ConvRate: '18.500000', MulDiv: 'M', CurrencyValue: '115.00' }),
      details: [detail({ NetSalesValue: '1850.00', TaxValue: '277.50', PostConvRate: '18.500000', PostMulDiv: 'M' })],
    });
    expect(state).toMatchObject({ currency: 'USD', totals: { lines: '100.00', tax: '15.00', rounding: '0.00' } });
  });

  it('given a rate to divide by, when mapped, then it multiplies back', () => {
    const rate = { PostConvRate: '0.050000', PostMulDiv: 'D' };
    const state = map({
      header: header({ PostCurrency: 'EUR', ConvRate: '0.050000', MulDiv: 'D', CurrencyValue: '57.50' }),
      details: [detail({ ...rate, NetSalesValue: '1000.00', TaxValue: '150.00' })],
    });
    expect(state).toMatchObject({ currency: 'EUR', totals: { lines: '50.00', tax: '7.50' } });
  });

  it('given a cent lost in conversion, when mapped, then it is rounding; given a whole unit, then the row is rejected', () => {
    const foreign = { PostCurrency: '$  ', ConvRate: '18.500000' };
    const details = [detail({ NetSalesValue: '1850.00', TaxValue: '277.50', PostConvRate: '18.500000' })];
    expect(map({ header: header({ ...foreign, CurrencyValue: '115.01' }), details }).totals.rounding).toBe('0.01');
    expect(() => map({ header: header({ ...foreign, CurrencyValue: '116.00' }), details })).toThrow('TOTALS_MISMATCH');
  });

  it('given lines that do not add up by a cent without any conversion, when mapped, then rejected unless tolerated', () => {
    const wrong = { header: header({ CurrencyValue: '1150.01' }) };
    expect(() => map(wrong)).toThrow('CurrencyValue: TOTALS_MISMATCH (1 line(s))');
    expect(map(wrong, { settings: settings({ tolerance: '0.01' }) }).totals.rounding).toBe('0.01');
  });

  it('given details in document currency, when mapped so, then nothing is converted', () => {
    const state = map(
      { header: header({ PostCurrency: '$', ConvRate: '18.5' }), details: [detail({ PostConvRate: '18.5' })] },
      { settings: settings({ detailCurrency: 'document' }) },
    );
    expect(state.totals.total).toBe('1150.00');
  });

  it('given summaries but no details, when mapped, then one summary line with the tax', () => {
    const state = map({
      details: [],
      summaries: [
        summary({ ForeignMerchVal: '900.00', ForeignTaxVal: '135.00' }),
        summary({ SummaryLine: '2', ForeignMerchVal: '0.00', ForeignFreightVal: '100.00', ForeignTaxVal: '15.00' }),
      ],
    });
    expect(state.lines).toEqual([
      {
        id: 'summary',
        kind: 'summary',
        description: 'Invoice 000000000100001',
        amount: '1000.00',
        taxes: [{ name: 'Tax', amount: '150.00' }],
      },
    ]);
  });

  it('given Foreign columns left zero on a local document, when mapped, then the local ones count', () => {
    const zero = { ForeignMerchVal: '0.00', ForeignTaxVal: '0.00' };
    expect(map({ details: [], summaries: [summary(zero)] }).totals.total).toBe('1150.00');
  });

  it('given nothing but the header, when mapped, then one line of its value', () => {
    expect(map({ details: [] }).lines).toEqual([
      { id: 'summary', kind: 'summary', description: 'Invoice 000000000100001', amount: '1150.00', taxes: [] },
    ]);
  });

  it('given freight, charges, comments and unknown stock, when mapped, then kinds and texts follow the line type', () => {
    const state = map({
      header: header({ CurrencyValue: '60.00' }),
      details: [
        detail({ DetailLine: '10', LineType: '4', StockCode: ' ', NetSalesValue: '10.00', TaxValue: '0' }),
        detail({ DetailLine: '2', LineType: '5', StockCode: null, NetSalesValue: '20.00', TaxValue: '0' }),
        detail({ DetailLine: '3', LineType: '6', StockCode: '', NetSalesValue: '0.00', TaxValue: '0' }),
        detail({ DetailLine: '4', LineType: '7', StockCode: 'NOT-IN-MASTER', NetSalesValue: '30.00', TaxValue: '0' }),
      ],
    });
    expect(state.lines.map(({ kind, description }) => [kind, description])).toEqual([
      ['miscellaneous', 'Miscellaneous charge'],
      ['item', 'NOT-IN-MASTER'],
      ['freight', 'Freight'],
    ]);
  });

  it('given lower-case or padded type, when mapped, then it counts; given another type, then it is rejected by name', () => {
    expect(map({ header: header({ DocumentType: 'i ' }) }).kind).toBe('invoice');
    expect(map({ header: header({ DocumentType: 'D' }) }).kind).toBe('debit-note');
    expect(() => map({ header: header({ DocumentType: 'X' }) })).toThrow('DOCUMENT_TYPE_UNKNOWN');
  });

  it('given no date, year 2080 or text for a date, when mapped, then each is rejected by its own rule', () => {
    expect(() => map({ header: header({ InvoiceDate: null }) })).toThrow('InvoiceDate: DATE_MISSING (null)');
    expect(() => map({ header: header({ InvoiceDate: '2080-03-01T00:00:00Z' }) })).toThrow('DATE_OUT_OF_RANGE');
    expect(() => map({ header: header({ InvoiceDate: 'soon' }) })).toThrow('NOT_A_DATE');
  });

  it('given an unknown currency, then rejected; given a blank one, then the summary or the company says it', () => {
    expect(() => map({ header: header({ PostCurrency: 'XX' }) })).toThrow('PostCurrency: CURRENCY_UNKNOWN (string(2))');
    expect(() => map({ header: header({ PostCurrency: '  ' }) })).toThrow('CURRENCY_UNKNOWN');
    const blank = { header: header({ PostCurrency: '   ' }) };
    expect(map({ ...blank, summaries: [summary({ Currency: 'EUR' })] }).currency).toBe('EUR');
    expect(map(blank, { settings: settings({ localCurrency: 'NAD' }) }).currency).toBe('NAD');
  });

  it('given a balance of zero or minus zero, when mapped, then paid; given anything left, then open', () => {
    expect(map({ header: header({ InvoiceBal1: '-0.00' }) })).toMatchObject({ status: 'paid', balance: '0.00' });
    expect(map({ header: header({ InvoiceBal1: '0.01' }) })).toMatchObject({ status: 'open', balance: '0.01' });
    const earlier = { header: header({ InvoiceBal1: '0.00', InvoiceBal2: '5.00' }) };
    expect(map(earlier).status).toBe('paid');
    expect(map(earlier, { settings: settings({ balance: 'sum' }) })).toMatchObject({ status: 'open', balance: '5.00' });
  });

  it('given a balance of zero that a credit note had part in, when mapped, then open with nothing owed', () => {
    const settled = { header: header({ InvoiceBal1: '0.00' }), isCredited: true };
    expect(map(settled)).toMatchObject({ status: 'open', balance: '0.00' });
    expect(map({ ...settled, isCredited: false }).status).toBe('paid');
  });

  it('given terms that are not in the table, when mapped, then there is no due date', () => {
    expect(map({ header: header({ TermsCode: '  ' }) }).dueOn).toBeUndefined();
  });

  it('given a negative discount on a line that takes back, when mapped, then it stays inside the amount', () => {
    const state = map({
      details: [
        detail({ NetSalesValue: '1100.00', TaxValue: '165.00' }),
        detail({ DetailLine: '2', NetSalesValue: '-100.00', TaxValue: '-15.00', DiscValue: '-10.00' }),
      ],
    });
    expect(state.lines[1]).toMatchObject({ amount: '-100.00' });
    expect(state.lines[1]?.discount).toBeUndefined();
  });

  it('given thousands of lines, when mapped, then the document is refused by name where one message cannot hold it', () => {
    const many = (count: number) => {
      const details = Array.from({ length: count }, (_, n) => detail({ DetailLine: String(n + 1), TaxValue: '0' }));
      return map({ header: header({ CurrencyValue: `${count * 1000}.00` }), details });
    };
    expect(() => assertFitsMessage(many(1_000))).not.toThrow();
    expect(() => assertFitsMessage(many(9_000))).toThrow('lines: DOCUMENT_TOO_LARGE (9000 line(s))');
  });

  it('given any lines in any rate, when mapped, then the totals add up or the row is rejected', () => {
    const cents = fc.integer({ min: 0, max: 10_000_000 });
    const line = fc.record({ net: cents, disc: cents, tax: cents });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 30_000_000 }),
        (lines, micro) => {
          const rate = (micro / 1e6).toFixed(6);
          const money = (value: number): string => (value / 100).toFixed(2);
          const details = lines.map(({ net, disc, tax }, index) =>
            detail({
              DetailLine: `${index + 1}`,
              NetSalesValue: money(net),
              DiscValue: money(disc),
              TaxValue: money(tax),
              PostConvRate: rate,
            }),
          );
          const total = lines.reduce((sum, { net, tax }) => sum + (net + tax) / 100 / Number(rate), 0).toFixed(2);
          try {
            map({ header: header({ PostCurrency: '$', ConvRate: rate, CurrencyValue: total }), details });
          } catch (error) {
            expect((error as { rule?: string }).rule).toBe('TOTALS_MISMATCH');
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
