import { completeRow } from '../tables/normalise-row.js';
import type { Row } from '../tables/row.js';
import { AR_INVOICE, AR_TRN_DETAIL, AR_TRN_SUMMARY } from '../tables/schema.js';
import { balanceOf, bucketTotals, documentTotal, lineAmounts, type LineAmounts } from './document-amounts.js';
import type { DocumentSpec, MoneySemantics } from './document-spec.js';
import { centsText, percentOf, rateText, toLocal, type Cents } from './money.js';
import { LOCAL_CURRENCY } from './currencies.js';

/** A document's rows in the three tables. */
export interface DocumentRows {
  invoice: Row;
  summaries: Row[];
  details: Row[];
}

/** Writes one document's amounts with its sign and currencies. */
class DocumentWriter {
  private readonly sign: bigint;

  constructor(
    private readonly document: DocumentSpec,
    private readonly semantics: MoneySemantics,
  ) {
    const credit = document.documentType.toUpperCase() === 'C';
    this.sign = credit && semantics.creditSign === 'negative' ? -1n : 1n;
  }

  /** In document currency. */
  private own = (amount: Cents): string => centsText(amount * this.sign);
  private local = (amount: Cents): string => centsText(toLocal(amount * this.sign, this.document.rate));
  private detail = (amount: Cents): string =>
    this.semantics.detailCurrency === 'local' ? this.local(amount) : this.own(amount);
  private foreign = (amount: Cents): string =>
    this.semantics.foreignOnLocal === 'zero' && this.document.currency === LOCAL_CURRENCY ? '0.00' : this.own(amount);

  private shared(): Row {
    const { document } = this;
    return {
      Customer: document.customer,
      Invoice: document.invoice,
      DocumentType: document.documentType,
      InvoiceDate: document.date,
      SalesOrder: document.salesOrder,
      CustomerPoNumber: document.customerPo,
      Salesperson: document.salesperson,
      Branch: document.branch,
      Area: document.area,
    };
  }

  invoice(lines: readonly LineAmounts[]): Row {
    const { document } = this;
    const total = documentTotal(lines);
    const balance = balanceOf(document);
    const paid = total !== 0n && balance === 0n;
    return completeRow(AR_INVOICE, {
      ...this.shared(),
      TermsCode: document.termsCode,
      CurrencyValue: this.own(total),
      OrigDiscValue: this.own(document.termsCode === 'S2' ? percentOf(total, 2.5) : 0n),
      InvoiceBal1: this.own(balance),
      InvoiceBal2: this.own(paid ? 0n : total),
      InvoiceBal3: this.own(total),
      InvoiceYear: String(document.period.year),
      InvoiceMonth: String(document.period.month),
      YearInvBalZero: paid ? String(document.period.year) : '0',
      MonthInvBalZero: paid ? String(document.period.month) : '0',
      NextPaymEntry: document.paidPercent > 0 ? '2' : '1',
      PostCurrency: document.currency,
      ConvRate: rateText(document.rate),
      MulDiv: document.rate.mulDiv,
      AccountCur: document.currency,
      TaxStatus: 'N',
      TaxPortion: this.own(bucketTotals(lines).tax),
      TaxCode: 'A',
      FixExchangeRate: 'N',
      OrigInvRate: rateText(document.rate),
    });
  }

  summary(lines: readonly LineAmounts[], number: number): Row {
    const { document } = this;
    const totals = bucketTotals(lines);
    const discount = lines.reduce((sum, line) => sum + toLocal(line.discount, document.rate), 0n);
    const cost = lines.reduce((sum, line) => sum + percentOf(line.net, 62), 0n);
    return completeRow(AR_TRN_SUMMARY, {
      ...this.shared(),
      ...this.period(number),
      OrderType: 'O',
      MerchandiseValue: this.local(totals.merchandise),
      FreightValue: this.local(totals.freight),
      OtherValue: this.local(totals.other),
      TaxValue: this.local(totals.tax),
      ForeignMerchVal: this.foreign(totals.merchandise),
      ForeignFreightVal: this.foreign(totals.freight),
      ForeignOtherVal: this.foreign(totals.other),
      ForeignTaxVal: this.foreign(totals.tax),
      ExchangeRate: rateText(document.rate),
      MulDiv: document.rate.mulDiv,
      Currency: document.currency,
      DiscValue: centsText(discount * this.sign),
      MerchandiseCost: this.local(cost),
      Source: 'O',
      TermsCode: document.termsCode,
      CreditedInvoice: document.creditedInvoice ?? '',
      Operator: 'ADMIN',
    });
  }

