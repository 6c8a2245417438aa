import { currencyDigits, isZeroDecimal, toDecimalString } from '@ledgerbridge/contracts';
import type {
  CashReceipt,
  GpDistribution,
  GpDocumentHead,
  GpTaxDetail,
  ReceivablesDocument,
} from '../documents/gp-document.js';
import type { MappingSettings } from '../mapping-settings.js';
import type { StructValue } from './schema/schema-type.js';

type DistributionTypes = MappingSettings['distributionTypes'];

const RECEIPT_TYPES = { check: 'Check', cash: 'Cash', card: 'Payment Card' } as const;

/**
 * A receivables document as the service's schema has it. `DocumentAmount` is left to GP, the tax is stated even when it
 * is zero: each is calculated when it is absent.
 * @see https://learn.microsoft.com/previous-versions/dynamicsgp/developer/cc508064
 */
export function receivablesValue(document: ReceivablesDocument, types: DistributionTypes | undefined): StructValue {
  const { currency, taxes = [], distributions } = document;
  const unlessZero = (amount: string) => (isZeroDecimal(amount) ? undefined : money(amount, currency));
  return {
    ...head(document),
    SalesAmount: money(document.salesAmount, currency),
    TradeDiscountAmount: unlessZero(document.tradeDiscount),
    FreightAmount: unlessZero(document.freight),
    MiscellaneousAmount: unlessZero(document.miscellaneous),
    TaxAmount: money(document.tax, currency),
    CustomerPONumber: document.purchaseOrder,
    Taxes: taxes.length === 0 ? undefined : { ReceivablesTax: taxes.map((tax) => taxValue(tax, currency)) },
    Distributions: distributionsValue('ReceivablesDistribution', distributions, currency, types),
    ...(document.dueDate !== undefined && { Terms: { DueDate: moment(document.dueDate) } }),
  };
}

export function cashReceiptValue(receipt: CashReceipt, types: DistributionTypes | undefined): StructValue {
  const { currency, checkbookId, cardTypeId } = receipt;
  return {
    ...head(receipt),
    Type: RECEIPT_TYPES[receipt.method],
    Amount: money(receipt.amount, currency),
    CheckCardNumber: receipt.reference,
    BankAccountKey: checkbookId === undefined ? undefined : { Id: checkbookId },
    PaymentCardTypeKey: cardTypeId === undefined ? undefined : { Id: cardTypeId },
    Distributions: distributionsValue('CashReceiptDistribution', receipt.distributions, currency, types),
  };
}

function head(document: GpDocumentHead): StructValue {
  return {
    Key: { Id: document.number },
    Date: moment(document.date),
    Description: document.description,
    GeneralLedgerPostingDate: document.glPostingDate === undefined ? undefined : moment(document.glPostingDate),
    BatchKey: { Id: document.batchId },
    CustomerKey: { Id: document.customerId },
    CurrencyKey: { ISOCode: document.currency },
  };
}

function taxValue({ detailId, taxAmount, taxableAmount }: GpTaxDetail, currency: string): StructValue {
  return {
    TaxAmount: money(taxAmount, currency),
    TaxableAmount: money(taxableAmount, currency),
    Key: { TaxDetailKey: { Id: detailId } },
    SalesTaxAmount: money(taxAmount, currency),
  };
}

/** Nothing where GP's policy makes the distributions itself. */
function distributionsValue(
  member: string,
  distributions: readonly GpDistribution[] | undefined,
  currency: string,
  types: DistributionTypes | undefined,
): StructValue | undefined {
  if (types === undefined || distributions === undefined || distributions.length === 0) return undefined;
  const values = distributions.map(({ role, account, debit, credit, reference }) => ({
    DistributionTypeKey: { Id: String(types[role]) },
    Reference: reference,
    GLAccountKey: { Id: account },
    DebitAmount: money(debit, currency),
    CreditAmount: money(credit, currency),
  }));
  return { [member]: values };
}

/** With the currency's digits, or as many as the amount has; never rounded. */
function money(amount: string, currency: string): StructValue {
  const written = toDecimalString(amount).split('.')[1]?.length ?? 0;
  const digits = Math.max(currencyDigits(currency) ?? 2, written);
  return { Currency: currency, Value: toDecimalString(amount, digits), DecimalDigits: String(digits) };
}

/** GP's moments have no zone, and those of documents no time. */
function moment(day: string): string {
  return `${day}T00:00:00`;
}
