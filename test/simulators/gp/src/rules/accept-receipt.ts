import { normalId } from '../company/ids.js';
import type { StoredDocument } from '../company/stored.js';
import { textAt, type ValueObject } from '../schema/value.js';
import { checkBatch, checkCurrency, checkCustomer, checkDates } from './common-rules.js';
import { distributions, type AutomaticLine } from './distribution-rules.js';
import { Money } from './money.js';
import { checkNumber } from './number-rules.js';
import { localTime, type RuleContext } from './rule-context.js';
import { intoColumns, receiptColumns } from './text-columns.js';
import { Problems } from './validation-failure.js';

/**
 * Checks a new cash receipt by the rules of eConnect's taRMCashReceiptInsert and completes it as GP does.
 * @throws ValidationFailure naming everything that is wrong
 */
export function acceptReceipt(sent: ValueObject, context: RuleContext): StoredDocument {
  const problems = new Problems();
  const value = intoColumns(sent, receiptColumns(context.switches), context.switches, problems);
  const id = checkNumber('cash-receipt', value, context, problems);
  const customer = checkCustomer(value, context, problems);
  const money = new Money(checkCurrency(value, 'Amount', context, problems), problems);
  const amount = checkAmount(value, money, problems);
  const dates = checkDates(value, context, problems);
  const batch = checkBatch(value, 'RM_Cash', context, problems);
  const checkbook = checkCheckbook(value, context, problems);
  checkCard(value, context, problems);
  const lines = distributions(
    { value, item: 'CashReceiptDistribution', total: amount, automatic: automatic(amount, context) },
    money,
    context,
    problems,
  );
  problems.throwIfAny();
  const now = localTime(context.nowMs);
  const code = normalId(money.currency.code);
  return {
    kind: 'cash-receipt',
    id,
    customerId: customer?.id ?? '',
    currency: code,
    amount: money.text(amount),
    batch,
    state: 'Work',
    voided: false,
    createdAt: new Date(context.nowMs).toISOString(),
    createdBy: context.user,
    row: context.company.nextRow(),
    value: {
      ...value,
      ...dates,
      CustomerKey: { Id: customer?.id ?? '' },
      Key: { Id: id },
      BatchKey: { Source: batch.source, Id: batch.id, CreatedDateTime: now },
      Type: textAt(value, 'Type') ?? 'Check',
      BankAccountKey: { Id: checkbook },
      PostedDate: null,
      ModifiedDate: now,
      ModifiedBy: context.user,
      Amount: money.write(amount),
      CurrencyKey: { ISOCode: code },
      IsVoided: 'false',
      Distributions: lines,
    },
  };
}

function checkAmount(value: ValueObject, money: Money, problems: Problems): bigint {
  const amount = money.read(value, 'Amount');
  if (amount === undefined) problems.add('missingValue', 'Amount');
  if (amount === 0n) problems.add('zeroAmount', 'Amount');
  return amount ?? 0n;
}

function checkCheckbook(value: ValueObject, { company }: RuleContext, problems: Problems): string {
  const id = textAt(value, 'BankAccountKey', 'Id');
  if (id === undefined || id === '') return normalId(company.first('checkbooks'));
  if (!company.has('checkbooks', id)) problems.add('unknownCheckbook', 'BankAccountKey');
  return normalId(id);
}

function checkCard(value: ValueObject, { company, switches }: RuleContext, problems: Problems): void {
  const id = textAt(value, 'PaymentCardTypeKey', 'Id');
  if (id) {
    if (!company.has('cardTypes', id)) problems.add('unknownCardType', 'PaymentCardTypeKey');
  } else if (switches.cardTypeRequired && textAt(value, 'Type') === 'Payment Card') {
    problems.add('missingValue', 'PaymentCardTypeKey');
  }
}

function automatic(amount: bigint, { company }: RuleContext): AutomaticLine[] {
  const account = company.first('accounts');
  return [
    { type: 1, account, debit: amount, credit: 0n },
    { type: 3, account, debit: 0n, credit: amount },
  ];
}
