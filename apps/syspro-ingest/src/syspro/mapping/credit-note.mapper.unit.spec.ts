import { describe, expect, it } from '@jest/globals';
import { assertTotals, CreditNote } from '@ledgerbridge/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { context, creditNote, detail, header, summary } from '../builders.fixture.js';
import { mapCreditNote, type CreditNoteDocument } from './credit-note.mapper.js';

function map(over: Partial<CreditNoteDocument> = {}): CreditNote {
  const state = mapCreditNote(creditNote(over), context());
  assertTotals(state);
  expect(validateSync(plainToInstance(CreditNote, state))).toEqual([]);
  return state;
}

const naming = (...numbers: unknown[]): Partial<CreditNoteDocument> => ({
  summaries: numbers.map((CreditedInvoice) => summary({ DocumentType: 'C', CreditedInvoice })),
});

describe('credit note mapper', () => {
  it('given a credit note, when mapped, then it is complete and every amount is positive', () => {
    expect(map(naming('000000000100007 '))).toEqual({
      number: '000000000100001',
      customerId: 'BAY001',
      invoiceId: 'BAY001~000000000100007~I',
      status: 'open',
      currency: 'ZAR',
      issuedOn: '2026-11-02',
      lines: [
        {
          id: '2026-11-77-1-1',
          kind: 'item',
          itemCode: 'B100',
          description: 'Bicycle, red',
          quantity: '3',
          amount: '300.00',
          taxes: [{ name: 'A', amount: '45.00' }],
        },
      ],
      discounts: [],
      taxes: [{ name: 'A', amount: '45.00' }],
      totals: { lines: '300.00', discount: '0.00', tax: '45.00', rounding: '0.00', total: '345.00' },
      allocations: [],
    });
  });

  it('given amounts of any sign in header, lines and summary, when mapped, then the record is the same', () => {
    const turned = (text: string, by: boolean): string => (by ? `-${text}` : text);
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean(), (head, line, sum, hasDetails) => {
        const state = map({
          header: header({ DocumentType: 'C', CurrencyValue: turned('345.00', head), InvoiceBal1: '1.00' }),
          details: hasDetails
            ? [
                detail({
                  QtyInvoiced: turned('3.000000', line),
                  NetSalesValue: turned('270.00', line),
                  TaxValue: turned('45.00', line),
                  DiscValue: turned('30.00', line),
                }),
                detail({ DetailLine: '2', NetSalesValue: turned('30.00', line), TaxValue: '0' }),
              ]
            : [],
          summaries: [summary({ ForeignMerchVal: turned('300.00', sum), ForeignTaxVal: turned('45.00', sum) })],
        });
        expect(state.totals).toMatchObject({ tax: '45.00', total: '345.00' });
        expect(state.lines[0]?.amount).toBe('300.00');
        expect(state.lines[0]?.discount).toBe(hasDetails ? '30.00' : undefined);
      }),
    );
  });

  it('given nothing named, when mapped, then there is no invoice; given one named twice, then that one', () => {
    expect(map(naming(' ', null))).not.toHaveProperty('invoiceId');
    expect(map({ summaries: [] })).not.toHaveProperty('invoiceId');
    expect(map(naming('7', ' 7', ' ')).invoiceId).toBe('BAY001~7~I');
  });

  it('given several invoices named, when mapped, then rejected by name', () => {
    expect(() => map(naming('7', '8'))).toThrow('CreditedInvoice: CREDITED_INVOICE_AMBIGUOUS (2 numbers)');
    expect(() => map(naming('7\u0007'))).toThrow('CreditedInvoice: KEY_INVALID');
  });

  it('given nothing left to apply, when mapped, then settled', () => {
    expect(map({ header: header({ CurrencyValue: '-345.00', InvoiceBal1: '-0.00' }) }).status).toBe('settled');
  });

  it('given no details, when mapped, then one line that says what it is', () => {
    expect(map({ details: [] }).lines).toMatchObject([
      { kind: 'summary', description: 'Credit note 000000000100001', amount: '300.00' },
    ]);
  });

  it('given lines that do not add up, when mapped, then rejected by name', () => {
    expect(() => map({ header: header({ CurrencyValue: '-346.00' }) })).toThrow('TOTALS_MISMATCH');
  });
});
