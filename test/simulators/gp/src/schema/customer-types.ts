import type { TypeTable } from './type-declaration.js';

const ACCOUNT_MEMBERS = [
  ...['Cash', 'AccountsReceivable', 'Sales', 'CostOfGoodsSold', 'Inventory', 'PaymentTermsDiscountTaken'],
  ...['PaymentTermsDiscountAvailable', 'FinanceCharges', 'Writeoff', 'SalesOrderReturns', 'OverpaymentWriteoff'],
].map((name) => `${name}GLAccountKey?:GLAccountNumberKey`);

const INTERNET_FIELDS = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `InternetField${number}?`);

/** Customers, their addresses, and what lists of customers answer. */
export const CUSTOMER_TYPES: TypeTable = {
  BalanceType: { values: ['Open Item', 'Balance Forward'] },
  MaximumWriteoffSpecialAmount: { values: ['Not Allowed', 'Unlimited'] },
  CreditLimitSpecialAmount: { values: ['No Credit', 'Unlimited Credit'] },
  ReceivablesPostResultsTo: { values: ['Receivables/Discount Account', 'Sales Offset Account'] },
  OrderFullfillmentShortage: { values: ['None', 'Backorder Remaining', 'Cancel Remaining'] },
  ReceivablesCashAccountType: { values: ['Bank Account', 'Customer'] },
  StatementCycle: {
    values: ['No Statement', 'Weekly', 'Bi-Weekly', 'Semi-Monthly', 'Monthly', 'Bi-Monthly', 'Quarterly'],
  },
  CreditLimit: { abstract: true, members: 'SpecialAmount:CreditLimitSpecialAmount Amount?:MoneyAmount' },
  CustomerCreditLimit: { base: 'CreditLimit', members: 'Period~:int PeriodAmount?:MoneyAmount' },
  MaximumWriteoff: { members: 'Amount?:MoneyAmount SpecialAmount:MaximumWriteoffSpecialAmount' },
  PaymentCardAccount: { members: 'Key?:PaymentCardAccountKey ExpirationDate~:dateTime' },
  HistoryOptions: {
    members:
      'KeepCalendarHistory~:boolean KeepFiscalHistory~:boolean KeepTransactionHistory~:boolean KeepDistributionHistory~:boolean',
  },
  EmailRecipients: { members: 'To?:ArrayOfString CC?:ArrayOfString BCC?:ArrayOfString' },
  Customer: {
    base: 'BusinessObject',
    members: [
      'Key?:CustomerKey IsOnHold~:boolean IsActive~:boolean ShipCompleteOnly~:boolean Name? Shortname? StatementName?',
      'ClassKey?:CustomerClassKey Priority~:int DefaultAddressKey?:CustomerAddressKey',
      'ShipToAddressKey?:CustomerAddressKey BillToAddressKey?:CustomerAddressKey',
      'StatementToAddressKey?:CustomerAddressKey Comment1? Comment2? TradeDiscountPercent?:Percent',
      'PaymentTermsKey?:PaymentTermsKey DiscountGracePeriod~:int DueDateGracePeriod~:int PriceLevelKey?:PriceLevelKey',
      'Notes? BalanceType~:BalanceType FinanceCharge?:MoneyPercentChoice MinimumPayment?:MoneyPercentChoice',
      'CreditLimit?:CustomerCreditLimit MaximumWriteoff?:MaximumWriteoff AllowRevaluation~:boolean',
      'PostResultsTo:ReceivablesPostResultsTo OrderFullfillmentShortageDefault~:OrderFullfillmentShortage',
      'IncludeInDemandPlanning~:boolean PaymentCardAccount?:PaymentCardAccount BankName? BankBranch?',
      'UserLanguageKey?:LanguageKey TaxExemptNumbers?:ArrayOfString TaxRegistrationNumber? CurrencyKey?:CurrencyKey',
      'RateTypeKey?:RateTypeKey StatementCycle~:StatementCycle HistoryOptions?:HistoryOptions',
      'SendEmailStatements~:boolean BankAccountKey?:BankAccountKey DefaultCashAccountType~:ReceivablesCashAccountType',
      ...ACCOUNT_MEMBERS,
      'StatementRecipients?:EmailRecipients CreatedDate:dateTime ModifiedDate:dateTime LastModifiedDate:dateTime',
      'CorporateAccountKey?:CustomerKey UserDefined1? UserDefined2? Addresses?:ArrayOfCustomerAddress',
    ].join(' '),
  },
  ArrayOfCustomerAddress: { members: 'CustomerAddress*:CustomerAddress' },
  AddressBase: { base: 'BusinessObject', abstract: true, members: 'Line1? Line2? Line3? City? State? PostalCode?' },
  PhoneNumber: { members: 'Value? CountryCode? Extension?' },
  ArrayOfPhoneNumber: { members: 'PhoneNumber*:PhoneNumber' },
  Address: {
    base: 'AddressBase',
    members: 'CountryRegion? Phone1?:PhoneNumber Phone2?:PhoneNumber Phone3?:PhoneNumber Fax?:PhoneNumber',
  },
  InternationalAddress: { base: 'Address', members: 'CountryRegionCodeKey?:CountryRegionCodeKey' },
  BusinessAddress: { base: 'InternationalAddress', members: 'Name? ContactPerson?' },
  ExtendedBusinessAddress: { base: 'BusinessAddress', members: 'County?' },
  InternetAddresses: {
    members: [
      'MessengerAddress? EmailToAddress? EmailCcAddress? EmailBccAddress?',
      ...INTERNET_FIELDS,
      'AdditionalInformation?',
    ].join(' '),
  },
  ConstituentAddress: {
    base: 'BusinessAddress',
    members: [
      'UPSZone? ShippingMethodKey?:ShippingMethodKey TaxScheduleKey?:TaxScheduleKey CreatedDate:dateTime',
      'ModifiedDate:dateTime LastModifiedDate~:dateTime UserDefined1? UserDefined2? InternetAddresses?:InternetAddresses',
    ].join(' '),
  },
  CustomerAddress: {
    base: 'ConstituentAddress',
    members: [
      'Key?:CustomerAddressKey SalespersonKey?:SalespersonKey SalesTerritoryKey?:SalesTerritoryKey',
      'WarehouseKey?:WarehouseKey DeleteOnUpdate~:boolean',
    ].join(' '),
  },
  ArrayOfCustomerSummary: { members: 'CustomerSummary*:CustomerSummary' },
  CustomerSummary: {
    members: [
      'Key?:CustomerKey Name? IsActive:boolean IsOnHold:boolean CustomerClassKey?:CustomerClassKey',
      'CorporateAccountKey?:CustomerKey SalespersonKey?:SalespersonKey State? PhoneNumbers?:ArrayOfPhoneNumber',
      'CreatedDate:dateTime ModifiedDate:dateTime LastModifiedDate:dateTime',
    ].join(' '),
  },
};
