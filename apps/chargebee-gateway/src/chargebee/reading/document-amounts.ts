import type { Discount, DocumentLine, Tax } from '@ledgerbridge/contracts';
import { defined } from '../chargebee-request.js';
import { fromMinorUnits } from '../minor-units.js';
import {
  readDecimal,
  readDescription,
  readMinor,
  readParts,
  readRequiredMinor,
  sumMinor,
  type Resource,
} from './fields.js';

/** A tax in smallest units; what belongs to one line carries its id. */
export interface TaxAmount {
  readonly lineId?: string;
  readonly name: string;
  readonly rate?: string;
  readonly amount: number;
}

const LONGEST_NAME = 100;
const LONGEST_DESCRIPTION = 250;

/** `line_item_taxes`. @throws ResourceRejected */
export function readLineTaxes(resource: Resource): TaxAmount[] {
  return readParts(resource, 'line_item_taxes').map((tax) =>
    defined({
      lineId: typeof tax['line_item_id'] === 'string' ? tax['line_item_id'] : undefined,
      name: readDescription(tax, 'tax_name', LONGEST_NAME) ?? 'Tax',
      rate: readDecimal(tax, 'tax_rate'),
      amount: readRequiredMinor(tax, 'tax_amount'),
    }),
  );
}

/**
 * The document's taxes, one row a name: what `taxes` states, else the sum of the lines' taxes, else `tax` of an invoice
 * that names none. A rate is stated when all lines of that tax have the same.
 * @throws ResourceRejected
 */
export function readDocumentTaxes(resource: Resource, ofLines: readonly TaxAmount[]): TaxAmount[] {
  const stated = readParts(resource, 'taxes').map((tax) => ({
    name: readDescription(tax, 'name', LONGEST_NAME) ?? 'Tax',
    amount: readRequiredMinor(tax, 'amount'),
  }));
  const sums = sumByName(stated.length > 0 ? stated : ofLines);
  const unnamed = readMinor(resource, 'tax') ?? 0;
  if (sums.size === 0 && unnamed !== 0) return [{ name: 'Tax', amount: unnamed }];
  return [...sums].map(([name, amount]) => defined({ name, rate: rateOf(name, ofLines), amount }));
}

function sumByName(taxes: readonly TaxAmount[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { name, amount } of taxes) sums.set(name, sumMinor([sums.get(name) ?? 0, amount], 'taxes'));
  return sums;
}

function rateOf(name: string, ofLines: readonly TaxAmount[]): string | undefined {
  const rates = new Set(ofLines.filter((tax) => tax.name === name).map(({ rate }) => rate));
  return rates.size === 1 ? [...rates][0] : undefined;
}

export function toTax({ name, rate, amount }: TaxAmount, currency: string): Tax {
  return defined({ name, rate, amount: fromMinorUnits(amount, currency) });
}

/** A discount of the document in smallest units. */
export interface DiscountAmount {
  readonly description: string;
  readonly amount: number;
}

/**
 * What is taken off one line: its item-level entries in `line_item_discounts`, which also spread the document's own
 * discounts over the lines, else what the line itself states.
 * @throws ResourceRejected
 */
export function readLineDiscount(resource: Resource, line: Resource): number {
  const own = readParts(resource, 'line_item_discounts').filter(
    (discount) => discount['line_item_id'] === line['id'] && isItemLevel(discount['discount_type']),
  );
  if (own.length === 0) return readMinor(line, 'item_level_discount_amount') ?? 0;
  return sumMinor(
    own.map((discount) => readRequiredMinor(discount, 'discount_amount')),
    'line_item_discounts',
  );
}

/**
 * Discounts of the whole document. Item-level ones are on their lines; what `discounts` states of them beyond that has no
 * line to be on and stays with the document.
 * @throws ResourceRejected
 */
export function readDocumentDiscounts(resource: Resource, onLines: number): DiscountAmount[] {
  const all = readParts(resource, 'discounts').map((discount) => ({
    isOfItem: isItemLevel(discount['entity_type']),
    description:
      readDescription(discount, 'description', LONGEST_DESCRIPTION) ??
      readDescription(discount, 'entity_id', LONGEST_DESCRIPTION) ??
      'Discount',
    amount: readRequiredMinor(discount, 'amount'),
  }));
  const ofItems = all.filter(({ isOfItem }) => isOfItem);
  const missing = sumMinor([...ofItems.map(({ amount }) => amount), -onLines], 'discounts');
  const ofDocument = all.filter(({ isOfItem, amount }) => !isOfItem && amount !== 0);
  return [
    ...ofDocument.map(({ description, amount }) => ({ description, amount })),
    ...(missing > 0 ? [{ description: ofItems[0]?.description ?? 'Discount', amount: missing }] : []),
  ];
}

function isItemLevel(kind: unknown): boolean {
  return typeof kind === 'string' && kind.startsWith('item_level');
}

export function toDiscount({ description, amount }: DiscountAmount, currency: string): Discount {
  return { description, amount: fromMinorUnits(amount, currency) };
}

const LINE_KIND: Readonly<Record<string, DocumentLine['kind']>> = {
  adhoc: 'adhoc',
  plan: 'plan',
  plan_item_price: 'plan',
  plan_setup: 'charge',
  addon: 'addon',
  addon_item_price: 'addon',
  charge_item_price: 'charge',
};

/** A kind of line this version does not know is one nobody has given an item for. */
export function lineKindOf({ entity_type: entityType }: Resource): DocumentLine['kind'] {
  return LINE_KIND[String(entityType)] ?? 'adhoc';
}
