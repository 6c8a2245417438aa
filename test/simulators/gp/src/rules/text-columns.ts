import { inCodePage } from '../company/ids.js';
import { isObject, type Value, type ValueObject } from '../schema/value.js';
import type { Switches } from '../switches.js';
import type { Problems } from './validation-failure.js';

/** Length of a column, by the dotted path of the member; `id` columns are never truncated. */
export type Columns = Readonly<Record<string, { length: number; id?: true }>>;

const id = (length = 15) => ({ length, id: true as const });
const text = (length: number) => ({ length });

const COMMON: Columns = {
  'CustomerKey.Id': id(),
  'BatchKey.Id': id(),
  'BatchKey.Source': id(),
  'CurrencyKey.ISOCode': id(),
  Description: text(30),
};
const DISTRIBUTION = { Reference: text(30), 'GLAccountKey.Id': id(75) };
const inside = (path: string, columns: Columns): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [`${path}.${name}`, column]));

const ADDRESS: Columns = {
  Name: text(64),
  ContactPerson: text(60),
  'Key.Id': id(),
  Line1: text(60),
  Line2: text(60),
  Line3: text(60),
  City: text(35),
  State: text(29),
  PostalCode: text(10),
  CountryRegion: text(60),
  'CountryRegionCodeKey.Id': id(6),
  'Phone1.Value': text(21),
  'Phone2.Value': text(21),
  'Phone3.Value': text(21),
  'Fax.Value': text(21),
  'TaxScheduleKey.Id': id(),
  'InternetAddresses.InternetField1': text(200),
  'InternetAddresses.EmailToAddress': text(200),
  UserDefined1: text(20),
  UserDefined2: text(20),
};

export const CUSTOMER_COLUMNS: Columns = {
  'Key.Id': id(),
  Name: text(64),
  Shortname: text(15),
  StatementName: text(64),
  'ClassKey.Id': id(),
  'DefaultAddressKey.Id': id(),
  'BillToAddressKey.Id': id(),
  'ShipToAddressKey.Id': id(),
  'StatementToAddressKey.Id': id(),
  'CurrencyKey.ISOCode': id(),
  'PaymentTermsKey.Id': id(20),
  TaxRegistrationNumber: text(15),
  Comment1: text(30),
  Comment2: text(30),
  UserDefined1: text(20),
  UserDefined2: text(20),
  ...inside('Addresses.CustomerAddress', ADDRESS),
};

export function documentColumns(switches: Switches): Columns {
  return {
    ...COMMON,
    'Key.Id': id(switches.documentNumberLength),
    CustomerPONumber: text(20),
    CustomerName: text(64),
    'TaxScheduleKey.Id': id(),
    'PaymentTermsKey.Id': id(20),
    'Payment.Cash.Number': text(20),
    'Payment.Check.Number': text(20),
    'Payment.Check.CheckNumber': text(20),
    'Taxes.ReceivablesTax.Key.TaxDetailKey.Id': id(),
    ...inside('Distributions.ReceivablesDistribution', DISTRIBUTION),
  };
}

export function receiptColumns(switches: Switches): Columns {
  return {
    ...COMMON,
    'Key.Id': id(switches.documentNumberLength),
    CheckCardNumber: text(20),
    'BankAccountKey.Id': id(),
    'PaymentCardTypeKey.Id': id(),
    ...inside('Distributions.CashReceiptDistribution', DISTRIBUTION),
  };
}

/** The object as its columns keep it: in the code page, without blanks at the end, cut where that is allowed. */
export function intoColumns(
  object: ValueObject,
  columns: Columns,
  switches: Switches,
  problems: Problems,
): ValueObject {
  const keep = (value: Value | undefined, path: string): Value | undefined => {
    if (typeof value === 'string') return keepText(value, path);
    if (Array.isArray(value)) return value.map((item) => keep(item, path) as Value);
    return isObject(value) ? keepObject(value, path === '' ? '' : `${path}.`) : value;
  };
  const keepObject = (value: ValueObject, prefix: string): ValueObject =>
    Object.fromEntries(Object.entries(value).map(([name, member]) => [name, keep(member, `${prefix}${name}`)]));
  const keepText = (value: string, path: string): string => {
    const paged = (switches.codePage === 'unicode' ? value : inCodePage(value)).replace(/ +$/, '');
    const column = columns[path];
    if (column === undefined || paged.length <= column.length) return paged;
    if (column.id === true || switches.overlongText === 'reject') problems.add('tooLong', path);
    return paged.slice(0, column.length);
  };
  return keepObject(object, '');
}
