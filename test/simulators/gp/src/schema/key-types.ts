import type { TypeTable } from './type-declaration.js';

const reference = (members: string) => ({ base: 'ReferenceKey', members });
const withId = reference('Id?');

/** Keys, context and amounts, which all operations share. */
export const KEY_TYPES: TypeTable = {
  Key: { abstract: true, namespace: 'dynamics' },
  OrganizationKey: { base: 'Key', abstract: true, namespace: 'dynamics' },
  CompanyKey: { base: 'OrganizationKey', namespace: 'dynamics', members: 'Id:int' },
  SecurityKey: { abstract: true, namespace: 'security' },
  RoleKey: { base: 'SecurityKey', namespace: 'security', members: 'Id?' },
  CurrencyType: { values: ['Transactional', 'Local'] },
  Context: {
    namespace: 'dynamics',
    members:
      'WorkOnBehalfOf? OrganizationKey?:OrganizationKey CultureName? CurrencyType:CurrencyType RoleKey?:RoleKey TenantName?',
  },
  GreatPlainsKey: { base: 'Key', abstract: true, members: 'CompanyKey?:CompanyKey' },
  ReferenceKey: { base: 'GreatPlainsKey', abstract: true },
  TransactionKey: { base: 'GreatPlainsKey', abstract: true },
  BankAccountKey: withId,
  CompanyAddressKey: withId,
  CountryRegionCodeKey: withId,
  CustomerClassKey: withId,
  CustomerKey: withId,
  PaymentCardTypeKey: withId,
  PaymentTermsKey: withId,
  PriceLevelKey: withId,
  RateTypeKey: withId,
  SalesTerritoryKey: withId,
  SalespersonKey: withId,
  ShippingMethodKey: withId,
  TaxDetailKey: withId,
  TaxScheduleKey: withId,
  VendorKey: withId,
  WarehouseKey: withId,
  BatchKey: reference('Source? Id? CreatedDateTime:dateTime'),
  CurrencyKey: reference('ISOCode?'),
  CustomerAddressKey: reference('CustomerKey?:CustomerKey Id?'),
  DistributionTypeKey: reference('Id:int'),
  GLAccountNumberKey: reference('Id? IsEncrypted:boolean'),
  LanguageKey: reference('Id:int'),
  PaymentCardAccountKey: reference('PaymentCardTypeKey?:PaymentCardTypeKey Number?'),
  ReceivablesDocumentKey: { base: 'TransactionKey', members: 'Id?' },
  ReceivablesCommissionKey: {
    base: 'TransactionKey',
    members: 'ReceivablesDocumentKey?:ReceivablesDocumentKey SequenceNumber:int',
  },
  ReceivablesDistributionKey: {
    base: 'TransactionKey',
    members: 'ReceivablesDocumentKey?:ReceivablesDocumentKey SequenceNumber:int',
  },
  ReceivablesTaxKey: {
    base: 'TransactionKey',
    members: 'ReceivablesDocumentKey?:ReceivablesDocumentKey TaxDetailKey?:TaxDetailKey',
  },
  Amount: { abstract: true },
  MoneyAmount: { base: 'Amount', members: 'Currency? Value:decimal DecimalDigits:int' },
  Percent: { members: 'Value:decimal DecimalDigits:int' },
  MoneyPercentChoice: { members: 'Percent?:Percent Amount?:MoneyAmount' },
  BusinessObject: { abstract: true, members: 'Extensions?:ExtensionList' },
  ExtensionList: { members: 'Extension*:Extension' },
  // what an extension carries is of no concern here: its one member takes no content
  Extension: { namespace: 'dynamics' },
  ArrayOfString: { members: 'string*' },
};
