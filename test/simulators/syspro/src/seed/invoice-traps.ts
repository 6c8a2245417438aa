import type { CustomerSeed } from './customers.js';
import { DELIVERED, rejected, stock, WAITS, type Expected, type TrapList } from './document-trap.js';

/** The customers most odd documents are of. */
export interface TrapOwners {
  a: CustomerSeed;
  b: CustomerSeed;
  c: CustomerSeed;
  d: CustomerSeed;
  /** One that pays in dollars. */
  dollars: CustomerSeed;
  /** One that ArCustomer has no row of. */
  gone: CustomerSeed;
}

/** The odd invoices and debit notes. */
export class InvoiceTraps {
  constructor(
    private readonly traps: TrapList,
    private readonly owners: TrapOwners,
  ) {}

  build(): void {
    this.keys();
    this.missingRows();
    this.badValues();
  }

  private keys(): void {
    const { traps } = this;
    const { a, b, dollars } = this.owners;
    const oddNumber = ['odd-characters-in-number', 'target id made readable, number kept', DELIVERED] as const;
    const shared = (as: string) =>
      ['number-shared-by-customers', `another customer has it as ${as}`, DELIVERED] as const;
    traps.add(a, '000000000300001', 'i', ['lower-case-type', 'type upper-cased', DELIVERED]);
    traps.add(a, 'INV/2026 001', 'I', oddNumber);
    traps.add(dollars, 'EXP#77(A)', 'I', oddNumber);
    traps.add(a, '000000000300010', 'I', shared('D'));
    traps.add(b, '000000000300010', 'D', shared('I'));
    const trailing = traps.customer('TRAIL001  ');
    traps.add(trailing, '000000000300012  ', 'I', ['trailing-blanks-in-key', 'trimmed', DELIVERED]);
    const quoted = traps.customer("O'NEIL&+%");
    traps.add(quoted, "O'N 50%", 'I', ['characters-that-need-encoding', 'escaped', DELIVERED]);
    const emoji = traps.customer('EMOJI001');
    traps.add(emoji, '000000000300014', 'I', ['four-byte-text', 'PO number with emoji', DELIVERED], {
      header: { CustomerPoNumber: 'PO 🧾 42' },
    });
  }

  private missingRows(): void {
    const { traps } = this;
    const { c, d, gone } = this.owners;
    const published: Expected = { ...DELIVERED, deferredFirst: true };
    traps.add(c, '000000000300020', 'I', ['summary-only', 'one line made of the summary', published], {
      withhold: 'details',
    });
    const later: Expected = { outcome: 'deferred', delivery: 'delivered' };
    for (const [customer, invoice] of [
      [c, '000000000300021'],
      [d, '000000000300022'],
    ] as const) {
      traps.add(customer, invoice, 'I', ['header-only', 'published by the second run', later], { withhold: 'all' });
    }
    traps.add(gone, '000000000300023', 'I', ['customer-gone', 'no such row in ArCustomer', WAITS], {
      document: { payments: [{ value: 50_000n, date: '2026-10-15' }] },
      payments: [['payment-of-waiting-invoice', 'waits as its invoice does', WAITS]],
    });
  }

  private badValues(): void {
    const { traps } = this;
    const { a, c, dollars } = this.owners;
    traps.add(a, '000000000300030', 'I', ['year-2080', 'date beyond belief', rejected('DATE_OUT_OF_RANGE')], {
      header: { InvoiceDate: '2080-03-01' },
    });
    traps.add(c, '000000000300031', 'I', ['lines-do-not-add-up', 'a line lost 100.00', rejected('TOTALS_MISMATCH')], {
      detail: { NetSalesValue: '900.00' },
    });
    const coin = traps.customer('CURRXX01');
    traps.add(coin, '000000000300032', 'I', ['unknown-currency', 'code XX', rejected('CURRENCY_UNKNOWN')]);
    const zero: Expected = { outcome: 'published', delivery: 'skipped', reason: 'zero-total' };
    traps.add(dollars, '000000000300033', 'I', ['zero-value', 'nothing to bill', zero], {
      document: { lines: [stock(0n)] },
    });
    traps.add(a, '000000000300034', 'I', ['negative-zero', '-0.00 is 0', DELIVERED], {
      header: { OrigDiscValue: '-0.00', DiscBal: '-0.00', InvoiceBal1: '-0.00' },
      detail: { DiscValue: '-0.00', LineInvoiceDisc: '-0.00' },
    });
  }
}
