import type { KeyedRowsReader } from './keyed-rows.reader.js';
import { anyOf, compare, literal, type Expression } from './odata/expression.js';
import { scalarText } from './odata/exact-json.js';
import { AR_CREDIT_LINK, type InvoiceRow } from './odata/wire.js';

/** `i` occurs among the types of one live database, so `c` may. */
export const IS_CREDIT_NOTE = anyOf([compare('DocumentType', 'eq', "'C'"), compare('DocumentType', 'eq', "'c'")]);

/** Posting into an earlier period is legal: the note of a January invoice may stand in the year before. */
const EARLIER_YEARS = 1;

/** Says which documents a credit note was issued for: ArTrnSummary keeps the number it credits, ArInvoice nothing of it. */
export class CreditLinksReader {
  constructor(private readonly rows: KeyedRowsReader) {}

  /**
   * Tells of each of these documents whether a credit note of the same customer names it. Without regard to case, as
   * some collations compare: taking one document too many for credited is the safe side.
   * @param headers in key order
   */
  async credited(headers: readonly InvoiceRow[]): Promise<(header: InvoiceRow) => boolean> {
    const named = new Set<string>();
    const wanted = new Set(headers.map((header) => nameOf(header.Customer, header.Invoice)));
    if (wanted.size > 0) {
      await this.rows.read(linksTo(headers), (row) => {
        const name = nameOf(row['Customer'], row['CreditedInvoice']);
        if (wanted.has(name)) named.add(name);
      });
    }
    return (header) => named.has(nameOf(header.Customer, header.Invoice));
  }
}

function linksTo(headers: readonly InvoiceRow[]) {
  const customer = (header: InvoiceRow | undefined) => literal('text', scalarText(header?.Customer) ?? '');
  return {
    table: AR_CREDIT_LINK,
    column: 'CreditedInvoice',
    values: headers.map((header) => String(header.Invoice)),
    range: [
      compare('Customer', 'ge', customer(headers[0])),
      compare('Customer', 'le', customer(headers.at(-1))),
      compare('CreditedInvoice', 'ne', "''"),
    ],
    isRangeExact: false,
    within: [...sinceYear(headers), IS_CREDIT_NOTE],
  };
}

/** The primary key of ArTrnSummary begins with the year: with a lower bound the database need not read all of it. */
function sinceYear(headers: readonly InvoiceRow[]): Expression[] {
  const first = Math.min(...headers.map((header) => Number(scalarText(header.InvoiceYear) ?? Number.NaN)));
  return Number.isInteger(first) && first > EARLIER_YEARS
    ? [compare('TrnYear', 'ge', String(first - EARLIER_YEARS))]
    : [];
}

function nameOf(customer: unknown, invoice: unknown): string {
  return [customer, invoice].map((part) => (scalarText(part) ?? '').trim().toUpperCase()).join('\u0000');
}
