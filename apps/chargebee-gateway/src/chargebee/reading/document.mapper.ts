import type { DocumentTotals, Invoice } from '@ledgerbridge/contracts';
import { MAX_MESSAGE_BYTES } from '@ledgerbridge/eventing';
import { fromMinorUnits } from '../minor-units.js';
import {
  readDocumentDiscounts,
  readDocumentTaxes,
  readLineTaxes,
  toDiscount,
  toTax,
  type DiscountAmount,
  type TaxAmount,
} from './document-amounts.js';
import { readLines, type ReadLine } from './document-lines.mapper.js';
import { readMinor, readRequiredMinor, sumMinor, type Resource } from './fields.js';
import type { ReadingContext } from './mapped-resource.js';
import { ResourceRejected } from './resource-rejected.js';

/** What invoices and credit notes have in common. */
export type DocumentParts = Pick<Invoice, 'lines' | 'discounts' | 'taxes' | 'totals'>;

interface ReadParts {
  readonly lines: readonly ReadLine[];
  readonly discounts: readonly DiscountAmount[];
  readonly taxes: readonly TaxAmount[];
}

/** Room for headers, key and the rest of the state. */
const ENVELOPE_BYTES = 20_000;
/** Fewer lines than this always fit, even with every text at its longest. */
const LINES_WITHOUT_MEASURING = 300;

/**
 * Lines, discounts, taxes and totals, exactly as they add up: lines − discounts + tax + rounding = total.
 * @param allowSummary a document without lines gets one of its whole amount, as a write-off's credit note may need
 * @throws ResourceRejected TOTALS_MISMATCH: the parts are not the document; LINES_INCOMPLETE; DOCUMENT_TOO_LARGE
 */
export function readDocument(
  resource: Resource,
  currency: string,
  context: ReadingContext,
  { allowSummary = false } = {},
): DocumentParts {
  const total = readRequiredMinor(resource, 'total');
  const lineTaxes = readLineTaxes(resource);
  const taxes = readDocumentTaxes(resource, lineTaxes);
  const own = readLines(resource, currency, lineTaxes, context);
  const onLines = sumOf(own.map(({ discount }) => discount));
  const discounts = readDocumentDiscounts(resource, onLines);
  const summary = allowSummary && own.length === 0 && total !== 0;
  const lines = summary ? [summaryLine(total, { lines: [], discounts, taxes }, resource, currency)] : own;
  const parts = { lines, discounts, taxes };
  const document = {
    lines: lines.map(({ line }) => line),
    discounts: discounts.map((discount) => toDiscount(discount, currency)),
    taxes: taxes.map((tax) => toTax(tax, currency)),
    totals: totalsOf(total, parts, resource, currency),
  };
  assertFitsMessage(document);
  return document;
}

/**
 * `rounding` is what the parts miss the total by. It is what the site says it rounded, and at most one smallest unit a
 * line or tax more: a site that rounds taxes over the whole document states lines whose taxes come to a little else.
 */
function totalsOf(total: number, parts: ReadParts, resource: Resource, currency: string): DocumentTotals {
  const lines = sumOf(parts.lines.map(({ amount }) => amount));
  const discount = sumOf([...parts.lines.map((line) => line.discount), ...parts.discounts.map((row) => row.amount)]);
  const tax = sumOf(parts.taxes.map(({ amount }) => amount));
  const rounding = sumOf([total, -lines, discount, -tax]);
  const tolerance = Math.max(1, parts.lines.length + parts.taxes.length);
  if (Math.abs(rounding - statedRounding(resource)) > tolerance) {
    throw new ResourceRejected('total', `${parts.lines.length} line(s)`, 'TOTALS_MISMATCH');
  }
  const written = (minor: number): string => fromMinorUnits(minor, currency);
  return {
    lines: written(lines),
    discount: written(discount),
    tax: written(tax),
    rounding: written(rounding),
    total: written(total),
  };
}

function statedRounding(resource: Resource): number {
  return sumOf([readMinor(resource, 'round_off_amount') ?? 0, readMinor(resource, 'fractional_correction') ?? 0]);
}

function summaryLine(total: number, parts: ReadParts, resource: Resource, currency: string): ReadLine {
  const discount = sumOf(parts.discounts.map((row) => row.amount));
  const tax = sumOf(parts.taxes.map((row) => row.amount));
  const amount = sumOf([total, discount, -tax, -statedRounding(resource)]);
  const line = {
    id: 'summary',
    kind: 'summary' as const,
    description: 'Whole amount',
    amount: fromMinorUnits(amount, currency),
    taxes: [],
  };
  return { line, amount, discount: 0 };
}

function sumOf(amounts: readonly number[]): number {
  return sumMinor(amounts, 'total');
}

/** One document too large for a message must not stop the page it is on. */
function assertFitsMessage(document: DocumentParts): void {
  const { lines } = document;
  if (lines.length < LINES_WITHOUT_MEASURING) return;
  if (Buffer.byteLength(JSON.stringify(document)) <= MAX_MESSAGE_BYTES - ENVELOPE_BYTES) return;
  throw new ResourceRejected('line_items', `array(${lines.length})`, 'DOCUMENT_TOO_LARGE');
}
