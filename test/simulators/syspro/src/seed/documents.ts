import { STOCK } from './catalogue.js';
import { dayAt, DAYS, monthOf, registerOf, yearOf } from './calendar.js';
import { rateOf } from './currencies.js';
import type { CustomerSeed } from './customers.js';
import { lineAmounts } from './document-amounts.js';
import type { DocumentSpec, LineSpec } from './document-spec.js';
import { divideRounded, percentOf, type Cents } from './money.js';
import type { Random } from './random.js';

function inCurrency(rand: Cents, currency: string, month: number): Cents {
  const rate = rateOf(currency, month);
  if (rate.mulDiv === 'D') return divideRounded(rand * rate.millionths, 1_000_000n);
  return divideRounded(rand * 1_000_000n, rate.millionths);
}

function stockLine(currency: string, month: number, taxCode: 'A' | 'Z', random: Random): LineSpec {
  const item = random.pick(STOCK);
  const quantity = random.pick([1, 2, 4, 5, 10, 12, 25, 50, 100]);
  const gross = inCurrency(item.price, currency, month) * BigInt(quantity);
  const discount = random.chance(0.25) ? percentOf(gross, random.pick([2.5, 5, 7.5, 10])) : 0n;
  const bought = random.chance(0.06);
  return {
    type: bought ? '7' : '1',
    stockCode: bought ? `SPECIAL-${random.whole(100, 999)}` : item.stockCode,
    quantity,
    gross,
    discount,
    taxCode: random.chance(0.08) ? 'Z' : taxCode,
  };
}

const charge = (type: '4' | '5', gross: Cents, taxCode: 'A' | 'Z'): LineSpec => ({
  type,
  stockCode: '',
  quantity: 0,
  gross,
  discount: 0n,
  taxCode,
});

const COMMENT: LineSpec = { type: '6', stockCode: '', quantity: 0, gross: 0n, discount: 0n, taxCode: 'Z' };

function ordinaryLines(customer: CustomerSeed, month: number, random: Random): LineSpec[] {
  const { currency } = customer;
  const taxCode = currency === 'R' ? 'A' : 'Z';
  const count = random.pick([1, 2, 2, 3, 3, 4, 6]);
  const lines = Array.from({ length: count }, () => stockLine(currency, month, taxCode, random));
  if (random.chance(0.3))
    lines.push(charge('4', inCurrency(BigInt(random.whole(25_000, 240_000)), currency, month), taxCode));
  if (random.chance(0.12))
    lines.push(charge('5', inCurrency(BigInt(random.whole(5_000, 60_000)), currency, month), taxCode));
  if (random.chance(0.05)) lines.push(COMMENT);
  return lines;
}

/** Documents of the first days of a month are sometimes posted to the month before. */
function periodOf(date: string, random: Random): DocumentSpec['period'] {
  const [year, month] = [yearOf(date), monthOf(date)];
  const register = registerOf(date);
  if (month > 1 && date.slice(8) <= '04' && random.chance(0.3)) return { year, month: month - 1, register };
  return { year, month, register };
}

function merchandise(lines: readonly LineSpec[]): Cents {
  return lines.reduce(
    (sum, line) => sum + (line.type === '1' || line.type === '7' ? line.gross - line.discount : 0n),
    0n,
  );
}

/** What a document of this customer on this day has beside its lines. */
export function documentFor(customer: CustomerSeed, date: string, invoice: string, documentType: string): DocumentSpec {
  return {
    customer: customer.row['Customer'] ?? customer.id,
    invoice,
    documentType,
    date,
    period: { year: yearOf(date), month: monthOf(date), register: registerOf(date) },
    currency: customer.currency,
    rate: rateOf(customer.currency, monthOf(date)),
    termsCode: customer.termsCode,
    lines: [],
    invoiceDiscount: 0n,
    paidPercent: 0,
    salesOrder: '',
    customerPo: '',
    branch: customer.row['Branch'] ?? '',
    area: customer.row['Area'] ?? '',
    salesperson: customer.row['Salesperson'] ?? '',
  };
}

const padded = (number: number): string => String(number).padStart(15, '0');

/** The ordinary invoice or debit note number `index`. */
export function ordinaryInvoice(index: number, total: number, customer: CustomerSeed, random: Random): DocumentSpec {
  const date = dayAt(Math.floor((index * DAYS) / total));
  const debit = random.chance(0.04);
  const lines = debit
    ? [charge('5', BigInt(random.whole(5_000, 90_000)), 'Z')]
    : ordinaryLines(customer, monthOf(date), random);
  const invoiceDiscount = !debit && random.chance(0.15) ? percentOf(merchandise(lines), random.pick([1, 2.5, 5])) : 0n;
  return {
    ...documentFor(customer, date, padded(100_000 + index), debit ? 'D' : 'I'),
    period: periodOf(date, random),
    lines,
    invoiceDiscount,
    paidPercent: random.pick([0, 0, 0, 100, 100, 40, 75]),
    splitSummary: index % 97 === 5,
    salesOrder: debit ? '' : padded(50_000 + index),
    customerPo: random.chance(0.8) ? `PO-${random.whole(10_000, 99_999)}` : '',
  };
}

/** A credit note over the first line of an earlier invoice, applied where the rest of the invoice is paid. */
export function ordinaryCredit(index: number, of: DocumentSpec, customer: CustomerSeed): DocumentSpec {
  const last = dayAt(DAYS - 1);
  const later = dayAt(Math.min(DAYS - 1, registerOf(of.date) - registerOf(dayAt(0)) + 9));
  const date = later > last ? last : later;
  return {
    ...documentFor(customer, date, padded(900_000 + index), 'C'),
    rate: of.rate,
    lines: of.lines.slice(0, 1),
    invoiceDiscount: lineAmounts(of)[0]?.invoiceDiscount ?? 0n,
    paidPercent: of.paidPercent === 100 ? 100 : 0,
    creditedInvoice: of.invoice,
  };
}
