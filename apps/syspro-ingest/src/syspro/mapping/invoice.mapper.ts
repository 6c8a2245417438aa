import { addDays, addDecimals, type CalendarDate, type Invoice } from '@ledgerbridge/contracts';
import type { MappingSettings } from '../mapping-settings.js';
import type { DetailRow, InvoiceRow, SummaryRow } from '../odata/wire.js';
import { mapCurrency } from './currency.mapper.js';
import { documentKey } from './document-key.js';
import { readDay, readDecimal, readText } from './fields.js';
import { mapLines } from './invoice-lines.mapper.js';
import { sumTaxes, totalsOf } from './invoice-totals.js';
import { conversionGap, inCurrencyDigits, isOne } from './money.js';
import { readRate } from './rate.mapper.js';
import { RowRejected, shapeOf } from './rejection.js';
import { invoiceStatus, readBalance } from './settlement.js';
import { mapHeaderLine, mapSummaryLine } from './summary-line.mapper.js';
import { dueDate, type TermsDays } from './terms.mapper.js';

/** A header with everything of it that could be found. */
export interface InvoiceDocument {
  readonly header: InvoiceRow;
  readonly summaries: readonly SummaryRow[];
  readonly details: readonly DetailRow[];
  /** A credit note of the same customer names it. */
  readonly isCredited: boolean;
}

export interface InvoiceContext {
  readonly settings: MappingSettings;
  readonly terms: TermsDays;
  readonly textOf: (stockCode: string) => string | undefined;
  /** Today in the company's time zone. */
  readonly today: CalendarDate;
}

const KINDS: Readonly<Record<string, Invoice['kind']>> = { I: 'invoice', D: 'debit-note' };

/** An invoice or debit note in its own currency. @throws RowRejected */
export function mapInvoice(document: InvoiceDocument, context: InvoiceContext): Invoice {
  const { header } = document;
  const { settings } = context;
  const key = documentKey(header);
  const kind = KINDS[key.type];
  if (kind === undefined) throw new RowRejected('DocumentType', shapeOf(header.DocumentType), 'DOCUMENT_TYPE_UNKNOWN');
  const issuedOn = readIssueDay(header, context);
  const currency = readCurrency(document, settings);
  const parts = mapParts(document, key.invoice, currency, context);
  const balance = readBalance(header, settings.balance);
  const dueOn = dueDate(issuedOn, readText(header, 'TermsCode', 10), context.terms);
  const purchaseOrder = readText(header, 'CustomerPoNumber', 100);
  const salesOrder = readText(header, 'SalesOrder', 100);
  return {
    number: key.invoice,
    kind,
    customerId: key.customer,
    status: invoiceStatus(balance, document.isCredited),
    currency,
    issuedOn,
    ...(dueOn === undefined ? {} : { dueOn }),
    ...parts,
    balance: inCurrencyDigits(balance, currency),
    ...(purchaseOrder === undefined ? {} : { purchaseOrder }),
    ...(salesOrder === undefined ? {} : { salesOrder }),
  };
}

type Parts = Pick<Invoice, 'lines' | 'discounts' | 'taxes' | 'totals'>;

/** Lines from the details; without them one line from the summary; without that one line from the header. */
function mapParts(document: InvoiceDocument, invoice: string, currency: string, context: InvoiceContext): Parts {
  const { header, summaries, details } = document;
  const { settings } = context;
  const total = readDecimal(header, 'CurrencyValue');
  if (total === undefined) throw new RowRejected('CurrencyValue', shapeOf(header.CurrencyValue), 'AMOUNT_MISSING');
  const rate = readRate(header, 'ConvRate', 'MulDiv');
  const mapped =
    details.length > 0
      ? mapLines(details, { currency, rate, settings, textOf: context.textOf })
      : { lines: [withoutDetails(summaries, total, invoice, currency)], discounts: [] };
  const taxes = sumTaxes(mapped.lines, currency);
  const isConverted = details.length > 0 && settings.detailCurrency === 'local' && rate !== undefined && !isOne(rate);
  const totals = totalsOf({
    lines: mapped.lines,
    discounts: mapped.discounts,
    taxes,
    total,
    currency,
    tolerance: addDecimals(settings.tolerance, isConverted ? conversionGap(rate, details.length) : '0'),
  });
  return { lines: [...mapped.lines], discounts: [...mapped.discounts], taxes, totals };
}

function withoutDetails(summaries: readonly SummaryRow[], total: string, invoice: string, currency: string) {
  return summaries.length > 0 ? mapSummaryLine(summaries, invoice, currency) : mapHeaderLine(total, invoice, currency);
}

function readIssueDay(header: InvoiceRow, { settings, today }: InvoiceContext): CalendarDate {
  const day = readDay(header, 'InvoiceDate');
  if (day === undefined) throw new RowRejected('InvoiceDate', shapeOf(header.InvoiceDate), 'DATE_MISSING');
  if (day > addDays(today, settings.maxFutureDays)) {
    throw new RowRejected('InvoiceDate', shapeOf(header.InvoiceDate), 'DATE_OUT_OF_RANGE');
  }
  return day;
}

/** The header's currency; where the header is blank, what its summary was posted in; where both are, the company's own. */
function readCurrency({ header, summaries }: InvoiceDocument, settings: MappingSettings): string {
  const code =
    readText(header, 'PostCurrency', 10) ??
    summaries.map((row) => readText(row, 'Currency', 10)).find((own) => own !== undefined);
  const currency = mapCurrency(code, settings);
  if (currency === undefined) throw new RowRejected('PostCurrency', shapeOf(header.PostCurrency), 'CURRENCY_UNKNOWN');
  return currency;
}
