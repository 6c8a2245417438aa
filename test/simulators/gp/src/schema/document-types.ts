import type { TypeTable } from './type-declaration.js';

const DEBIT_MEMBERS =
  'CommissionBasedOn~:CommissionBasedOn CommissionAmount?:MoneyAmount Commissions?:ArrayOfReceivablesCommission';

/** Receivables documents and cash receipts, as they are sent and as they are answered. */
export const DOCUMENT_TYPES: TypeTable = {
  ReceivablesDocumentType: {
    values: [
      ...['Balance Brought Forward', 'Invoice', 'Scheduled Payment', 'Debit Memo', 'Finance Charge'],
      ...['Service Repair', 'Warranty', 'Credit Memo', 'Return', 'Cash Receipt'],
    ],
  },
  ReceivablesTransactionState: { values: ['Work', 'Open', 'History'] },
  CommissionBasedOn: { values: ['Sales', 'Document Total'] },
  CashReceiptType: { values: ['Check', 'Cash', 'Payment Card'] },
  ReceivablesDocument: {
    base: 'BusinessObject',
    abstract: true,
    members: [
      'Key?:ReceivablesDocumentKey Type~:ReceivablesDocumentType Date~:dateTime DocumentAmount?:MoneyAmount',
      'SalesAmount?:MoneyAmount Description? CustomerPONumber? CostAmount?:MoneyAmount TradeDiscountAmount?:MoneyAmount',
      'FreightAmount?:MoneyAmount MiscellaneousAmount?:MoneyAmount TaxAmount?:MoneyAmount ExchangeRate~:decimal',
      'ExchangeDate~:dateTime CustomerName? TransactionState~:ReceivablesTransactionState',
      'SalesTaxScheduleKey?:TaxScheduleKey FreightTaxScheduleKey?:TaxScheduleKey',
      'MiscellaneousTaxScheduleKey?:TaxScheduleKey GeneralLedgerPostingDate~:dateTime PostedDate~:dateTime PostedBy?',
      'IsElectronic~:boolean IsIntrastatDocument~:boolean IsDirectDebitDocument~:boolean',
      'CurrentDocumentAmount?:MoneyAmount CorporateAccountKey?:CustomerKey AuditTrailCode? InvoicePaidOffDate~:dateTime',
      'IsDeleted~:boolean IsVoided~:boolean VoidDate~:dateTime ModifiedDate~:dateTime ModifiedBy? BatchKey?:BatchKey',
      'CustomerKey?:CustomerKey AddressKey?:CustomerAddressKey SalespersonKey?:SalespersonKey',
      'SalesTerritoryKey?:SalesTerritoryKey ShippingMethodKey?:ShippingMethodKey TaxScheduleKey?:TaxScheduleKey',
      'CurrencyKey?:CurrencyKey Taxes?:ArrayOfReceivablesTax Distributions?:ArrayOfReceivablesDistribution',
    ].join(' '),
  },
  ReceivablesDebitDocument: {
    base: 'ReceivablesDocument',
    abstract: true,
    members: [
      'Payment?:ReceivablesPayment Terms?:ReceivablesTerms WriteoffAmount?:MoneyAmount GSTDiscountAmount?:MoneyAmount',
      'PaymentTermsKey?:PaymentTermsKey',
    ].join(' '),
  },
  ReceivablesCreditDocument: { base: 'ReceivablesDocument', abstract: true, members: 'DiscountReturned?:MoneyAmount' },
  ReceivablesInvoice: { base: 'ReceivablesDebitDocument', members: DEBIT_MEMBERS },
  ReceivablesDebitMemo: { base: 'ReceivablesDebitDocument', members: DEBIT_MEMBERS },
  ReceivablesCreditMemo: { base: 'ReceivablesCreditDocument' },
  CashReceipt: {
    base: 'BusinessObject',
    members: [
      'CustomerKey?:CustomerKey CorporateAccountKey?:CustomerKey Key?:ReceivablesDocumentKey CheckCardNumber?',
      'PaymentCardTypeKey?:PaymentCardTypeKey BatchKey?:BatchKey AuditTrailCode? Type~:CashReceiptType',
      'BankAccountKey?:BankAccountKey Date~:dateTime PostedDate~:dateTime PostedBy? GeneralLedgerPostingDate~:dateTime',
      'ModifiedDate~:dateTime ModifiedBy? Amount?:MoneyAmount Description? CurrencyKey?:CurrencyKey',
      'ExchangeRate~:decimal ExchangeDate~:dateTime IsVoided~:boolean VoidDate~:dateTime',
      'Distributions?:ArrayOfCashReceiptDistribution',
    ].join(' '),
  },
  ReceivablesPayment: { members: 'Cash?:CashDetail Check?:CheckDetail PaymentCard?:ReceivablesPaymentCardDetail' },
  CashDetail: { members: 'Amount?:MoneyAmount BankAccountKey?:BankAccountKey Date~:dateTime Number?' },
  CheckDetail: { members: 'Amount?:MoneyAmount BankAccountKey?:BankAccountKey Date~:dateTime Number? CheckNumber?' },
  PaymentCardDetail: {
    members: 'Amount?:MoneyAmount Date~:dateTime Number? ReceiptNumber? TypeKey?:PaymentCardTypeKey',
  },
  ReceivablesPaymentCardDetail: { base: 'PaymentCardDetail', members: 'BankAccountKey?:BankAccountKey' },
  Terms: {
    members:
      'Discount?:MoneyPercentChoice DiscountAvailableAmount?:MoneyAmount DueDate~:dateTime DiscountDate~:dateTime',
  },
  ReceivablesTerms: {
    base: 'Terms',
    members: 'DiscountTakenAmount?:MoneyAmount DiscountAvailableTakenAmount?:MoneyAmount',
  },
  ArrayOfReceivablesCommission: { members: 'ReceivablesCommission*:ReceivablesCommission' },
  ReceivablesCommission: {
    base: 'BusinessObject',
    members: [
      'Key?:ReceivablesCommissionKey SalespersonKey?:SalespersonKey SalesTerritoryKey?:SalesTerritoryKey',
      'CommissionPercent?:Percent CommissionAmount?:MoneyAmount PercentOfSale?:Percent',
      'NoncommissionedAmount?:MoneyAmount SalesAmount?:MoneyAmount',
    ].join(' '),
  },
  Distribution: {
    base: 'BusinessObject',
    abstract: true,
    members: [
      'DistributionTypeKey?:DistributionTypeKey Reference? GLAccountKey?:GLAccountNumberKey DebitAmount?:Amount',
      'CreditAmount?:Amount',
    ].join(' '),
  },
  ArrayOfReceivablesDistribution: { members: 'ReceivablesDistribution*:ReceivablesDistribution' },
  ReceivablesDistribution: { base: 'Distribution', members: 'Key?:ReceivablesDistributionKey IsPosted~:boolean' },
  ArrayOfCashReceiptDistribution: { members: 'CashReceiptDistribution*:CashReceiptDistribution' },
  CashReceiptDistribution: { base: 'Distribution', members: 'Key?:ReceivablesDistributionKey' },
  Tax: {
    base: 'BusinessObject',
    abstract: true,
    members: 'TaxAmount?:MoneyAmount TotalAmount?:MoneyAmount TaxableAmount?:MoneyAmount IsBackoutTax~:boolean',
  },
  ArrayOfReceivablesTax: { members: 'ReceivablesTax*:ReceivablesTax' },
  ReceivablesTax: {
    base: 'Tax',
    members: [
      'Key?:ReceivablesTaxKey SalesTaxAmount?:MoneyAmount FreightTaxAmount?:MoneyAmount',
      'MiscellaneousTaxAmount?:MoneyAmount GLAccountKey?:GLAccountNumberKey',
    ].join(' '),
  },
};
