import type { DocumentLine } from '@ledgerbridge/contracts';
import { defined } from '../chargebee-request.js';
import { fromMinorUnits } from '../minor-units.js';
import { lineKindOf, readLineDiscount, toTax, type TaxAmount } from './document-amounts.js';
import {
  readDay,
  readDecimal,
  readDescription,
  readMinor,
  readOptionalKey,
  readParts,
  readRequiredMinor,
  readText,
  sumMinor,
  type Resource,
} from './fields.js';
import type { ReadingContext } from './mapped-resource.js';
import { ResourceRejected } from './resource-rejected.js';

/** A line and its money in smallest units, net of a tax its price includes. */
export interface ReadLine {
  readonly line: DocumentLine;
  readonly amount: number;
  readonly discount: number;
}

/**
 * The lines of an invoice or credit note.
 * @param taxes of all lines
 * @throws ResourceRejected LINES_INCOMPLETE when the site has more lines than it answered with
 */
export function readLines(
  resource: Resource,
  currency: string,
  taxes: readonly TaxAmount[],
  context: Pick<ReadingContext, 'timeZone'>,
): ReadLine[] {
  const lines = readParts(resource, 'line_items');
  if (resource['line_items_next_offset'] !== undefined) {
    throw new ResourceRejected('line_items', `array(${lines.length})`, 'LINES_INCOMPLETE');
  }
  const isInclusive = resource['price_type'] === 'tax_inclusive';
  return lines.map((line, index) => {
    const own = taxes.filter(({ lineId }) => lineId !== undefined && lineId === line['id']);
    const included = isInclusive ? includedTax(line, own) : 0;
    const amount = sumMinor([grossOf(line), -included], 'line_items.amount');
    const discount = readLineDiscount(resource, line);
    const state = defined({
      id: readText(line, 'id', 60) ?? `line-${index + 1}`,
      kind: lineKindOf(line),
      itemCode: readText(line, 'entity_id', 100),
      description: descriptionOf(line) ?? `Line ${index + 1}`,
      quantity: readDecimal(line, 'quantity_in_decimal') ?? readDecimal(line, 'quantity'),
      unitPrice: isInclusive ? undefined : unitPriceOf(line, currency),
      amount: fromMinorUnits(amount, currency),
      discount: discount === 0 ? undefined : fromMinorUnits(discount, currency),
      taxes: own.map((tax) => toTax(tax, currency)),
      subscriptionId: readOptionalKey(line, 'subscription_id'),
      periodFrom: readDay(line, 'date_from', context.timeZone),
      periodTo: readDay(line, 'date_to', context.timeZone),
    });
    return { line: state, amount, discount };
  });
}

function grossOf(line: Resource): number {
  const amount = readMinor(line, 'amount');
  return amount ?? readRequiredMinor(line, 'unit_amount') * (readMinor(line, 'quantity') ?? 1);
}

/** The tax within a line's amount: a canonical line is without it, so that lines − discounts + tax is the total. */
function includedTax(line: Resource, own: readonly TaxAmount[]): number {
  if (own.length === 0) return readMinor(line, 'tax_amount') ?? 0;
  return sumMinor(
    own.map(({ amount }) => amount),
    'line_item_taxes',
  );
}

function descriptionOf(line: Resource): string | undefined {
  return readDescription(line, 'description', 500) ?? readDescription(line, 'entity_id', 500);
}

/** A price that includes tax is left out: times the quantity it would not be the line's amount. */
function unitPriceOf(line: Resource, currency: string): string | undefined {
  const exact = readDecimal(line, 'unit_amount_in_decimal');
  const rounded = readMinor(line, 'unit_amount');
  return exact ?? (rounded === undefined ? undefined : fromMinorUnits(rounded, currency));
}