  line(line: LineAmounts, summaryLine: number, number: number): Row {
    const { document } = this;
    const stocked = line.spec.type === '1';
    return completeRow(AR_TRN_DETAIL, {
      ...this.shared(),
      ...this.period(summaryLine),
      DetailLine: String(number),
      OrderType: 'O',
      StockCode: line.spec.stockCode,
      Warehouse: stocked ? 'FG' : '',
      ProductClass: stocked ? 'INDU' : '',
      TaxCode: line.spec.taxCode,
      QtyInvoiced: `${BigInt(line.spec.quantity) * this.sign}.000000`,
      NetSalesValue: this.detail(line.net),
      TaxValue: this.detail(line.tax),
      CostValue: this.detail(percentOf(line.net, 62)),
      DiscValue: this.detail(line.discount),
      LineType: line.spec.type,
      SalesOrderLine: document.salesOrder === '' ? '0' : String(number),
      LineInvoiceDisc: this.detail(line.invoiceDiscount),
      TaxableValue: this.detail(line.spec.taxCode === 'A' ? line.net : 0n),
      PostValue: this.own(line.net),
      PostCurrency: document.currency,
      PostConvRate: rateText(document.rate),
      PostMulDiv: document.rate.mulDiv,
      AccountCur: document.currency,
      TransactionGlCode: '00-4100',
      GlYear: String(document.period.year),
      GlPeriod: String(document.period.month),
      GlJournal: String(document.period.register),
    });
  }

  private period(summaryLine: number): Row {
    const { year, month, register } = this.document.period;
    return {
      TrnYear: String(year),
      TrnMonth: String(month),
      Register: String(register),
      SummaryLine: String(summaryLine),
    };
  }
}

function summaryGroups(document: DocumentSpec, lines: readonly LineAmounts[]): readonly (readonly LineAmounts[])[] {
  const charges = document.splitSummary === true ? lines.filter((line) => line.bucket !== 'merchandise') : [];
  return charges.length === 0 ? [lines] : [lines.filter((line) => line.bucket === 'merchandise'), charges];
}

/** The document's row of ArInvoice. */
export function invoiceRow(document: DocumentSpec, semantics: MoneySemantics): Row {
  return new DocumentWriter(document, semantics).invoice(lineAmounts(document));
}

/** Its rows of ArTrnSummary: one, or two when its charges stand apart. */
export function summaryRows(document: DocumentSpec, semantics: MoneySemantics): Row[] {
  const writer = new DocumentWriter(document, semantics);
  return summaryGroups(document, lineAmounts(document)).map((group, index) => writer.summary(group, index + 1));
}

/** Its rows of ArTrnDetail. */
export function detailRows(document: DocumentSpec, semantics: MoneySemantics): Row[] {
  const writer = new DocumentWriter(document, semantics);
  const groups = summaryGroups(document, lineAmounts(document));
  return groups.flatMap((group, index) => group.map((line, at) => writer.line(line, index + 1, at + 1)));
}

/** The rows of one document, its amounts agreeing as BEHAVIOR.md states. */
export function documentRows(document: DocumentSpec, semantics: MoneySemantics): DocumentRows {
  return {
    invoice: invoiceRow(document, semantics),
    summaries: summaryRows(document, semantics),
    details: detailRows(document, semantics),
  };
}
