import {
  BEFORE_START,
  CARRIED,
  DELIVERED,
  rejected,
  stock,
  WAITS,
  type Expected,
  type TrapList,
} from './document-trap.js';
import type { TrapOwners } from './invoice-traps.js';

const UNKNOWN: Expected = { outcome: 'published', delivery: 'failed', reason: 'CREDITED_INVOICE_UNKNOWN' };

/** The odd credit notes, and the documents they credit. */
export class CreditNoteTraps {
  constructor(
    private readonly traps: TrapList,
    private readonly owners: TrapOwners,
  ) {}

  build(): void {
    this.blank();
    this.naming();
    this.withoutEffect();
  }

  private blank(): void {
    const { traps } = this;
    const { a, b, c, d, dollars } = this.owners;
    for (const customer of [a, b, c, d, dollars]) {
      traps.add(customer, '_CR0000003', 'C', ['placeholder-credit-number', 'one number, many customers', UNKNOWN]);
    }
    traps.add(a, '_CRD00012', 'C', ['unapplied-payment', 'left over from a payment', CARRIED]);
  }

  private naming(): void {
    const { b, c } = this.owners;
    this.traps.add(b, '000000000300040', 'I', ['credited-partly', 'a credit note takes 345.00 of it', DELIVERED]);
    this.note(b, '000000000910040', ['credits-partly', 'of an invoice over 1,150.00', DELIVERED], '000000000300040');
    this.traps.add(c, '000000000300041', 'D', ['debit-note-credited', 'only a debit note has the number', DELIVERED]);
    this.note(c, '000000000910041', ['credits-debit-note', 'names it with its type', DELIVERED], '000000000300041');
    this.traps.add(b, '000000000300042', 'I', ['credited-partly', 'by a note of type c', DELIVERED]);
    const small = ['lower-case-type', 'type upper-cased', DELIVERED] as const;
    this.note(b, '000000000910042', small, '000000000300042', 'c');
    this.traps.add(c, '000000000300043', 'I', ['credited-partly', 'by a note without lines', DELIVERED]);
    const late = ['summary-only', 'one line made of the summary', { ...DELIVERED, deferredFirst: true }] as const;
    this.note(c, '000000000910043', late, '000000000300043', 'C', 'details');
  }

  private withoutEffect(): void {
    const { a, d, gone } = this.owners;
    this.note(d, '000000000910050', ['credits-nothing-known', 'no such invoice', UNKNOWN], '000000000999999');
    this.note(
      gone,
      '000000000910051',
      ['credits-waiting-invoice', 'waits as its customer does', WAITS],
      '000000000300023',
    );
    this.traps.add(a, '000000000300052', 'I', ['before-start', 'of the year before', BEFORE_START], {
      document: { date: '2025-12-15', payments: [{ value: 50_000n, date: '2025-12-29' }] },
      payments: [['payment-before-start', 'of the year before', BEFORE_START]],
    });
    const note = ['credits-before-start', 'its invoice is not delivered', BEFORE_START] as const;
    this.note(a, '000000000910052', note, '000000000300052');
    this.traps.add(
      d,
      '000000000910053',
      'C',
      ['credits-two-invoices', 'two summary lines name two', rejected('CREDITED_INVOICE_AMBIGUOUS')],
      {
        document: { lines: [stock(30_000n), { ...stock(5_000n), type: '4', stockCode: '' }], splitSummary: true },
        summaries: [{ CreditedInvoice: '000000000300022' }, { CreditedInvoice: '000000000300021' }],
      },
    );
  }

  /** A credit note of 300.00 and tax. */
  private note(
    customer: TrapOwners['a'],
    number: string,
    about: Parameters<TrapList['add']>[3],
    creditedInvoice: string,
    type = 'C',
    withhold?: 'details',
  ): void {
    const document = { lines: [stock(30_000n)], creditedInvoice };
    this.traps.add(customer, number, type, about, { document, ...(withhold && { withhold }) });
  }
}
