import { addDays, addDecimals, type CalendarDate, type DocumentLine, type Invoice } from '@ledgerbridge/contracts';
import type { MappingSettings } from '../mapping-settings.js';
import type { DetailRow, InvoiceRow, SummaryRow } from '../odata/wire.js';
import { mapCurrency } from './currency.mapper.js';
import { documentKey, type DocumentKey } from './document-key.js';
import { readDay, readDecimal, readText } from './fields.js';
import { mapLines } from './document-lines.mapper.js';
import { sumTaxes, totalsOf } from './document-totals.js';
import { absolute, conversionGap, isOne } from './money.js';
import { readRate } from './rate.mapper.js';
import { RowRejected, shapeOf } from './rejection.js';
import { mapHeaderLine, mapSummaryLine } from './summary-line.mapper.js';
import type { TermsDays } from './terms.mapper.js';

/** A header with everything of it that could be found. */
export interface ArDocument {
  readonly header: InvoiceRow;
  readonly summaries: readonly SummaryRow[];
  readonly details: readonly DetailRow[];
}

export interface DocumentContext {
  readonly settings: MappingSettings;
  readonly terms: TermsDays;
  readonly textOf: (stockCode: string) => string | undefined;
  /** Today in the company's time zone. */
  readonly today: CalendarDate;
}

/** What a document is called in the text of a line that stands for all of it. */
export type DocumentNoun = 'Invoice' | 'Credit note';

/** What every AR document has, whatever its type. */
export interface DocumentParts extends Pick<
  Invoice,
  'currency' | 'issuedOn' | 'lines' | 'discounts' | 'taxes' | 'totals'
> {
  readonly key: DocumentKey;
}

/**
 * A document in its own currency. A credit note is positive whichever sign SYSPRO gives its amounts: its header and
 * its lines are each turned by what they come to.
 * @throws RowRejected
 */
export function mapDocument(document: ArDocument, noun: DocumentNoun, context: DocumentContext): DocumentParts {
  const { header } = document;
  const key = documentKey(header);
  const issuedOn = readPlausibleDay(header, 'InvoiceDate', context);
  const currency = readCurrency(document, context.settings);
  return { key, issuedOn, currency, ...mapParts(document, { noun, number: key.invoice, currency }, context) };
}

/** A day, at most `maxFutureDays` ahead. @throws RowRejected DATE_MISSING, DATE_OUT_OF_RANGE, NOT_A_DATE */
export function readPlausibleDay<R extends Readonly<Record<string, unknown>>>(
  row: R,
  field: keyof R & string,
  { settings, today }: Pick<DocumentContext, 'settings' | 'today'>,
): CalendarDate {
  const day = readDay(row, field);
  if (day === undefined) throw new RowRejected(field, shapeOf(row[field]), 'DATE_MISSING');
  if (day > addDays(today, settings.maxFutureDays)) {
    throw new RowRejected(field, shapeOf(row[field]), 'DATE_OUT_OF_RANGE');
  }
  return day;
}

interface Named {
  readonly noun: DocumentNoun;
  readonly number: string;
  readonly currency: string;
}

type Parts = Pick<Invoice, 'lines' | 'discounts' | 'taxes' | 'totals'>;

/** Lines from the details; without them one line from the summary; without that one line from the header. */
function mapParts(document: ArDocument, named: Named, context: DocumentContext): Parts {
  const { header, summaries, details } = document;
  const { settings } = context;
  const { currency } = named;
  const isCredit = named.noun === 'Credit note';
  const stated = readDecimal(header, 'CurrencyValue');
  if (stated === undefined) throw new RowRejected('CurrencyValue', shapeOf(header.CurrencyValue), 'AMOUNT_MISSING');
  const total = isCredit ? absolute(stated) : stated;
  const rate = readRate(header, 'ConvRate', 'MulDiv');
  const mapped =
    details.length > 0
      ? mapLines(details, { currency, rate, settings, isCredit, textOf: context.textOf })
      : { lines: [withoutDetails(summaries, total, named)], discounts: [] };
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

function withoutDetails(summaries: readonly SummaryRow[], total: string, named: Named): DocumentLine {
  const { noun, number, currency } = named;
  const text = `${noun} ${number}`;
  return summaries.length > 0
    ? mapSummaryLine(summaries, { text, currency, isCredit: noun === 'Credit note' })
    : mapHeaderLine(total, text, currency);
}

function readCurrency(document: ArDocument, settings: MappingSettings): string {
  const { header } = document;
  const currency = mapCurrency(statedCurrency(document), settings);
  if (currency === undefined) throw new RowRejected('PostCurrency', shapeOf(header.PostCurrency), 'CURRENCY_UNKNOWN');
  return currency;
}

/** The rows of a document that may say its currency. */
export interface CurrencyRows {
  readonly header: Pick<InvoiceRow, 'PostCurrency'>;
  readonly summaries: readonly Pick<SummaryRow, 'Currency'>[];
}

/**
 * SYSPRO's code of a document's currency: the header's; where the header is blank, what its summary was posted in;
 * undefined where both are: the company's own.
 * @throws RowRejected NOT_TEXT, TEXT_TOO_LONG
 */
export function statedCurrency({ header, summaries }: CurrencyRows): string | undefined {
  return (
    readText(header, 'PostCurrency', 10) ??
    summaries.map((row) => readText(row, 'Currency', 10)).find((own) => own !== undefined)
  );
}
