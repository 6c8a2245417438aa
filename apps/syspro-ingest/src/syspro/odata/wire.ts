/** How a key column is written in `$filter`. */
export type KeyKind = 'text' | 'number';

export interface KeyColumn<C extends string = string> {
  readonly name: C;
  readonly kind: KeyKind;
}

/** A SYSPRO table as it is read: what orders its rows, and which columns are mapped. */
export interface SysproTable<C extends string = string> {
  readonly name: string;
  /** Orders the rows without ties. */
  readonly order: readonly KeyColumn<C>[];
  readonly columns: readonly C[];
}

/** A row as the service sends it: a number that a double cannot hold exactly as its digits, anything else as JSON has it. */
export type WireRow<T extends SysproTable = SysproTable> = Readonly<
  Partial<Record<T extends SysproTable<infer C> ? C : string, unknown>>
>;

function table<const C extends string>(
  name: string,
  order: readonly (readonly [C, KeyKind])[],
  columns: readonly C[],
): SysproTable<C> {
  const keys = order.map(([column, kind]) => ({ name: column, kind }));
  return { name, order: keys, columns: [...new Set([...keys.map((key) => key.name), ...columns])] };
}

const ADDRESS_COLUMNS = [
  'SoldToAddr1',
  'SoldToAddr2',
  'SoldToAddr3',
  'SoldToAddr3Loc',
  'SoldToAddr4',
  'SoldToAddr5',
  'SoldPostalCode',
  'ShipToAddr1',
  'ShipToAddr2',
  'ShipToAddr3',
  'ShipToAddr3Loc',
  'ShipToAddr4',
  'ShipToAddr5',
  'ShipPostalCode',
] as const;

export const AR_CUSTOMER = table(
  'ArCustomer',
  [['Customer', 'text']],
  [
    'Customer',
    'Name',
    'CustomerOnHold',
    'TermsCode',
    'Currency',
    'TaxStatus',
    'CompanyTaxNumber',
    'Contact',
    'Telephone',
    'Email',
    ...ADDRESS_COLUMNS,
  ],
);

const AR_INVOICE_KEY = [
  ['Customer', 'text'],
  ['Invoice', 'text'],
  ['DocumentType', 'text'],
] as const;

export const AR_INVOICE = table('ArInvoice', AR_INVOICE_KEY, [
  'Customer',
  'Invoice',
  'DocumentType',
  'InvoiceDate',
  'SalesOrder',
  'CustomerPoNumber',
  'TermsCode',
  'InvoiceYear',
  'CurrencyValue',
  'InvoiceBal1',
  'InvoiceBal2',
  'InvoiceBal3',
  'PostCurrency',
  'ConvRate',
  'MulDiv',
]);

/** ArInvoice again, for what other rows need to know of the document they name. */
export const AR_DOCUMENT = table('ArInvoice', AR_INVOICE_KEY, ['PostCurrency']);

export const AR_INVOICE_PAY = table(
  'ArInvoicePay',
  [...AR_INVOICE_KEY, ['EntryNumber', 'number']],
  ['TrnType', 'JournalDate', 'Reference', 'TrnValue', 'PostValue', 'PostCurrency', 'PaymentNumber'],
);

/** By register, not by period: a register belongs to one period, and services limit the columns of `$orderby`. */
const ORDER_OF_SUMMARIES = [
  ['Register', 'number'],
  ['Invoice', 'text'],
  ['SummaryLine', 'number'],
] as const;

/** CreditedInvoice: what a credit note credits. */
export const AR_TRN_SUMMARY = table('ArTrnSummary', ORDER_OF_SUMMARIES, [
  'Register',
  'Invoice',
  'SummaryLine',
  'Customer',
  'DocumentType',
  'CreditedInvoice',
  'Currency',
  'MerchandiseValue',
  'FreightValue',
  'OtherValue',
  'TaxValue',
  'ForeignMerchVal',
  'ForeignFreightVal',
  'ForeignOtherVal',
  'ForeignTaxVal',
  'ExchangeRate',
  'MulDiv',
]);

/** ArTrnSummary again, for the currency of documents that leave theirs blank. */
export const AR_SUMMARY_CURRENCY = table('ArTrnSummary', ORDER_OF_SUMMARIES, ['Customer', 'DocumentType', 'Currency']);

/** ArTrnSummary again, for what a credit note says of the document it credits. */
export const AR_CREDIT_LINK = table('ArTrnSummary', ORDER_OF_SUMMARIES, ['Customer', 'CreditedInvoice']);

export const AR_TRN_DETAIL = table(
  'ArTrnDetail',
  [
    ['Register', 'number'],
    ['Invoice', 'text'],
    ['SummaryLine', 'number'],
    ['DetailLine', 'number'],
  ],
  [
    'TrnYear',
    'TrnMonth',
    'Register',
    'Invoice',
    'SummaryLine',
    'DetailLine',
    'Customer',
    'DocumentType',
    'StockCode',
    'LineType',
    'TaxCode',
    'QtyInvoiced',
    'NetSalesValue',
    'TaxValue',
    'DiscValue',
    'LineInvoiceDisc',
    'PostConvRate',
    'PostMulDiv',
  ],
);

export type CustomerRow = WireRow<typeof AR_CUSTOMER>;
export type InvoiceRow = WireRow<typeof AR_INVOICE>;
export type PaymentRow = WireRow<typeof AR_INVOICE_PAY>;
export type SummaryRow = WireRow<typeof AR_TRN_SUMMARY>;
export type DetailRow = WireRow<typeof AR_TRN_DETAIL>;

/** A two-column table of codes whose names are settings. */
export function codeTable(name: string, code: string, value: string): SysproTable {
  return table(name, [[code, 'text']], [code, value]);
}
