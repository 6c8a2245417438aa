import type { TypeTable } from './type-declaration.js';

const equality = (type: string) => ({ members: `EqualValue~:${type} NotEqualValue~:${type}` });
const listOf = (type: string) => ({ members: `${type}*:${type}` });

/** `RestrictionOf…` and what extends it, for a nullable type. */
function nullable(name: string, type: string, items: string): TypeTable {
  return {
    [`RestrictionOfNullableOf${name}`]: equality(type),
    [`ListRestrictionOfNullableOf${name}`]: {
      base: `RestrictionOfNullableOf${name}`,
      members: `Items?:${items}`,
    },
    [`BetweenRestrictionOfNullableOf${name}`]: {
      base: `ListRestrictionOfNullableOf${name}`,
      members: `From~:${type} To~:${type} GreaterThan~:${type} LessThan~:${type}`,
    },
    [items]: listOf(type),
  };
}

const DOCUMENT_CRITERIA = { base: 'ReceivablesDocumentCriteriaBase' };
const DOCUMENT_SUMMARY = { base: 'ReceivablesDocumentSummaryBase' };

/** Criteria of lists and the summaries they answer. */
export const LIST_TYPES: TypeTable = {
  Restriction: { abstract: true },
  RestrictionOfString: { base: 'Restriction', members: 'EqualValue? NotEqualValue?' },
  ListRestrictionOfString: { base: 'RestrictionOfString', members: 'Items?:ArrayOfString' },
  BetweenRestrictionOfString: { base: 'ListRestrictionOfString', members: 'From? To? GreaterThan? LessThan?' },
  LikeRestrictionOfString: { base: 'BetweenRestrictionOfString', members: 'Like?' },
  RestrictionOfNullableOfBoolean: equality('boolean'),
  ...nullable('DateTime', 'dateTime', 'ArrayOfDateTime'),
  ...nullable('Int32', 'int', 'ArrayOfInt'),
  ...nullable('ReceivablesTransactionState', 'ReceivablesTransactionState', 'ArrayOfReceivablesTransactionState'),
  ...nullable('ReceivablesDocumentType', 'ReceivablesDocumentType', 'ArrayOfReceivablesDocumentType'),
  Criteria: { abstract: true },
  CustomerScope: { values: ['Return All', 'Return Based on Customer Id', 'Return Based on Salesperson Id'] },
  ReceivablesDocumentScope: { values: ['Return All', 'Return Based on Customer Id', 'Return Based on Salesperson Id'] },
  CashReceiptScope: { values: ['Return All', 'Return Based on CustomerId'] },
  CompanyCriteria: {
    base: 'Criteria',
    members: [
      'Id?:BetweenRestrictionOfNullableOfInt32 Name?:LikeRestrictionOfString',
      'CreatedDate?:BetweenRestrictionOfNullableOfDateTime ModifiedDate?:BetweenRestrictionOfNullableOfDateTime',
    ].join(' '),
  },
  CustomerCriteria: {
    base: 'Criteria',
    members: [
      'Id?:BetweenRestrictionOfString Name?:LikeRestrictionOfString IsActive?:RestrictionOfNullableOfBoolean',
      'IsOnHold?:RestrictionOfNullableOfBoolean SalespersonId?:LikeRestrictionOfString ClassId?:LikeRestrictionOfString',
      'CorporateAccountId?:LikeRestrictionOfString State?:LikeRestrictionOfString PhoneNumber?:LikeRestrictionOfString',
      'CreatedDate?:BetweenRestrictionOfNullableOfDateTime ModifiedDate?:BetweenRestrictionOfNullableOfDateTime',
      'LastModifiedDate?:BetweenRestrictionOfNullableOfDateTime Scope:CustomerScope',
    ].join(' '),
  },
  ReceivablesDocumentCriteriaBase: {
    base: 'Criteria',
    abstract: true,
    members: [
      'TransactionState?:ListRestrictionOfNullableOfReceivablesTransactionState DocumentId?:LikeRestrictionOfString',
      'Date?:BetweenRestrictionOfNullableOfDateTime CustomerId?:LikeRestrictionOfString BatchId?:LikeRestrictionOfString',
      'SalespersonId?:LikeRestrictionOfString ModifiedDate?:BetweenRestrictionOfNullableOfDateTime',
      'Scope:ReceivablesDocumentScope',
    ].join(' '),
  },
  ReceivablesInvoiceCriteria: DOCUMENT_CRITERIA,
  ReceivablesCreditMemoCriteria: DOCUMENT_CRITERIA,
  ReceivablesDebitMemoCriteria: DOCUMENT_CRITERIA,
  ReceivablesDocumentCriteria: {
    ...DOCUMENT_CRITERIA,
    members: 'Type?:ListRestrictionOfNullableOfReceivablesDocumentType',
  },
  CashReceiptCriteria: {
    base: 'Criteria',
    members: [
      'Id?:LikeRestrictionOfString CustomerId?:LikeRestrictionOfString BatchId?:LikeRestrictionOfString',
      'CurrencyISOCode?:ListRestrictionOfString',
      'TransactionState?:ListRestrictionOfNullableOfReceivablesTransactionState',
      'Date?:BetweenRestrictionOfNullableOfDateTime ModifiedDate?:BetweenRestrictionOfNullableOfDateTime',
      'Scope:CashReceiptScope',
    ].join(' '),
  },
  BatchCriteria: { base: 'Criteria', members: 'Id?:LikeRestrictionOfString Source?:LikeRestrictionOfString' },
  ReceivablesDocumentSummaryBase: {
    abstract: true,
    members: [
      'Key?:ReceivablesDocumentKey CustomerKey?:CustomerKey CustomerPONumber? CustomerName? Date~:dateTime',
      'CurrencyKey?:CurrencyKey BatchKey?:BatchKey SalespersonKey?:SalespersonKey TradeDiscountAmount?:MoneyAmount',
      'FreightAmount?:MoneyAmount MiscellaneousAmount?:MoneyAmount TaxAmount?:MoneyAmount DocumentAmount?:MoneyAmount',
      'ModifiedDate~:dateTime TransactionState~:ReceivablesTransactionState',
    ].join(' '),
  },
  ReceivablesInvoiceSummary: DOCUMENT_SUMMARY,
  ReceivablesCreditMemoSummary: DOCUMENT_SUMMARY,
  ReceivablesDebitMemoSummary: DOCUMENT_SUMMARY,
  ReceivablesDocumentSummary: { ...DOCUMENT_SUMMARY, members: 'Type~:ReceivablesDocumentType' },
  CashReceiptSummary: {
    members: [
      'Key?:ReceivablesDocumentKey CustomerKey?:CustomerKey BatchKey?:BatchKey Date~:dateTime CurrencyKey?:CurrencyKey',
      'BankAccountKey?:BankAccountKey Description? Amount?:MoneyAmount TransactionState~:ReceivablesTransactionState',
      'ModifiedDate~:dateTime',
    ].join(' '),
  },
  ArrayOfReceivablesInvoiceSummary: listOf('ReceivablesInvoiceSummary'),
  ArrayOfReceivablesCreditMemoSummary: listOf('ReceivablesCreditMemoSummary'),
  ArrayOfReceivablesDebitMemoSummary: listOf('ReceivablesDebitMemoSummary'),
  ArrayOfReceivablesDocumentSummary: listOf('ReceivablesDocumentSummary'),
  ArrayOfCashReceiptSummary: listOf('CashReceiptSummary'),
};
