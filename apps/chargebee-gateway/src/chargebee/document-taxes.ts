import type { Invoice, Tax } from '@ledgerbridge/contracts';
import { UnfitRecordError } from './chargebee.errors.js';
import { truncated } from './fit-text.js';
import { LIMITS } from './limits.js';
import { toMinorUnits } from './minor-units.js';

/** One tax of a document in smallest units, and the part of it each line carries; the parts come to the amount. */
export interface DocumentTax {
  readonly name: string;
  /** Percent, 0 to 100. */
  readonly rate: number;
  readonly amount: number;
  readonly byLine: readonly number[];
}

type Document = Pick<Invoice, 'lines' | 'taxes' | 'currency'>;

const RATE_DIGITS = 4;

/**
 * Taxes as an import states them: once for the document and, with the same sums, on the lines. Where the source
 * taxes the document only, the first line that costs something carries it; a line must not carry less than nothing,
 * so what a line takes back is taken off the other lines of that tax.
 * @throws UnfitRecordError NEGATIVE_TAX, TOO_MANY_TAXES, NO_LINES, AMOUNT_DOES_NOT_FIT
 */
export function documentTaxes(document: Document): DocumentTax[] {
  const names = uniqueNames(document.taxes);
  const taxes = document.taxes.map((tax, row) => documentTax(document, tax, row, names[row] ?? tax.name));
  const due = taxes.filter(({ amount, byLine }) => amount !== 0 || byLine.some((part) => part !== 0));
  document.lines.forEach((line, index) => {
    const count = due.filter(({ byLine }) => byLine[index] !== 0).length;
    if (count > LIMITS.taxesPerLine) {
      throw new UnfitRecordError('TOO_MANY_TAXES', `line ${line.id} has ${count} taxes, an import takes 10`, {
        field: `lines[${index}].taxes`,
        count,
      });
    }
  });
  return due;
}

function documentTax(document: Document, tax: Tax, row: number, name: string): DocumentTax {
  const { currency, lines } = document;
  const amount = toMinorUnits(tax.amount, currency, `taxes[${row}].amount`);
  const stated = lines.map((line, index) =>
    line.taxes
      .filter((each) => rowOf(each, document.taxes) === row)
      .reduce((sum, each) => sum + toMinorUnits(each.amount, currency, `lines[${index}].taxes`), 0),
  );
  if (amount < 0) {
    throw new UnfitRecordError('NEGATIVE_TAX', `taxes[${row}] comes to less than zero`, { field: `taxes[${row}]` });
  }
  const byLine = withoutNegatives(withRemainder(stated, amount, document));
  return { name, rate: rateOf(tax, amount, byLine, document), amount, byLine };
}

/** The document's row a line's tax belongs to: same name and rate, else the first of its name. */
function rowOf(tax: Tax, rows: readonly Tax[]): number {
  const exact = rows.findIndex((row) => row.name === tax.name && row.rate === tax.rate);
  return exact >= 0 ? exact : rows.findIndex((row) => row.name === tax.name);
}

function withRemainder(parts: readonly number[], amount: number, { lines }: Document): number[] {
  const remainder = amount - parts.reduce((sum, part) => sum + part, 0);
  if (remainder === 0) return [...parts];
  const carrier = Math.max(
    0,
    lines.findIndex((line) => !line.amount.startsWith('-') && Number(line.amount) !== 0),
  );
  if (lines.length === 0) throw new UnfitRecordError('NO_LINES', 'a tax has no line to carry it', { field: 'lines' });
  return parts.map((part, index) => (index === carrier ? part + remainder : part));
}

function withoutNegatives(parts: readonly number[]): number[] {
  let owed = parts.reduce((sum, part) => sum + Math.min(part, 0), 0);
  return parts.map((part) => {
    if (part <= 0) return 0;
    const taken = Math.min(part, -owed);
    owed += taken;
    return part - taken;
  });
}

/** The stated rate, else what the amount comes to on the lines that carry it: for show only, no amount follows from it. */
function rateOf(tax: Tax, amount: number, byLine: readonly number[], { lines, currency }: Document): number {
  const stated = tax.rate === undefined ? undefined : Number(tax.rate);
  if (stated !== undefined && stated >= 0 && stated <= 100) return stated;
  const base = lines.reduce((sum, line, index) => {
    if (byLine[index] === 0) return sum;
    return sum + toMinorUnits(line.amount, currency, 'lines') - toMinorUnits(line.discount ?? '0', currency, 'lines');
  }, 0);
  const rate = base > 0 ? (amount / base) * 100 : 0;
  return Number(Math.min(rate, 100).toFixed(RATE_DIGITS));
}

/** Lines name their tax, so two rates of one name need two names. */
function uniqueNames(taxes: readonly Tax[]): string[] {
  const used = new Set<string>();
  return taxes.map((tax, row) => {
    const short = truncated(tax.name, LIMITS.taxName) ?? 'Tax';
    const name = [short, withSuffix(short, `${tax.rate ?? '0'}%`), withSuffix(short, `#${row + 1}`)].find(
      (candidate) => !used.has(candidate),
    );
    used.add(name ?? short);
    return name ?? short;
  });
}

function withSuffix(name: string, suffix: string): string {
  return `${truncated(name, LIMITS.taxName - suffix.length - 1)} ${suffix}`;
}
