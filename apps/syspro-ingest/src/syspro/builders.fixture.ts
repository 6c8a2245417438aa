import { MappingSettings } from './mapping-settings.js';
import type { InvoiceContext, InvoiceDocument } from './mapping/invoice.mapper.js';
import type { CustomerRow, DetailRow, InvoiceRow, SummaryRow } from './odata/wire.js';

export function settings(over: Partial<MappingSettings> = {}): MappingSettings {
  return Object.assign(new MappingSettings(), over);
}

export function customerRow(over: Record<string, unknown> = {}): CustomerRow {
  return { Customer: 'BAY001         ', Name: 'Bayside Bikes', Currency: 'R  ', CustomerOnHold: 'N', ...over };
}

export function header(over: Record<string, unknown> = {}): InvoiceRow {
  return {
    Customer: 'BAY001',
    Invoice: '000000000100001',
    DocumentType: 'I',
    InvoiceDate: '2026-11-02T00:00:00Z',
    TermsCode: '30',
    InvoiceYear: '2026',
    CurrencyValue: '1150.00',
    InvoiceBal1: '1150.00',
    InvoiceBal2: '0.00',
    InvoiceBal3: '0.00',
    PostCurrency: 'R  ',
    ConvRate: '1.000000',
    MulDiv: 'M',
    SalesOrder: '000000000004711',
    CustomerPoNumber: 'PO 42',
    ...over,
  };
}

export function detail(over: Record<string, unknown> = {}): DetailRow {
  return {
    TrnYear: '2026',
    TrnMonth: '11',
    Register: '77',
    SummaryLine: '1',
    DetailLine: '1',
    Customer: 'BAY001',
    Invoice: '000000000100001',
    DocumentType: 'I',
    LineType: '1',
    StockCode: 'B100',
    TaxCode: 'A  ',
    QtyInvoiced: '10.000000',
    NetSalesValue: '1000.00',
    TaxValue: '150.00',
    DiscValue: '0.00',
    LineInvoiceDisc: '0.00',
    PostConvRate: '1.000000',
    PostMulDiv: 'M',
    ...over,
  };
}

export function summary(over: Record<string, unknown> = {}): SummaryRow {
  return {
    Register: '77',
    Invoice: '000000000100001',
    SummaryLine: '1',
    Customer: 'BAY001',
    DocumentType: 'I',
    Currency: 'R  ',
    MerchandiseValue: '1000.00',
    FreightValue: '0.00',
    OtherValue: '0.00',
    TaxValue: '150.00',
    ForeignMerchVal: '1000.00',
    ForeignFreightVal: '0.00',
    ForeignOtherVal: '0.00',
    ForeignTaxVal: '150.00',
    ExchangeRate: '1.000000',
    MulDiv: 'M',
    ...over,
  };
}

export function document(over: Partial<InvoiceDocument> = {}): InvoiceDocument {
  return { header: header(), summaries: [], details: [detail()], isCredited: false, ...over };
}

export function context(over: Partial<InvoiceContext> = {}): InvoiceContext {
  return {
    settings: settings(),
    terms: new Map([['30', 30]]),
    textOf: (code) => (code === 'B100' ? 'Bicycle, red' : undefined),
    today: '2026-11-22',
    ...over,
  };
}
