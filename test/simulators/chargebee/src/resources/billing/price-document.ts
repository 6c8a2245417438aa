import { withoutEmpty } from '../../validation/attributes.js';
import { sum } from '../documents/totals.js';
import { share, split } from './rounding.js';

/** A tax the site charges; `rate` in percent. */
export interface SiteTax {
  name: string;
  rate: number;
  /** ISO alpha-2 of billing addresses it applies to; everywhere when absent. */
  countries?: readonly string[];
}

/** A line that is to be billed or credited; amounts in minor units. */
export interface PricedLine {
  id: string;
  description: string;
  unitAmount: number;
  quantity: number;
  amount: number;
  entityType: string;
  dateFrom: number;
  dateTo: number;
  taxable: boolean;
  entityId?: string | undefined;
  subscriptionId?: string | undefined;
  referenceLineId?: string | undefined;
  /** Item-level discount on this line. */
  discount?: number;
}

export interface PricingRules {
  taxes: readonly SiteTax[];
  priceType: 'tax_exclusive' | 'tax_inclusive';
  customerId: string;
  /** Discount on the document as a whole, spread over its lines for the taxes. */
  documentDiscount?: number;
  /** Minor units the total is rounded to; 1 rounds nothing. */
  roundTo?: number;
}

const RATE_SCALE = 1_000_000;

/** Computes taxes, discounts and totals of lines, and the parts of a document as the API shows them. */
export function priceDocument(lines: readonly PricedLine[], rules: PricingRules) {
  const { documentDiscount = 0, roundTo = 1 } = rules;
  const afterItem = lines.map((line) => line.amount - (line.discount ?? 0));
  const spread = split(documentDiscount, afterItem);
  const nets = afterItem.map((amount, index) => amount - (spread[index] ?? 0));
  const lineTaxes = lines.map((line, index) => taxesOf(line, nets[index] ?? 0, rules));
  const tax = sum(lineTaxes.flat().map((each) => each.tax_amount));
  const exact = sum(nets) + (rules.priceType === 'tax_inclusive' ? 0 : tax);
  const total = share(exact, 1, roundTo) * roundTo;
  return {
    total,
    tax,
    subTotal: sum(afterItem),
    roundOff: total - exact,
    views: {
      line_items: lines.map((line, index) => lineView(line, lineTaxes[index] ?? [], spread[index] ?? 0, rules)),
      ...discountViews(lines, documentDiscount, spread),
      taxes: rules.taxes.flatMap(({ name, rate }) => {
        const amounts = lineTaxes.flat().filter((each) => each.tax_name === name);
        const amount = sum(amounts.map((each) => each.tax_amount));
        return amounts.length === 0 ? [] : [{ object: 'tax', name, amount, description: `${name} @ ${rate}%` }];
      }),
      line_item_taxes: lineTaxes.flat(),
    },
  };
}

function taxesOf(line: PricedLine, net: number, { taxes, priceType }: PricingRules) {
  if (!line.taxable) return [];
  const scaled = taxes.map(({ rate }) => Math.round(rate * RATE_SCALE));
  const whole = 100 * RATE_SCALE + (priceType === 'tax_inclusive' ? sum(scaled) : 0);
  return taxes.map(({ name, rate }, index) => ({
    object: 'line_item_tax',
    line_item_id: line.id,
    tax_name: name,
    tax_rate: rate,
    taxable_amount: net,
    tax_amount: share(net, scaled[index] ?? 0, whole),
    tax_juris_type: 'country',
  }));
}

function lineView(
  line: PricedLine,
  taxes: readonly { tax_amount: number; tax_rate: number }[],
  documentDiscount: number,
  { customerId }: PricingRules,
) {
  const itemDiscount = line.discount ?? 0;
  return withoutEmpty({
    id: line.id,
    date_from: line.dateFrom,
    date_to: line.dateTo,
    unit_amount: line.unitAmount,
    quantity: line.quantity,
    amount: line.amount,
    pricing_model: 'per_unit',
    is_taxed: taxes.length > 0,
    tax_amount: sum(taxes.map((tax) => tax.tax_amount)),
    tax_rate: taxes.length === 1 ? taxes[0]?.tax_rate : undefined,
    discount_amount: itemDiscount + documentDiscount,
    item_level_discount_amount: itemDiscount,
    object: 'line_item',
    customer_id: customerId,
    subscription_id: line.subscriptionId,
    reference_line_item_id: line.referenceLineId,
    description: line.description,
    entity_type: line.entityType,
    entity_id: line.entityId,
    tax_exempt_reason: taxes.length > 0 ? undefined : line.taxable ? 'tax_not_configured' : 'product_exempt',
  });
}

function discountViews(lines: readonly PricedLine[], documentDiscount: number, spread: readonly number[]) {
  const ofLines = lines.filter((line) => (line.discount ?? 0) > 0);
  const entry = (discountType: string, line: PricedLine, amount: number) => ({
    object: 'line_item_discount',
    line_item_id: line.id,
    discount_type: discountType,
    discount_amount: amount,
  });
  return {
    discounts: [
      ...ofLines.map((line) => ({
        object: 'discount',
        entity_type: 'item_level_discount',
        line_item_id: line.id,
        amount: line.discount,
      })),
      ...(documentDiscount > 0
        ? [{ object: 'discount', entity_type: 'document_level_discount', amount: documentDiscount }]
        : []),
    ],
    line_item_discounts: [
      ...ofLines.map((line) => entry('item_level_discount', line, line.discount ?? 0)),
      ...lines
        .map((line, index) => entry('document_level_discount', line, spread[index] ?? 0))
        .filter(({ discount_amount: amount }) => amount !== 0),
    ],
  };
}
