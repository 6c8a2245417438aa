import type { CurrencyOptions } from '../company/company-options.js';
import { normalId } from '../company/ids.js';
import type { BatchSource, StoredCustomer } from '../company/stored.js';
import { textAt, type ValueObject } from '../schema/value.js';
import { localTime, type RuleContext } from './rule-context.js';
import type { Problems } from './validation-failure.js';

const BATCH_ID_LENGTH = 15;

/** The customer a document is for. */
export function checkCustomer(
  value: ValueObject,
  context: RuleContext,
  problems: Problems,
): StoredCustomer | undefined {
  const id = textAt(value, 'CustomerKey', 'Id');
  if (id === undefined || id === '') {
    problems.add('missingValue', 'CustomerKey');
    return undefined;
  }
  const customer = context.company.customer(id);
  if (customer === undefined) {
    problems.add('unknownCustomer', 'CustomerKey');
    return undefined;
  }
  const { switches } = context;
  if (switches.inactiveCustomer === 'refuse' && textAt(customer.value, 'IsActive') === 'false') {
    problems.add('inactiveCustomer', 'CustomerKey');
  }
  if (switches.onHoldCustomer === 'refuse' && textAt(customer.value, 'IsOnHold') === 'true') {
    problems.add('onHoldCustomer', 'CustomerKey');
  }
  return customer;
}

/** The document's currency: as named, else that of its amount, else the functional one. */
export function checkCurrency(
  value: ValueObject,
  amountMember: string,
  context: RuleContext,
  problems: Problems,
): CurrencyOptions {
  const { company, switches } = context;
  const named = textAt(value, 'CurrencyKey', 'ISOCode') ?? textAt(value, amountMember, 'Currency');
  const code = named === undefined || named === '' ? company.functionalCurrency : named;
  const currency = company.currency(code);
  if (currency === undefined || currency.enabled === false) problems.add('currencyNotEnabled', 'CurrencyKey');
  const foreign = normalId(code) !== company.functionalCurrency;
  if (foreign && context.localAmounts) problems.add('amountCurrency', 'CurrencyKey');
  const rated = textAt(value, 'ExchangeRate') !== undefined && textAt(value, 'ExchangeDate') !== undefined;
  if (foreign && !switches.exchangeTables && !rated) problems.add('exchangeRate', 'ExchangeRate');
  return currency ?? { code, decimals: 5 };
}

/** Dates of a document, the posting date following the document's when it is not named. */
export function checkDates(
  value: ValueObject,
  context: RuleContext,
  problems: Problems,
): { Date: string; GeneralLedgerPostingDate: string } {
  const date = textAt(value, 'Date') ?? `${localTime(context.nowMs).slice(0, 10)}T00:00:00`;
  const posting = textAt(value, 'GeneralLedgerPostingDate') ?? date;
  const { closedThrough } = context.switches;
  if (closedThrough !== null && posting.slice(0, 10) <= closedThrough) {
    problems.add('closedPeriod', 'GeneralLedgerPostingDate');
  }
  return { Date: date, GeneralLedgerPostingDate: posting };
}

/** The batch a document goes to; a name is found for it when none is given. */
export function checkBatch(
  value: ValueObject,
  source: BatchSource,
  context: RuleContext,
  problems: Problems,
): { source: BatchSource; id: string } {
  const { switches, company, nowMs } = context;
  const given = textAt(value, 'BatchKey', 'Id');
  const hourly = `WS${localTime(nowMs).replace(/\D/g, '').slice(0, 10)}`;
  const id = normalId(switches.batchPrefix + (given === undefined || given === '' ? hourly : given));
  if (id.length > BATCH_ID_LENGTH) problems.add('tooLong', 'BatchKey.Id');
  const wanted = textAt(value, 'BatchKey', 'Source');
  if (wanted !== undefined && wanted !== '' && normalId(wanted) !== normalId(source)) {
    problems.add('otherOriginBatch', 'BatchKey.Source');
  }
  if (switches.lockedBatches.some((locked) => normalId(locked) === id)) problems.add('lockedBatch', 'BatchKey');
  const same = company.inBatch(id);
  if (switches.otherOriginBatch === 'refuse' && same.some(({ batch }) => batch.source !== source)) {
    problems.add('otherOriginBatch', 'BatchKey');
  }
  if (switches.missingBatch === 'refuse' && given !== undefined && !same.some(({ batch }) => batch.source === source)) {
    problems.add('unknownBatch', 'BatchKey');
  }
  return { source, id };
}
