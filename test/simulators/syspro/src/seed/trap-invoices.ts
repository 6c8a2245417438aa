import type { Row } from '../tables/row.js';
import { documentFor } from './documents.js';
import type { CustomerSeed } from './customers.js';
import type { DocumentSpec, LineSpec } from './document-spec.js';
import { documentKey, type TrapExpectation } from './trap.js';

/** One odd document: its spec, what is changed in its rows afterwards, and which rows are missing. */
export interface InvoiceTrap {
  document: DocumentSpec;
  /** Changes of the header row. */
  header?: Row;
  /** Changes of the first detail row. */
  detail?: Row;
  /** details: lines never come. all: summary and lines arrive later, by a control. */
  withhold?: 'details' | 'all';
  expectation: TrapExpectation;
}

const stock = (gross: bigint, quantity = 1): LineSpec => ({
  type: '1',
  stockCode: 'BRG-100',
  quantity,
  gross,
  discount: 0n,
  taxCode: 'A',
});

type Expected = Pick<TrapExpectation, 'outcome' | 'rule' | 'delivery' | 'deferredFirst'>;
const DELIVERED: Expected = { outcome: 'published', delivery: 'delivered' };
const CARRIED: Expected = { outcome: 'carried-later' };

/** Builds the traps over some ordinary customers and the trap customers. */
export class InvoiceTraps {
  private readonly traps: InvoiceTrap[] = [];

  constructor(private readonly customers: ReadonlyMap<string, CustomerSeed>) {}

  build(ordinary: readonly CustomerSeed[]): InvoiceTrap[] {
    const [a, b, c, d] = ordinary.filter(({ currency }) => currency === 'R');
    const dollars = ordinary.find(({ currency }) => currency === '$');
    if (!a || !b || !c || !d || !dollars) throw new RangeError('the seed needs at least 20 customers');
    this.keys(a, b, dollars);
    this.missingRows(c, d);
    this.badValues(a, c, dollars);
    this.credits([a, b, c, d, dollars]);
    return this.traps;
  }

  private keys(a: CustomerSeed, b: CustomerSeed, dollars: CustomerSeed): void {
    this.add(a, '000000000300001', 'i', 'lower-case-type', 'type upper-cased', DELIVERED);
    this.add(a, 'INV/2026 001', 'I', 'odd-characters-in-number', 'target id made readable, number kept', DELIVERED);
    this.add(dollars, 'EXP#77(A)', 'I', 'odd-characters-in-number', 'target id made readable, number kept', DELIVERED);
    this.add(a, '000000000300010', 'I', 'number-shared-by-customers', 'another customer has it as D', DELIVERED);
    this.add(b, '000000000300010', 'D', 'number-shared-by-customers', 'another customer has it as I', DELIVERED);
    this.add(this.trapCustomer('TRAIL001  '), '000000000300012  ', 'I', 'trailing-blanks-in-key', 'trimmed', DELIVERED);
    this.add(this.trapCustomer("O'NEIL&+%"), "O'N 50%", 'I', 'characters-that-need-encoding', 'escaped', DELIVERED);
    this.add(
      this.trapCustomer('EMOJI001'),
      '000000000300014',
      'I',
      'four-byte-text',
      'PO number with emoji',
      DELIVERED,
      {
        header: { CustomerPoNumber: 'PO 🧾 42' },
      },
    );
  }

  private missingRows(c: CustomerSeed, d: CustomerSeed): void {
    const published: Expected = { ...DELIVERED, deferredFirst: true };
    this.add(c, '000000000300020', 'I', 'summary-only', 'one line made of the summary', published, {
      withhold: 'details',
    });
    const later: Expected = { outcome: 'deferred', delivery: 'delivered' };
    this.add(c, '000000000300021', 'I', 'header-only', 'published by the second run', later, { withhold: 'all' });
    this.add(d, '000000000300022', 'I', 'header-only', 'published by the second run', later, { withhold: 'all' });
    const gone = { ...d, id: 'GONE001', row: { ...d.row, Customer: 'GONE001' } };
    const waits: Expected = { outcome: 'published', delivery: 'waiting' };
    this.add(gone, '000000000300023', 'I', 'customer-gone', 'no such row in ArCustomer', waits);
  }

  private badValues(a: CustomerSeed, c: CustomerSeed, dollars: CustomerSeed): void {
    const rejected = (rule: TrapExpectation['rule']): Expected => ({ outcome: 'rejected', rule });
    this.add(a, '000000000300030', 'I', 'year-2080', 'date beyond belief', rejected('DATE_OUT_OF_RANGE'), {
      header: { InvoiceDate: '2080-03-01' },
    });
    this.add(c, '000000000300031', 'I', 'lines-do-not-add-up', 'a line lost 100.00', rejected('TOTALS_MISMATCH'), {
      detail: { NetSalesValue: '900.00' },
    });
    const coin = this.trapCustomer('CURRXX01');
    this.add(coin, '000000000300032', 'I', 'unknown-currency', 'code XX', rejected('CURRENCY_UNKNOWN'));
    const zero: Expected = { outcome: 'published', delivery: 'skipped' };
    this.add(dollars, '000000000300033', 'I', 'zero-value', 'nothing to bill', zero, {}, [stock(0n)]);
    this.add(a, '000000000300034', 'I', 'negative-zero', '-0.00 is 0', DELIVERED, {
      header: { OrigDiscValue: '-0.00', DiscBal: '-0.00', InvoiceBal1: '-0.00' },
      detail: { DiscValue: '-0.00', LineInvoiceDisc: '-0.00' },
    });
  }

  private credits(customers: readonly CustomerSeed[]): void {
    for (const customer of customers) {
      this.add(customer, '_CR0000003', 'C', 'placeholder-credit-number', 'one number, many customers', CARRIED);
    }
    const [first] = customers;
    if (first) this.add(first, '_CRD00012', 'C', 'unapplied-payment', 'left over from a payment', CARRIED);
  }

  private trapCustomer(id: string): CustomerSeed {
    const found = this.customers.get(id);
    if (found === undefined) throw new RangeError(`no trap customer ${id}`);
    return found;
  }

  private add(
    customer: CustomerSeed,
    invoice: string,
    documentType: string,
    trap: string,
    note: string,
    expected: Expected,
    changes: Pick<InvoiceTrap, 'header' | 'detail' | 'withhold'> = {},
    lines: readonly LineSpec[] = [stock(100_000n, 5)],
  ): void {
    const date = `2026-09-${String(1 + (this.traps.length % 28)).padStart(2, '0')}`;
    this.traps.push({
      document: { ...documentFor(customer, date, invoice, documentType), lines },
      ...changes,
      expectation: {
        entity: 'ArInvoice',
        key: documentKey(customer.id, invoice, documentType),
        trap,
        note,
        ...expected,
      },
    });
  }
}
