import type { CanonicalEventOf, Discount, Invoice, Tax } from '@ledgerbridge/contracts';
import { DocumentParts, type LineOptions } from './document-parts.js';
import { anEvent, type EventOptions } from './record-builders.js';

type Head = Omit<Invoice, 'lines' | 'discounts' | 'taxes' | 'totals' | 'balance'> & { balance?: string };

/** Builds a valid canonical invoice; totals follow from the parts, the balance is the total unless told otherwise. */
export class InvoiceBuilder {
  private readonly parts = new DocumentParts();
  private head: Head = {
    number: '100001',
    kind: 'invoice',
    customerId: 'BAY001',
    status: 'open',
    currency: 'USD',
    issuedOn: '2026-01-15',
    dueOn: '2026-02-14',
  };

  with(changes: Partial<Head>): this {
    this.head = { ...this.head, ...changes };
    return this;
  }

  withNumber(number: string): this {
    return this.with({ number });
  }

  forCustomer(customerId: string): this {
    return this.with({ customerId });
  }

  /** Without an amount the line costs 100. */
  withLine(options: LineOptions = {}): this {
    this.parts.addLine(options);
    return this;
  }

  withDiscount(discount: Discount): this {
    this.parts.discounts.push(discount);
    return this;
  }

  /** A tax of the document that no line carries. */
  withTax(tax: Tax): this {
    this.parts.addTax(tax);
    return this;
  }

  withRounding(amount: string): this {
    this.parts.rounding = amount;
    return this;
  }

  /** Without lines one line of 100 is added. */
  build(): Invoice {
    if (this.parts.lines.length === 0) this.parts.addLine({});
    const { lines, discounts, taxes, totals } = this.parts;
    return structuredClone({
      ...this.head,
      lines,
      discounts,
      taxes,
      totals,
      balance: this.head.balance ?? totals.total,
    });
  }

  /** Source id as SYSPRO documents have it: `<customer>~<invoice>~<document type>`. */
  get sourceId(): string {
    return `${this.head.customerId}~${this.head.number}~${this.head.kind === 'debit-note' ? 'D' : 'I'}`;
  }

  event(options: EventOptions<'invoice'> = {}): CanonicalEventOf<'invoice'> {
    return anEvent('invoice', this.sourceId, 'issued', this.build(), options);
  }
}

export function anInvoice(): InvoiceBuilder {
  return new InvoiceBuilder();
}
