import { defineTable, type TableDefinition } from './column.js';

const ADDRESS = (prefix: string) =>
  `${prefix}Addr1:v40 ${prefix}Addr2:v40 ${prefix}Addr3:v40 ${prefix}Addr3Loc:v40 ${prefix}Addr4:v40 ${prefix}Addr5:v40`;

export const AR_CUSTOMER = defineTable(
  'ArCustomer',
  'Customer',
  `Customer:v15 Name:v50 ShortName:v20 CustomerClass:v10 Branch:v10 Area:v10 Salesperson:v20 TermsCode:c2 Currency:c3
   CreditLimit:n12.0 CreditStatus:c1 CustomerOnHold:c1 TaxStatus:c1 TaxExemptNumber:v30 CompanyTaxNumber:v15 Contact:v50
   Telephone:v20 Fax:v20 Email:v255 ${ADDRESS('SoldTo')} SoldPostalCode:v10 ${ADDRESS('ShipTo')} ShipPostalCode:v10
   State:c2 Nationality:c3 MasterAccount:v15 PriceCode:v10 DateCustAdded:d DateLastSale:d DateLastPay:d
   OutstOrdVal:n14.2 HighestBalance:n14.2 InvoiceCount:n10.0 UserField1:v10`,
);

export const AR_INVOICE = defineTable(
  'ArInvoice',
  'Customer Invoice DocumentType',
  `Customer:v15 Invoice:v20 DocumentType:c1 InvoiceDate:d SalesOrder:v20 CustomerPoNumber:v30 Salesperson:v20 Branch:v10
   Area:v10 TermsCode:c2 CurrencyValue:n14.2 OrigDiscValue:n14.2 InvoiceBal1:n14.2 InvoiceBal2:n14.2 InvoiceBal3:n14.2
   InvoiceYear:n4.0 InvoiceMonth:n2.0 YearInvBalZero:n4.0 MonthInvBalZero:n2.0 NextPaymEntry:n10.0 PostCurrency:c3
   ConvRate:n12.6 MulDiv:c1 AccountCur:c3 TaxStatus:c1 TaxPortion:n14.2 TaxCode:c3 DiscBal:n14.2 FixExchangeRate:c1
   OrigInvRate:n12.6 LastDelNote:v20 StoreNumber:v10`,
);

export const AR_TRN_SUMMARY = defineTable(
  'ArTrnSummary',
  'TrnYear TrnMonth Register Invoice SummaryLine',
  `TrnYear:n4.0 TrnMonth:n2.0 Register:n10.0 Invoice:v20 SummaryLine:n10.0 InvoiceDate:d Branch:v10 Salesperson:v20
   Customer:v15 OrderType:c2 CustomerPoNumber:v30 MerchandiseValue:n14.2 FreightValue:n14.2 OtherValue:n14.2
   TaxValue:n14.2 ForeignMerchVal:n14.2 ForeignFreightVal:n14.2 ForeignOtherVal:n14.2 ForeignTaxVal:n14.2
   ExchangeRate:n12.6 MulDiv:c1 Currency:c3 DiscValue:n14.2 MerchandiseCost:n14.2 Source:c1 DocumentType:c1
   SalesOrder:v20 Area:v10 TermsCode:c2 CreditedInvoice:v20 Operator:v20`,
);

export const AR_TRN_DETAIL = defineTable(
  'ArTrnDetail',
  'TrnYear TrnMonth Register Invoice SummaryLine DetailLine',
  `TrnYear:n4.0 TrnMonth:n2.0 Register:n10.0 Invoice:v20 SummaryLine:n10.0 DetailLine:n10.0 InvoiceDate:d Branch:v10
   Salesperson:v20 Customer:v15 OrderType:c2 StockCode:v30 Warehouse:v10 Area:v10 ProductClass:v20 TaxCode:c3
   QtyInvoiced:n18.6 Mass:n18.6 Volume:n18.6 NetSalesValue:n14.2 TaxValue:n14.2 CostValue:n14.2 DiscValue:n14.2
   LineType:c1 PriceCode:v10 DocumentType:c1 SalesOrder:v20 SalesOrderLine:n4.0 CustomerPoNumber:v30
   LineInvoiceDisc:n14.2 TaxableValue:n14.2 PostValue:n14.2 PostCurrency:c3 PostConvRate:n12.6 PostMulDiv:c1
   AccountCur:c3 TransactionGlCode:v35 DiscountGlCode:v35 CostGlCode:v35 GlYear:n4.0 GlPeriod:n2.0 GlJournal:n10.0`,
);

export const AR_INVOICE_PAY = defineTable(
  'ArInvoicePay',
  'Customer Invoice DocumentType EntryNumber',
  `Customer:v15 Invoice:v20 DocumentType:c1 EntryNumber:n10.0 TrnType:c1 JournalDate:d Journal:n10.0 Reference:v30
   TrnValue:n14.2 DiscValue:n14.2 TrnYear:n4.0 TrnMonth:n2.0 SalesOrder:v20 PostValue:n14.2 PostCurrency:c3
   PostConvRate:n12.6 PostMulDiv:c1 Branch:v10 PaymentNumber:v15 InvoiceNotation:v50 CollectorNumberAr:v15`,
);

export const INV_MASTER = defineTable(
  'InvMaster',
  'StockCode',
  'StockCode:v30 Description:v50 LongDesc:v100 AlternateKey1:v30 StockUom:v10 ProductClass:v20 TaxCode:c3 WarehouseToUse:v10',
);

/** Column names beside TermsCode and Description are this simulator's assumption. */
export const TBL_AR_TERMS = defineTable(
  'TblArTerms',
  'TermsCode',
  'TermsCode:c2 Description:v30 TermsType:c1 DueDays:n4.0 DiscDays:n4.0 DiscPct:n5.2',
);

/** Column names beside Currency and Description are this simulator's assumption. */
export const TBL_CURRENCY = defineTable(
  'TblCurrency',
  'Currency',
  'Currency:c3 Description:v30 BuyExchangeRate:n12.6 SellExchangeRate:n12.6 MulDiv:c1',
);

/** Not served: rows of documents that were announced by their header and arrive through a control later. */
export const WITHHELD = defineTable(
  '_Withheld',
  'Customer Invoice DocumentType',
  'Customer:v15 Invoice:v20 DocumentType:c1 Rows:v0',
);

export const SERVED_TABLES: readonly TableDefinition[] = [
  AR_CUSTOMER,
  AR_INVOICE,
  AR_TRN_SUMMARY,
  AR_TRN_DETAIL,
  AR_INVOICE_PAY,
  INV_MASTER,
  TBL_AR_TERMS,
  TBL_CURRENCY,
];
