import { CurrencyKey, CustomerAddressKey, CustomerKey, keyType, NO_MOMENT } from './common-types.js';
import { listOf, nillable, optional, required, struct, type Member } from './schema-type.js';

/** Members that are never ours to set; their places are known, so that ours find theirs among what GP gave. */
function others(...names: readonly string[]): Member[] {
  return names.map((name) => optional(name));
}

export const InternetAddresses = struct('InternetAddresses', [
  others('MessengerAddress'),
  optional('EmailToAddress'),
  others('EmailCcAddress', 'EmailBccAddress'),
  others('InternetField1', 'InternetField2', 'InternetField3', 'InternetField4'),
  others('InternetField5', 'InternetField6', 'InternetField7', 'InternetField8', 'AdditionalInformation'),
]);

export const PhoneNumber = struct('PhoneNumber', [optional('Value'), others('CountryCode', 'Extension')]);

export const CustomerAddress = struct('CustomerAddress', [
  others('Extensions'),
  [optional('Line1'), optional('Line2'), optional('Line3')],
  [optional('City'), optional('State'), optional('PostalCode')],
  [optional('CountryRegion'), optional('Phone1', PhoneNumber)],
  others('Phone2', 'Phone3', 'Fax', 'CountryRegionCodeKey', 'Name'),
  optional('ContactPerson'),
  others('UPSZone', 'ShippingMethodKey', 'TaxScheduleKey'),
  [required('CreatedDate', NO_MOMENT), required('ModifiedDate', NO_MOMENT), nillable('LastModifiedDate')],
  others('UserDefined1', 'UserDefined2'),
  optional('InternetAddresses', InternetAddresses),
  optional('Key', CustomerAddressKey),
  others('SalespersonKey', 'SalesTerritoryKey', 'WarehouseKey'),
  nillable('DeleteOnUpdate'),
]);

export const CustomerClassKey = keyType('CustomerClassKey');

export const Customer = struct('Customer', [
  others('Extensions'),
  optional('Key', CustomerKey),
  [nillable('IsOnHold'), nillable('IsActive'), nillable('ShipCompleteOnly')],
  optional('Name'),
  others('Shortname', 'StatementName'),
  optional('ClassKey', CustomerClassKey),
  nillable('Priority'),
  optional('DefaultAddressKey', CustomerAddressKey),
  others('ShipToAddressKey', 'BillToAddressKey', 'StatementToAddressKey', 'Comment1', 'Comment2'),
  others('TradeDiscountPercent', 'PaymentTermsKey'),
  [nillable('DiscountGracePeriod'), nillable('DueDateGracePeriod')],
  others('PriceLevelKey', 'Notes'),
  nillable('BalanceType'),
  others('FinanceCharge', 'MinimumPayment', 'CreditLimit', 'MaximumWriteoff'),
  nillable('AllowRevaluation'),
  required('PostResultsTo', 'Receivables/Discount Account'),
  [nillable('OrderFullfillmentShortageDefault'), nillable('IncludeInDemandPlanning')],
  others('PaymentCardAccount', 'BankName', 'BankBranch', 'UserLanguageKey', 'TaxExemptNumbers'),
  [optional('TaxRegistrationNumber'), optional('CurrencyKey', CurrencyKey)],
  others('RateTypeKey'),
  nillable('StatementCycle'),
  others('HistoryOptions'),
  nillable('SendEmailStatements'),
  others('BankAccountKey'),
  nillable('DefaultCashAccountType'),
  others('CashGLAccountKey', 'AccountsReceivableGLAccountKey', 'SalesGLAccountKey', 'CostOfGoodsSoldGLAccountKey'),
  others('InventoryGLAccountKey', 'PaymentTermsDiscountTakenGLAccountKey'),
  others('PaymentTermsDiscountAvailableGLAccountKey', 'FinanceChargesGLAccountKey', 'WriteoffGLAccountKey'),
  others('SalesOrderReturnsGLAccountKey', 'OverpaymentWriteoffGLAccountKey', 'StatementRecipients'),
  [required('CreatedDate', NO_MOMENT), required('ModifiedDate', NO_MOMENT), required('LastModifiedDate', NO_MOMENT)],
  others('CorporateAccountKey', 'UserDefined1', 'UserDefined2'),
  optional('Addresses', listOf(CustomerAddress)),
]);
