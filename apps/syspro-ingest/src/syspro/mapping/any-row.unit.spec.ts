import { describe, expect, it } from '@jest/globals';
import {
  assertTotals,
  CreditNote,
  Customer,
  encodeEvent,
  eventId,
  Invoice,
  Payment,
  type RecordStates,
} from '@ledgerbridge/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import {
  context,
  creditNote,
  customerRow,
  detail,
  document,
  header,
  payment,
  settings,
  summary,
} from '../builders.fixture.js';
import {
  AR_CUSTOMER,
  AR_INVOICE,
  AR_INVOICE_PAY,
  AR_TRN_DETAIL,
  AR_TRN_SUMMARY,
  type SysproTable,
} from '../odata/wire.js';
import { mapCreditNote } from './credit-note.mapper.js';
import { customerSourceId, mapCustomer } from './customer.mapper.js';
import { mapInvoice } from './invoice.mapper.js';
import { mapPayment, paymentKey, paymentSourceId } from './payment.mapper.js';
import { isRowRejected } from './rejection.js';

/** What a column may hold when something is wrong with it. */
const oddValue = fc.oneof(
  fc.constantFrom(null, undefined, '', ' ', '-0.00', -0, 0, '0.00', true, {}, [], 'x'.repeat(300), 'y'.repeat(5_000)),
  fc.constantFrom('2080-01-01T00:00:00Z', '0000-01-01', '9999-12-31', '2026-02-30', 'NaN', '1e5', '1E-7', '1e999'),
  fc.constantFrom(1e308, 5e-324, 12345678901234.56, '99999999999999999999.99', '-0.004', '\u0000', '\ud83d', '🚀'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.double(),
  fc.integer(),
);

/** Some columns of the table with odd values, and one that nobody knows. */
const oddCells = (table: SysproTable) =>
  fc.dictionary(fc.constantFrom(...table.columns, 'ColumnOfALaterVersion'), oddValue, { maxKeys: 4 });

const CHANGES = { customer: 'created', invoice: 'issued', 'credit-note': 'issued', payment: 'succeeded' } as const;

const tellable = <T extends keyof typeof CHANGES>(type: T, sourceId: string, state: RecordStates[T]): void => {
  const record = { connection: 'c', type, sourceId };
  const change = CHANGES[type];
  const sequence = '000000000000001';
  const event = { record, change, sequence, id: eventId(record, sequence), time: '2026-01-01T00:00:00.000Z', state };
  encodeEvent(event as Parameters<typeof encodeEvent>[0]);
};

/** One bad row must never stop the page it is on. */
function mappedOrRejected<T>(map: () => T, check: (state: T) => void): void {
  let state: T;
  try {
    state = map();
  } catch (error) {
    if (!isRowRejected(error)) throw error;
    expect(error.message).toMatch(/^\w+: [A-Z_]+ \([\w()]+.*\)$/);
    return;
  }
  check(state);
}

describe('any row', () => {
  it('given a customer with anything in its columns, when mapped, then it is a valid record or rejected by name', () => {
    fc.assert(
      fc.property(oddCells(AR_CUSTOMER), (cells) => {
        const row = customerRow(cells);
        mappedOrRejected(
          () => ({ id: customerSourceId(row), state: mapCustomer(row, settings(), new Map([['30', 30]])) }),
          ({ id, state }) => {
            expect(validateSync(plainToInstance(Customer, state))).toEqual([]);
            tellable('customer', id, state);
          },
        );
      }),
      { numRuns: 500 },
    );
  });

  const rows = fc.record({
    head: oddCells(AR_INVOICE),
    line: oddCells(AR_TRN_DETAIL),
    sum: oddCells(AR_TRN_SUMMARY),
    hasDetails: fc.boolean(),
  });

  it('given a document with anything in its columns, when mapped, then it is a valid record or rejected by name', () => {
    fc.assert(
      fc.property(rows, ({ head, line, sum, hasDetails }) => {
        const details = hasDetails
          ? [detail(line), detail({ DetailLine: '2', NetSalesValue: '0', TaxValue: '0' })]
          : [];
        const odd = document({ header: header(head), summaries: [summary(sum)], details });
        mappedOrRejected(
          () => mapInvoice(odd, context({ settings: settings({ localCurrency: 'ZAR' }) })),
          (state) => {
            assertTotals(state);
            expect(validateSync(plainToInstance(Invoice, state))).toEqual([]);
            tellable('invoice', 'id', state);
          },
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('given a credit note with anything in its columns, when mapped, then it is a valid record or rejected by name', () => {
    fc.assert(
      fc.property(rows, ({ head, line, sum, hasDetails }) => {
        const [plain] = [creditNote()];
        const odd = creditNote({
          header: { ...plain.header, ...head },
          summaries: plain.summaries.map((row) => ({ ...row, ...sum })),
          details: hasDetails ? plain.details.map((row) => ({ ...row, ...line })) : [],
        });
        mappedOrRejected(
          () => mapCreditNote(odd, context({ settings: settings({ localCurrency: 'ZAR' }) })),
          (state) => {
            assertTotals(state);
            expect(state.totals.total).not.toMatch(/^-/);
            expect(validateSync(plainToInstance(CreditNote, state))).toEqual([]);
            tellable('credit-note', 'id', state);
          },
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('given a payment with anything in its columns, when mapped, then it is a valid record or rejected by name', () => {
    fc.assert(
      fc.property(oddCells(AR_INVOICE_PAY), fc.option(oddValue, { nil: undefined }), (cells, PostCurrency) => {
        const row = payment(cells);
        mappedOrRejected(
          () => ({
            id: paymentSourceId(paymentKey(row)),
            state: mapPayment(row, { ...context(), document: { header: { PostCurrency }, summaries: [] } }),
          }),
          ({ id, state }) => {
            expect(state.amount).not.toMatch(/^-/);
            expect(validateSync(plainToInstance(Payment, state))).toEqual([]);
            tellable('payment', id, state);
          },
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
