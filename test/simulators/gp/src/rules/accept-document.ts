import { normalId } from '../company/ids.js';
import type { DocumentKind, StoredCustomer, StoredDocument } from '../company/stored.js';
import { listAt, textAt, type ValueObject } from '../schema/value.js';
import { checkBatch, checkCurrency, checkCustomer, checkDates } from './common-rules.js';
import { percentOf, sumOf } from './decimal.js';
import { distributions, type AutomaticLine } from './distribution-rules.js';
import { Money } from './money.js';
import { checkNumber } from './number-rules.js';
import { localTime, type RuleContext } from './rule-context.js';
import { documentColumns, intoColumns } from './text-columns.js';
import { Problems } from './validation-failure.js';

/** Kinds of documents beside the cash receipt, and what the schema calls them. */
export const RECEIVABLES = {
  invoice: { type: 'ReceivablesInvoice', literal: 'Invoice' },
  'debit-memo': { type: 'ReceivablesDebitMemo', literal: 'Debit Memo' },
  'credit-memo': { type: 'ReceivablesCreditMemo', literal: 'Credit Memo' },
} as const satisfies Partial<Record<DocumentKind, { type: string; literal: string }>>;

export type ReceivablesKind = keyof typeof RECEIVABLES;

interface Amounts {
  document: bigint;
  sales: bigint;
  tradeDiscount: bigint;
  freight: bigint;
  miscellaneous: bigint;
  tax: bigint;
  cost: bigint;
}

/**
 * Checks a new receivables document by the rules of eConnect's taRMTransaction and completes it as GP does.
 * @throws ValidationFailure naming everything that is wrong
 */
export function acceptDocument(kind: ReceivablesKind, sent: ValueObject, context: RuleContext): StoredDocument {
  const problems = new Problems();
  const value = intoColumns(sent, documentColumns(context.switches), context.switches, problems);
  const id = checkNumber(kind, value, context, problems);
  const type = textAt(value, 'Type');
  if (type !== undefined && type !== RECEIVABLES[kind].literal) problems.add('wrongType', 'Type');
  const customer = checkCustomer(value, context, problems);
  const money = new Money(checkCurrency(value, 'SalesAmount', context, problems), problems);
  const amounts = checkAmounts(value, money, context, problems);
  const dates = checkDates(value, context, problems);
  const batch = checkBatch(value, 'RM_Sales', context, problems);
  checkReferences(value, context, problems);
  const lines = distributions(
    { value, item: 'ReceivablesDistribution', total: amounts.document, automatic: automatic(kind, amounts, context) },
    money,
    context,
    problems,
  );
  problems.throwIfAny();
  const now = localTime(context.nowMs);
  return {
    kind,
    id,
    customerId: customer?.id ?? '',
    currency: normalId(money.currency.code),
    amount: money.text(amounts.document),
    batch,
    state: 'Work',
    voided: false,
    createdAt: new Date(context.nowMs).toISOString(),
    createdBy: context.user,
    row: context.company.nextRow(),
    value: {
      ...value,
      ...written(amounts, money),
      ...dates,
      ...standing(kind, id, customer, now, context.user),
      CustomerName: textAt(value, 'CustomerName') ?? textAt(customer?.value, 'Name') ?? '',
      BatchKey: { Source: batch.source, Id: batch.id, CreatedDateTime: now },
      CurrencyKey: { ISOCode: normalId(money.currency.code) },
      Distributions: lines,
    },
  };
}

function standing(
  kind: ReceivablesKind,
  id: string,
  customer: StoredCustomer | undefined,
  now: string,
  user: string,
): ValueObject {
  return {
    Key: { Id: id },
    Type: RECEIVABLES[kind].literal,
    CustomerKey: { Id: customer?.id ?? '' },
    TransactionState: 'Work',
    PostedDate: null,
    IsDeleted: 'false',
    IsVoided: 'false',
    ModifiedDate: now,
    ModifiedBy: user,
  };
}

