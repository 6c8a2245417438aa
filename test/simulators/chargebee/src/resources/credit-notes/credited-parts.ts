import { split, share } from '../billing/rounding.js';
import { sum } from '../documents/totals.js';
import type { Invoice } from '../invoices/invoice.js';
import { withoutEmpty } from '../../validation/attributes.js';

interface InvoiceLine {
  id: string;
  amount: number;
  discount_amount?: number;
  tax_amount?: number;
  [attribute: string]: unknown;
}

interface LineTax {
  line_item_id?: string;
  tax_name: string;
  tax_amount: number;
  [attribute: string]: unknown;
}

/** What is to be credited of one invoice line, taxes included. */
export interface CreditedLine {
  lineId: string;
  gross: number;
}

/** The invoice's lines with what each comes to, taxes included. */
export function grossLines(invoice: Invoice): CreditedLine[] {
  const inclusive = invoice.price_type === 'tax_inclusive';
  return linesOf(invoice).map((line) => ({
    lineId: line.id,
    gross: line.amount - (line.discount_amount ?? 0) + (inclusive ? 0 : (line.tax_amount ?? 0)),
  }));
}

/** A total spread over the invoice's lines. */
export function creditedTotal(invoice: Invoice, total: number): CreditedLine[] {
  const lines = grossLines(invoice);
  const parts = split(
    total,
    lines.map((line) => line.gross),
  );
  return lines.map(({ lineId }, index) => ({ lineId, gross: parts[index] ?? 0 })).filter(({ gross }) => gross !== 0);
}

/** Lines and taxes of a credit note, in the proportions of the invoice's lines. */
export function creditedParts(
  invoice: Invoice,
  credited: readonly CreditedLine[],
  newId: (prefix: string) => string,
  date: number,
) {
  const whole = new Map(grossLines(invoice).map((line) => [line.lineId, line.gross]));
  const lines = credited.map(({ lineId, gross }) => {
    const line = linesOf(invoice).find((candidate) => candidate.id === lineId) as InvoiceLine;
    const tax = share(line.tax_amount ?? 0, gross, whole.get(lineId) ?? 0);
    const id = newId('li_');
    return { id, line, gross, tax, taxes: taxesOf(invoice, line, tax, id, gross - tax) };
  });
  const taxes = lines.flatMap((each) => each.taxes);
  const inclusive = invoice.price_type === 'tax_inclusive';
  const net = (each: { gross: number; tax: number }) => (inclusive ? each.gross : each.gross - each.tax);
  return {
    sub_total: sum(lines.map(net)),
    line_items: lines.map((each) => lineView(each.line, { ...each, amount: net(each), date })),
    line_item_taxes: taxes,
    taxes: [...new Set(taxes.map((tax) => tax.tax_name))].map((name) => ({
      object: 'tax',
      name,
      amount: sum(taxes.filter((tax) => tax.tax_name === name).map((tax) => tax.tax_amount)),
    })),
    discounts: [],
    line_item_discounts: [],
  };
}

function taxesOf(invoice: Invoice, line: InvoiceLine, tax: number, id: string, taxable: number): LineTax[] {
  const before = ((invoice.line_item_taxes ?? []) as LineTax[]).filter((each) => each.line_item_id === line.id);
  const parts = split(
    tax,
    before.map((each) => each.tax_amount),
  );
  return before.map((each, index) => ({
    ...each,
    line_item_id: id,
    taxable_amount: taxable,
    tax_amount: parts[index] ?? 0,
  }));
}

function lineView(line: InvoiceLine, credited: { id: string; amount: number; tax: number; date: number }) {
  return withoutEmpty({
    id: credited.id,
    date_from: line.date_from ?? credited.date,
    date_to: line.date_to ?? credited.date,
    unit_amount: credited.amount,
    quantity: 1,
    amount: credited.amount,
    pricing_model: 'per_unit',
    is_taxed: credited.tax !== 0,
    tax_amount: credited.tax,
    discount_amount: 0,
    item_level_discount_amount: 0,
    object: 'line_item',
    customer_id: line.customer_id,
    subscription_id: line.subscription_id,
    reference_line_item_id: line.id,
    description: line.description,
    entity_type: line.entity_type,
    entity_id: line.entity_id,
  });
}

function linesOf(invoice: Invoice): InvoiceLine[] {
  return (invoice.line_items ?? []) as InvoiceLine[];
}
