import { createHash } from 'node:crypto';
import type { DocumentLine, Invoice } from '@ledgerbridge/contracts';
import { UnfitRecordError } from './chargebee.errors.js';
import { defined } from './chargebee-request.js';
import { documentTaxes, type DocumentTax } from './document-taxes.js';
import { truncated } from './fit-text.js';
import type { FormRow } from './form-encoder.js';
import { LIMITS } from './limits.js';
import { toMinorUnits } from './minor-units.js';

/** What invoices and credit notes have in common. */
export type ImportableDocument = Pick<Invoice, 'currency' | 'lines' | 'discounts' | 'taxes' | 'totals'>;

/** The parts of an import as rows of parameters; money in smallest units. */
export interface DocumentParts {
  readonly total: number;
  /** Absent when nothing is rounded. */
  readonly rounding: number | undefined;
  readonly rows: {
    readonly line_items: readonly FormRow[];
    readonly discounts?: readonly FormRow[];
    readonly taxes?: readonly FormRow[];
  };
}

/**
 * Lines, discounts, taxes and rounding of a document with every amount as the source states it: lines by `amount`,
 * never by a unit price. They come to the total, to the unit.
 * @param owner names the document among all of the site, for the ids of its lines
 * @throws UnfitRecordError naming the field that has no place in Chargebee
 */
export function toDocumentParts(document: ImportableDocument, owner: string): DocumentParts {
  const total = toMinorUnits(document.totals.total, document.currency, 'totals.total');
  if (total < 0) throw new UnfitRecordError('NEGATIVE_TOTAL', 'a document cannot owe money', { field: 'totals.total' });
  if (document.lines.length === 0) {
    throw new UnfitRecordError('NO_LINES', 'an import needs a line', { field: 'lines' });
  }
  const taxes = documentTaxes(document);
  const line_items = document.lines.map((line, index) => lineRow(document, line, index, taxes, owner));
  const discounts = discountRows(document, owner);
  const rounding = roundingOf(document);
  const expected = sumOf(line_items) - sumOf(discounts) + sumOf(taxes) + rounding;
  if (expected !== total) {
    throw new UnfitRecordError('TOTALS_DISAGREE', `the total is ${total} units, the parts come to ${expected}`, {
      field: 'totals.total',
      stated: total,
      expected,
    });
  }
  const rows = defined({
    line_items,
    discounts: discounts.length === 0 ? undefined : discounts,
    taxes: taxes.length === 0 ? undefined : taxes.map(({ name, rate, amount }) => ({ name, rate, amount })),
  });
  return { total, rounding: rounding === 0 ? undefined : rounding, rows };
}

function sumOf(rows: readonly { readonly amount?: unknown }[]): number {
  return rows.reduce((sum, { amount }) => sum + Number(amount), 0);
}

function roundingOf({ totals, currency }: ImportableDocument): number {
  const amount = toMinorUnits(totals.rounding, currency, 'totals.rounding');
  if (Math.abs(amount) > LIMITS.roundOff) {
    throw new UnfitRecordError('ROUNDING_TOO_LARGE', `rounding of ${totals.rounding}: an import takes 99 units`, {
      field: 'totals.rounding',
      amount: totals.rounding,
    });
  }
  return amount;
}

function lineRow(
  document: ImportableDocument,
  line: DocumentLine,
  index: number,
  taxes: readonly DocumentTax[],
  owner: string,
): FormRow {
  const carried = taxes.filter(({ byLine }) => byLine[index] !== 0);
  return defined({
    id: lineId(owner, line),
    description: descriptionOf(line) ?? `Line ${index + 1}`,
    entity_type: 'adhoc',
    amount: toMinorUnits(line.amount, document.currency, `lines[${index}].amount`),
    ...Object.fromEntries(
      carried.flatMap(({ name, byLine }, position) => [
        [`tax${position + 1}_name`, name],
        [`tax${position + 1}_amount`, byLine[index]],
      ]),
    ),
  });
}

/** An import refuses a line without one. */
function descriptionOf({ description, itemCode }: DocumentLine): string | undefined {
  return truncated(description, LIMITS.lineDescription) ?? truncated(itemCode, LIMITS.lineDescription);
}

function discountRows(document: ImportableDocument, owner: string): FormRow[] {
  const { currency } = document;
  const ofLines = document.lines.map((line, index) => ({
    entity_type: 'item_level_discount',
    line_item_id: lineId(owner, line),
    description: truncated(line.description, LIMITS.discountDescription) ?? 'Discount',
    amount: toMinorUnits(line.discount ?? '0', currency, `lines[${index}].discount`),
  }));
  const ofDocument = document.discounts.map((discount, index) => ({
    entity_type: 'document_level_discount',
    description: truncated(discount.description, LIMITS.discountDescription) ?? 'Discount',
    amount: toMinorUnits(discount.amount, currency, `discounts[${index}].amount`),
  }));
  return [...ofLines, ...ofDocument].filter(({ amount }) => amount !== 0);
}

/** Unique on the site and the same at every try; a discount names its line by it. */
function lineId(owner: string, { id }: DocumentLine): string {
  return `li_${createHash('sha256')
    .update(JSON.stringify([owner, id.toWellFormed()]))
    .digest('hex')
    .slice(0, 24)}`;
}
