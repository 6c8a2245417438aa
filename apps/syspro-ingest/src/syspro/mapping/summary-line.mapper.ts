import { addDecimals, isZeroDecimal, negateDecimal, type DocumentLine } from '@ledgerbridge/contracts';
import type { SummaryRow } from '../odata/wire.js';
import { readAmount } from './fields.js';
import { inCurrencyDigits, isNegative, toDocumentCurrency } from './money.js';
import { readRate } from './rate.mapper.js';

interface SummaryAmounts {
  /** Merchandise, freight and other, after discounts, before tax; document currency. */
  readonly net: string;
  readonly tax: string;
}

export interface SummaryLineContext {
  readonly text: string;
  readonly currency: string;
  /** The line is turned so that it comes to a positive sum. */
  readonly isCredit: boolean;
}

/** One line for a document that has no details; `rows` may be several summary lines of it. */
export function mapSummaryLine(rows: readonly SummaryRow[], context: SummaryLineContext): DocumentLine {
  const { text, currency, isCredit } = context;
  const amounts = rows.map((row) => readSummary(row, currency));
  const net = addDecimals(...amounts.map((part) => part.net));
  const tax = addDecimals(...amounts.map((part) => part.tax));
  const written = (amount: string): string => {
    const isTurned = isCredit && isNegative(addDecimals(net, tax));
    return inCurrencyDigits(isTurned ? negateDecimal(amount) : amount, currency);
  };
  return {
    id: 'summary',
    kind: 'summary',
    description: text,
    amount: written(net),
    taxes: isZeroDecimal(tax) ? [] : [{ name: 'Tax', amount: written(tax) }],
  };
}

/** One line for a document of which there is nothing but its header. */
export function mapHeaderLine(total: string, text: string, currency: string): DocumentLine {
  return {
    id: 'summary',
    kind: 'summary',
    description: text,
    amount: inCurrencyDigits(total, currency),
    taxes: [],
  };
}

/** The Foreign columns are in document currency; some installations leave them zero on documents in local currency. */
function readSummary(row: SummaryRow, currency: string): SummaryAmounts {
  const foreign = {
    net: addDecimals(
      readAmount(row, 'ForeignMerchVal'),
      readAmount(row, 'ForeignFreightVal'),
      readAmount(row, 'ForeignOtherVal'),
    ),
    tax: readAmount(row, 'ForeignTaxVal'),
  };
  if (!isZeroDecimal(foreign.net) || !isZeroDecimal(foreign.tax)) return foreign;
  const rate = readRate(row, 'ExchangeRate', 'MulDiv');
  const convert = (amount: string): string =>
    rate === undefined ? amount : toDocumentCurrency(amount, rate, currency);
  return {
    net: addDecimals(
      convert(readAmount(row, 'MerchandiseValue')),
      convert(readAmount(row, 'FreightValue')),
      convert(readAmount(row, 'OtherValue')),
    ),
    tax: convert(readAmount(row, 'TaxValue')),
  };
}
