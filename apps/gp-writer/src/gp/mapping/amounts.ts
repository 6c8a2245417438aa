import {
  addDecimals,
  assertTotals,
  compareDecimals,
  isBridgeError,
  isZeroDecimal,
  subtractDecimals,
  toDecimalString,
  type AddableDocument,
  type DocumentLine,
  type Tax,
} from '@ledgerbridge/contracts';
import type { GpTaxDetail, ReceivablesDocument } from '../documents/gp-document.js';
import type { MappingSettings } from '../mapping-settings.js';
import { gpAmount, gpDigits } from './gp-amount.js';
import { UnfitRecordError } from './unfit-record.error.js';

export type GpAmounts = Pick<
  ReceivablesDocument,
  'salesAmount' | 'tradeDiscount' | 'freight' | 'miscellaneous' | 'tax' | 'taxes'
>;

/** A canonical invoice or credit note, as far as its amounts go. */
export type PricedDocument = AddableDocument & { readonly currency: string };

/** What GP makes of a document's amounts: sales − trade discount + freight + miscellaneous + tax. */
export function totalOf(amounts: GpAmounts): string {
  const { salesAmount, tradeDiscount, freight, miscellaneous, tax } = amounts;
  return subtractDecimals(addDecimals(salesAmount, freight, miscellaneous, tax), tradeDiscount);
}

export function isSalesLine({ kind }: DocumentLine): boolean {
  return kind !== 'freight' && kind !== 'miscellaneous';
}

/**
 * Sales are all lines but those of freight and miscellaneous charges, with the rounding; the discount is that of lines and
 * document.
 * @throws UnfitRecordError NEGATIVE_AMOUNT, AMOUNT_DOES_NOT_FIT, TOTALS_DISAGREE, TAX_DETAIL_NOT_MAPPED
 */
export function toGpAmounts(document: PricedDocument, mapping: MappingSettings): GpAmounts {
  checkTotals(document);
  const { lines, totals, currency } = document;
  const sum = (test: (line: DocumentLine) => boolean) => addDecimals(...lines.filter(test).map((line) => line.amount));
  const isFolded = mapping.tax === 'folded';
  const sales = addDecimals(sum(isSalesLine), totals.rounding, isFolded ? totals.tax : '0');
  const amounts: GpAmounts = {
    salesAmount: gpAmount(sales, currency, 'salesAmount'),
    tradeDiscount: gpAmount(totals.discount, currency, 'tradeDiscount'),
    freight: gpAmount(
      sum(({ kind }) => kind === 'freight'),
      currency,
      'freight',
    ),
    miscellaneous: gpAmount(
      sum(({ kind }) => kind === 'miscellaneous'),
      currency,
      'miscellaneous',
    ),
    tax: gpAmount(isFolded ? '0' : totals.tax, currency, 'tax'),
    ...(mapping.tax === 'details' ? { taxes: taxDetails(document, mapping) } : {}),
  };
  return checked(amounts, totals.total, currency);
}

/** The whole amount as sales: of a payment that is taken back, of a write-off. */
export function wholeAsSales(amount: string, currency: string): GpAmounts {
  const none = gpAmount('0', currency, 'amount');
  const salesAmount = gpAmount(amount, currency, 'amount');
  return { salesAmount, tradeDiscount: none, freight: none, miscellaneous: none, tax: none };
}

/** Parts that do not come to their totals would be a wrong split of a right total. */
function checkTotals(document: PricedDocument): void {
  try {
    assertTotals(document);
  } catch (error) {
    if (!isBridgeError(error)) throw error;
    throw new UnfitRecordError('TOTALS_DISAGREE', error.message, error.details);
  }
}

function checked(amounts: GpAmounts, total: string, currency: string): GpAmounts {
  const stated = gpAmount(total, currency, 'total');
  const comesTo = totalOf(amounts);
  if (compareDecimals(comesTo, stated) !== 0) {
    throw new UnfitRecordError('TOTALS_DISAGREE', `the total is ${stated}, its parts come to ${comesTo}`, {
      field: 'total',
      stated,
      expected: comesTo,
    });
  }
  return amounts;
}

/** One row a tax detail; taxes of one detail are one, and those of nothing are none. */
function taxDetails(document: PricedDocument, mapping: MappingSettings): GpTaxDetail[] {
  const byDetail = new Map<string, Tax[]>();
  for (const tax of document.taxes) {
    if (isZeroDecimal(tax.amount)) continue;
    const detail = taxDetailOf(tax, mapping);
    byDetail.set(detail, [...(byDetail.get(detail) ?? []), tax]);
  }
  return [...byDetail].map(([detailId, taxes]) => {
    const amount = addDecimals(...taxes.map((tax) => tax.amount));
    const taxableAmount = taxableOf(document, new Set(taxes.map(({ name }) => name)));
    return { detailId, taxAmount: gpAmount(amount, document.currency, 'taxes.amount'), taxableAmount };
  });
}

function taxDetailOf({ name }: Tax, { taxDetails: settings }: MappingSettings): string {
  const detail = Object.hasOwn(settings.names, name) ? settings.names[name] : settings.default;
  if (detail === undefined) {
    throw new UnfitRecordError('TAX_DETAIL_NOT_MAPPED', `no GP tax detail is named for the tax ${name}`, {
      setting: 'mapping.taxDetails',
      tax: name,
    });
  }
  return detail;
}

/**
 * What the taxes were taken of: the lines that carry them, after their discounts, or the whole before tax where no line
 * does. For GP's tax reports; discounts of the document are not spread over its lines.
 */
function taxableOf({ lines, totals, currency }: PricedDocument, names: ReadonlySet<string>): string {
  const taxed = lines.filter(({ taxes }) => taxes.some(({ name }) => names.has(name)));
  const nets = taxed.map((line) => subtractDecimals(line.amount, line.discount ?? '0'));
  const sum = taxed.length === 0 ? subtractDecimals(totals.lines, totals.discount) : addDecimals(...nets);
  const exact = gpRounded(sum, currency);
  return compareDecimals(exact, '0') < 0 ? gpRounded('0', currency) : exact;
}

function gpRounded(amount: string, currency: string): string {
  return toDecimalString(amount, gpDigits(currency));
}
