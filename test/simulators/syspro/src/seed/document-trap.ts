import type { Row } from '../tables/row.js';
import type { CustomerSeed } from './customers.js';
import type { DocumentSpec, LineSpec } from './document-spec.js';
import { documentFor } from './documents.js';
import { documentKey, type TrapExpectation } from './trap.js';

/** One odd document: its spec, what is changed in its rows afterwards, and which rows are missing. */
export interface DocumentTrap {
  document: DocumentSpec;
  /** Changes of the header row. */
  header?: Row;
  /** Changes of each summary row, in order. */
  summaries?: readonly Row[];
  /** Changes of the first detail row. */
  detail?: Row;
  /** details: lines never come. all: summary and lines arrive later, by a control. */
  withhold?: 'details' | 'all';
  expectation: TrapExpectation;
  /** Of its payments that are not ordinary ones. */
  payments?: readonly TrapExpectation[];
}

export type Expected = Pick<TrapExpectation, 'outcome' | 'rule' | 'delivery' | 'reason' | 'deferredFirst'>;
export const DELIVERED: Expected = { outcome: 'published', delivery: 'delivered' };
export const WAITS: Expected = { outcome: 'published', delivery: 'waiting' };
export const CARRIED: Expected = { outcome: 'carried-later' };
export const BEFORE_START: Expected = { outcome: 'published', delivery: 'skipped', reason: 'before-start' };
export const rejected = (rule: TrapExpectation['rule']): Expected => ({ outcome: 'rejected', rule });

/** Name of a trap, what it is about, what becomes of it. */
export type TrapNote = readonly [trap: string, note: string, expected: Expected];

export interface TrapChanges extends Pick<DocumentTrap, 'header' | 'summaries' | 'detail' | 'withhold'> {
  document?: Partial<DocumentSpec>;
  /** What becomes of its payments, in their order. */
  payments?: readonly TrapNote[];
}

export const stock = (gross: bigint, quantity = 1): LineSpec => ({
  type: '1',
  stockCode: 'BRG-100',
  quantity,
  gross,
  discount: 0n,
  taxCode: 'A',
});

/** Gathers odd documents, each dated another day of September. */
export class TrapList {
  readonly made: DocumentTrap[] = [];

  constructor(private readonly customers: ReadonlyMap<string, CustomerSeed>) {}

  /** A trap customer. */
  customer(id: string): CustomerSeed {
    const found = this.customers.get(id);
    if (found === undefined) throw new RangeError(`no trap customer ${id}`);
    return found;
  }

  /** An odd document over 1,000.00 and tax, unless it says otherwise. */
  add(
    customer: CustomerSeed,
    invoice: string,
    documentType: string,
    [trap, note, expected]: TrapNote,
    { document, payments, ...changes }: TrapChanges = {},
  ): void {
    const date = document?.date ?? `2026-09-${String(1 + (this.made.length % 28)).padStart(2, '0')}`;
    const key = documentKey(customer.id, invoice, documentType);
    const expectation = { entity: 'ArInvoice' as const, key, trap, note, ...expected };
    this.made.push({
      document: { ...documentFor(customer, date, invoice, documentType), lines: [stock(100_000n, 5)], ...document },
      ...changes,
      expectation,
      ...(payments && { payments: payments.map((row, index) => paymentExpectation(`${key}~${index + 1}`, row)) }),
    });
  }
}

function paymentExpectation(key: string, [trap, note, expected]: TrapNote): TrapExpectation {
  return { entity: 'ArInvoicePay', key, trap, note, ...expected };
}
