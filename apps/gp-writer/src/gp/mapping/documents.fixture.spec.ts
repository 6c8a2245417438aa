import { addDecimals, subtractDecimals, type DocumentLine, type Invoice } from '@ledgerbridge/contracts';
import { anInvoice } from '@ledgerbridge/testing';
import { plainToInstance } from 'class-transformer';
import fc from 'fast-check';
import type { GpDistribution } from '../documents/gp-document.js';
import { MappingSettings } from '../mapping-settings.js';
import type { DocumentFrame } from './document-frame.js';

/** Settings as a connection has them: the given ones, checked classes and defaults for the rest. */
export function aMapping(plain: object = {}): MappingSettings {
  return plainToInstance(MappingSettings, plain);
}

/** A default for every account. */
export const ALL_ACCOUNTS = {
  item: { default: 'SALES' },
  tax: { default: 'TAX' },
  discount: { default: 'DISCOUNT' },
  receivable: { default: 'AR' },
  cash: { default: 'CASH' },
  writeOff: { default: 'BAD-DEBT' },
  freight: { default: 'FREIGHT' },
  miscellaneous: { default: 'MISC' },
};

export function aFrame(changes: Partial<DocumentFrame> = {}): DocumentFrame {
  return {
    sourceId: '1001',
    number: 'CBI1001',
    customerId: 'CBACME',
    date: '2026-01-15',
    batchId: 'CBS20260115',
    glPostingDate: '2026-01-15',
    distributions: 'automatic',
    ...changes,
  };
}

/** A decimal of so many smallest units. */
export function units(value: number, digits: number): string {
  const text = String(Math.abs(value)).padStart(digits + 1, '0');
  const plain = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return value < 0 ? `-${plain}` : plain;
}

export function sumOf(rows: readonly GpDistribution[], side: 'debit' | 'credit'): string {
  return addDecimals(...rows.map((row) => row[side]));
}

/** Invoices whose parts GP can hold, in currencies of 0, 2 and 3 digits, with lines that take back. */
export const fittingInvoice: fc.Arbitrary<Invoice> = fc
  .record({
    currency: fc.constantFrom<readonly [string, number]>(['USD', 2], ['JPY', 0], ['KWD', 3]),
    lines: fc.array(
      fc.record({
        amount: fc.integer({ min: 0, max: 10_000_000 }),
        discount: fc.nat(50),
        kind: fc.constantFrom<DocumentLine['kind']>('plan', 'addon', 'charge', 'adhoc', 'freight', 'miscellaneous'),
        itemCode: fc.constantFrom('basic-USD', 'seats', ''),
        tax: fc.tuple(fc.constantFrom('VAT', 'City', 'Zero'), fc.nat(500)),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    takenBack: fc.nat(1_000),
    rounding: fc.integer({ min: -5, max: 5 }),
    discount: fc.nat(20),
  })
  .map(({ currency: [currency, digits], lines, takenBack, rounding, discount }) => {
    const money = (value: number) => units(value, digits);
    const invoice = anInvoice().with({ currency });
    lines.forEach(({ tax: [name, tax], ...line }) =>
      invoice.withLine({
        ...line,
        amount: money(line.amount),
        discount: money(line.discount),
        taxes: [{ name, amount: money(tax) }],
      }),
    );
    return invoice
      .withLine({ kind: 'plan', amount: money(takenBack + 2_000) })
      .withLine({ kind: 'adhoc', amount: money(-takenBack) })
      .withDiscount({ description: 'Coupon', amount: money(discount) })
      .withRounding(money(rounding))
      .build();
  });

/** Debits less credits, of all rows. */
export function balanceOf(rows: readonly GpDistribution[]): string {
  return subtractDecimals(sumOf(rows, 'debit'), sumOf(rows, 'credit'));
}
