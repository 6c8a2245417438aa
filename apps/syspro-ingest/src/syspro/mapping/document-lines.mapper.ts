import {
  addDecimals,
  isZeroDecimal,
  negateDecimal,
  subtractDecimals,
  type Discount,
  type DocumentLine,
  type Tax,
} from '@ledgerbridge/contracts';
import type { MappingSettings, LineTypeKind } from '../mapping-settings.js';
import type { DetailRow } from '../odata/wire.js';
import { readAmount, readDecimal, readText } from './fields.js';
import { inCurrencyDigits, isNegative, toDocumentCurrency, type Rate } from './money.js';
import { readRate } from './rate.mapper.js';
import { RowRejected } from './rejection.js';

const LINE_TYPES: Readonly<Record<string, LineTypeKind>> = { 4: 'freight', 5: 'miscellaneous', 6: 'comment' };
const LINE_KEY = ['TrnYear', 'TrnMonth', 'Register', 'SummaryLine', 'DetailLine'] as const;
const LINE_ID_LENGTH = 60;
const TEXTS = { freight: 'Freight', miscellaneous: 'Miscellaneous charge', item: 'Item' } as const;

export interface LineContext {
  readonly currency: string;
  /** The document's rate, for lines without their own. */
  readonly rate: Rate | undefined;
  readonly settings: Pick<MappingSettings, 'detailCurrency' | 'lineTypes'>;
  /** Amounts and quantities are turned so that the lines come to a positive sum. */
  readonly isCredit: boolean;
  /** Text of a stock code, where the item table has one. */
  readonly textOf: (stockCode: string) => string | undefined;
}

export interface MappedLines {
  readonly lines: readonly DocumentLine[];
  /** Each line's share of a discount on the whole invoice, added up. */
  readonly discounts: readonly Discount[];
}

/** The lines of a document in document currency, in the order SYSPRO numbers them. @throws RowRejected */
export function mapLines(rows: readonly DetailRow[], context: LineContext): MappedLines {
  const turn = context.isCredit && isNegative(sumOf(rows)) ? negateDecimal : asIs;
  const mapped = rows
    .flatMap((row) => mapLine(row, context, turn) ?? [])
    .sort((a, b) => compareIds(a.line.id, b.line.id));
  const shared = addDecimals(...mapped.map(({ invoiceDiscount }) => invoiceDiscount));
  return {
    lines: mapped.map(({ line }) => line),
    discounts: isZeroDecimal(shared)
      ? []
      : [{ description: 'Invoice discount', amount: inCurrencyDigits(shared, context.currency) }],
  };
}

type Turn = (amount: string) => string;
const asIs: Turn = (amount) => amount;

/** Only its sign counts: a document's lines share its rate. */
function sumOf(rows: readonly DetailRow[]): string {
  return addDecimals(...rows.flatMap((row) => [readAmount(row, 'NetSalesValue'), readAmount(row, 'TaxValue')]));
}

function mapLine(
  row: DetailRow,
  context: LineContext,
  turn: Turn,
): { line: DocumentLine; invoiceDiscount: string } | undefined {
  const kind = kindOf(row, context);
  const amounts = readAmounts(row, context, turn);
  const isEmpty = [amounts.gross, amounts.tax, amounts.discount, amounts.invoiceDiscount].every(isZeroDecimal);
  if (kind === 'comment' && isEmpty) return undefined;
  const { currency } = context;
  const itemCode = readText(row, 'StockCode', 100);
  const quantity = readDecimal(row, 'QtyInvoiced');
  const shownKind = kind === 'comment' ? 'miscellaneous' : kind;
  const line: DocumentLine = {
    id: lineId(row),
    kind: shownKind,
    ...(itemCode === undefined ? {} : { itemCode }),
    description: (itemCode === undefined ? undefined : context.textOf(itemCode)) ?? itemCode ?? TEXTS[shownKind],
    ...(quantity === undefined || isZeroDecimal(quantity) ? {} : { quantity: turn(quantity) }),
    amount: inCurrencyDigits(amounts.gross, currency),
    ...(isZeroDecimal(amounts.discount) ? {} : { discount: inCurrencyDigits(amounts.discount, currency) }),
    taxes: taxesOf(row, amounts.tax, currency),
  };
  return { line, invoiceDiscount: amounts.invoiceDiscount };
}

interface LineAmounts {
  /** Before discount and tax. */
  readonly gross: string;
  /** The line's own discount, never negative. */
  readonly discount: string;
  /** Its share of the invoice's discount, never negative. */
  readonly invoiceDiscount: string;
  readonly tax: string;
}

/**
 * NetSalesValue is after all discounts; DiscValue is all of them, LineInvoiceDisc the part that belongs to the whole
 * invoice. Each value is converted on its own, as SYSPRO did in the other direction. A negative discount (on a line
 * that takes back) stays inside the amount: contracts know only reductions.
 */
function readAmounts(row: DetailRow, context: LineContext, turn: Turn): LineAmounts {
  const inDocument = converter(row, context);
  const convert: Turn = (amount) => turn(inDocument(amount));
  const net = convert(readAmount(row, 'NetSalesValue'));
  const all = convert(readAmount(row, 'DiscValue'));
  const share = convert(readAmount(row, 'LineInvoiceDisc'));
  const invoiceDiscount = isNegative(share) ? '0' : share;
  const own = subtractDecimals(all, share);
  const discount = isNegative(own) ? '0' : own;
  return {
    gross: addDecimals(net, discount, invoiceDiscount),
    discount,
    invoiceDiscount,
    tax: convert(readAmount(row, 'TaxValue')),
  };
}

function converter(row: DetailRow, { currency, rate, settings }: LineContext): (amount: string) => string {
  if (settings.detailCurrency === 'document') return (amount) => amount;
  const own = readRate(row, 'PostConvRate', 'PostMulDiv') ?? rate;
  return own === undefined ? (amount) => amount : (amount) => toDocumentCurrency(amount, own, currency);
}

function kindOf(row: DetailRow, { settings }: LineContext): LineTypeKind {
  const type = readText(row, 'LineType', 10) ?? '';
  if (Object.hasOwn(settings.lineTypes, type)) return settings.lineTypes[type] ?? 'item';
  return LINE_TYPES[type] ?? 'item';
}

function taxesOf(row: DetailRow, amount: string, currency: string): Tax[] {
  if (isZeroDecimal(amount)) return [];
  return [{ name: readText(row, 'TaxCode', 100) ?? 'Tax', amount: inCurrencyDigits(amount, currency) }];
}

/** The rest of the table's primary key, once the document is known. @throws RowRejected NUMBER_OUT_OF_RANGE */
function lineId(row: DetailRow): string {
  const id = LINE_KEY.map((column) => readAmount(row, column)).join('-');
  if (id.length > LINE_ID_LENGTH) throw new RowRejected('DetailLine', `${id.length} characters`, 'NUMBER_OUT_OF_RANGE');
  return id;
}

function compareIds(left: string, right: string): number {
  const [a, b] = [left.split('-').map(Number), right.split('-').map(Number)];
  for (const [index, part] of a.entries()) {
    const difference = part - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