function checkAmounts(value: ValueObject, money: Money, context: RuleContext, problems: Problems): Amounts {
  const read = (member: string): bigint => money.read(value, member) ?? 0n;
  const salesSent = money.read(value, 'SalesAmount');
  if (salesSent === undefined) problems.add('missingValue', 'SalesAmount');
  const sales = salesSent ?? 0n;
  const tradeDiscount = read('TradeDiscountAmount');
  const freight = read('FreightAmount');
  const miscellaneous = read('MiscellaneousAmount');
  const tax = checkTax(value, sales - tradeDiscount, money, context, problems);
  const total = sales - tradeDiscount + freight + miscellaneous + tax;
  const document = money.read(value, 'DocumentAmount') ?? total;
  if (document !== total) problems.add('documentAmount', 'DocumentAmount');
  if (total < 0n) problems.add('negativeAmount', 'DocumentAmount');
  return { document, sales, tradeDiscount, freight, miscellaneous, tax, cost: read('CostAmount') };
}

function checkTax(value: ValueObject, taxable: bigint, money: Money, context: RuleContext, problems: Problems): bigint {
  const details = listAt(value, 'Taxes', 'ReceivablesTax');
  const sum = sumOf(details.map((detail) => money.read(detail, 'TaxAmount', 'Taxes.TaxAmount') ?? 0n));
  const sent = money.read(value, 'TaxAmount');
  if (sent === undefined && details.length === 0 && taxable > 0n) context.note('tax-calculated');
  const reckoned = percentOf(taxable, context.switches.scheduleTaxPercent, money.currency.decimals);
  const tax = sent ?? (details.length > 0 ? sum : reckoned);
  if (details.length > 0 && sum !== tax) problems.add('taxDetailSum', 'TaxAmount');
  if (details.length === 0 && (sent ?? 0n) !== 0n && context.switches.taxDetailsRequired) {
    problems.add('taxDetailsMissing', 'Taxes');
  }
  for (const detail of details) {
    const id = textAt(detail, 'Key', 'TaxDetailKey', 'Id');
    if (id === undefined || !context.company.has('taxDetails', id)) problems.add('unknownTaxDetail', 'Taxes.Key');
  }
  return tax;
}

function checkReferences(value: ValueObject, { company }: RuleContext, problems: Problems): void {
  const schedule = textAt(value, 'TaxScheduleKey', 'Id');
  if (schedule && !company.has('taxSchedules', schedule)) problems.add('unknownTaxSchedule', 'TaxScheduleKey');
  const terms = textAt(value, 'PaymentTermsKey', 'Id');
  if (terms && !company.has('paymentTerms', terms)) problems.add('unknownTerms', 'PaymentTermsKey');
}

function written(amounts: Amounts, money: Money): ValueObject {
  return {
    DocumentAmount: money.write(amounts.document),
    SalesAmount: money.write(amounts.sales),
    CostAmount: money.write(amounts.cost),
    TradeDiscountAmount: money.write(amounts.tradeDiscount),
    FreightAmount: money.write(amounts.freight),
    MiscellaneousAmount: money.write(amounts.miscellaneous),
    TaxAmount: money.write(amounts.tax),
    CurrentDocumentAmount: money.write(amounts.document),
  };
}

/** Receivable against sales, trade discount, freight, miscellaneous and tax; a credit memo the other way round. */
function automatic(kind: ReceivablesKind, amounts: Amounts, { company }: RuleContext): AutomaticLine[] {
  const account = company.first('accounts');
  const debit = (type: number, units: bigint): AutomaticLine => ({ type, account, debit: units, credit: 0n });
  const credit = (type: number, units: bigint): AutomaticLine => ({ type, account, debit: 0n, credit: units });
  const lines = [
    debit(3, amounts.document),
    debit(10, amounts.tradeDiscount),
    credit(9, amounts.sales),
    credit(11, amounts.freight),
    credit(12, amounts.miscellaneous),
    credit(13, amounts.tax),
  ];
  if (kind !== 'credit-memo') return lines;
  return lines.map((line) => ({ ...line, debit: line.credit, credit: line.debit }));
}
