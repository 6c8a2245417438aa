import type { CanonicalEventOf, CreditNote, Discount, Tax } from '@ledgerbridge/contracts';
import { DocumentParts, type LineOptions } from './document-parts.js';
import { anEvent, type EventOptions } from './record-builders.js';

type Head = Omit<CreditNote, 'lines' | 'discounts' | 'taxes' | 'totals'>;

/** Builds a valid canonical credit note; amounts are positive, totals follow from the parts. */
export class CreditNoteBuilder {
  private readonly parts = new DocumentParts();
  private head: Head = {
    number: '100001_CR1',
    customerId: 'BAY001',
    status: 'open',
    currency: 'USD',
    issuedOn: '2026-01-20',
    allocations: [],
  };

  with(changes: Partial<Head>): this {
    this.head = { ...this.head, ...changes };
    return this;
  }

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

  build(): CreditNote {
    if (this.parts.lines.length === 0) this.parts.addLine({});
    const { lines, discounts, taxes, totals } = this.parts;
    return structuredClone({ ...this.head, lines, discounts, taxes, totals });
  }

  event(options: EventOptions<'credit-note'> = {}): CanonicalEventOf<'credit-note'> {
    const sourceId = `${this.head.customerId}~${this.head.number}~C`;
    return anEvent('credit-note', sourceId, 'issued', this.build(), options);
  }
}

export function aCreditNote(): CreditNoteBuilder {
  return new CreditNoteBuilder();
}
