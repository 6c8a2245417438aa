import { MappingSettings } from './mapping-settings.js';
import type { CreditNoteDocument } from './mapping/credit-note.mapper.js';
import type { DocumentContext } from './mapping/document.mapper.js';
import type { InvoiceDocument } from './mapping/invoice.mapper.js';
import type { CustomerRow, DetailRow, InvoiceRow, PaymentRow, SummaryRow } from './odata/wire.js';

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

const CREDIT = { DocumentType: 'C' };

/** A credit note of 300.00 and tax, negative as SYSPRO keeps it, that names nothing. */
export function creditNote(over: Partial<CreditNoteDocument> = {}): CreditNoteDocument {
  const amounts = {
    MerchandiseValue: '-300.00',
    TaxValue: '-45.00',
    ForeignMerchVal: '-300.00',
    ForeignTaxVal: '-45.00',
  };
  return {
    header: header({ ...CREDIT, CurrencyValue: '-345.00', InvoiceBal1: '-345.00' }),
    summaries: [summary({ ...CREDIT, ...amounts, CreditedInvoice: ' ' })],
    details: [detail({ ...CREDIT, QtyInvoiced: '-3.000000', NetSalesValue: '-300.00', TaxValue: '-45.00' })],
    invoiceIdOf: (number) => `BAY001~${number}~I`,
    ...over,
  };
}

export function payment(over: Record<string, unknown> = {}): PaymentRow {
  return {
    Customer: 'BAY001',
    Invoice: '000000000100001',
    DocumentType: 'I',
    EntryNumber: 1,
    TrnType: 'P',
    JournalDate: '2026-11-10T00:00:00Z',
    Reference: 'EFT 4711',
    TrnValue: '1150.00',
    PostValue: '1150.00',
    PostCurrency: 'R  ',
    PaymentNumber: '000000042',
    ...over,
  };
}

export function context(over: Partial<DocumentContext> = {}): DocumentContext {
  return {
    settings: settings(),
    terms: new Map([['30', 30]]),
    textOf: (code) => (code === 'B100' ? 'Bicycle, red' : undefined),
    today: '2026-11-22',
    ...over,
  };
}
