import {
  anyAmount,
  BatchKey,
  CurrencyKey,
  CustomerAddressKey,
  CustomerKey,
  GLAccountNumberKey,
  keyType,
  MoneyAmount,
  ReceivablesDocumentKey,
} from './common-types.js';
import { listOf, nillable, optional, required, struct, type Member } from './schema-type.js';

const DISTRIBUTION: readonly Member[] = [
  optional('DistributionTypeKey', keyType('DistributionTypeKey', [required('Id')])),
  optional('Reference'),
  optional('GLAccountKey', GLAccountNumberKey),
  anyAmount('DebitAmount'),
  anyAmount('CreditAmount'),
];
const ReceivablesDistribution = struct('ReceivablesDistribution', [DISTRIBUTION, nillable('IsPosted')]);
const CashReceiptDistribution = struct('CashReceiptDistribution', [DISTRIBUTION]);

const TaxDetailKey = keyType('TaxDetailKey');
const ReceivablesTax = struct('ReceivablesTax', [
  optional('TaxAmount', MoneyAmount),
  optional('TotalAmount', MoneyAmount),
  optional('TaxableAmount', MoneyAmount),
  nillable('IsBackoutTax'),
  optional(
    'Key',
    keyType('ReceivablesTaxKey', [
      optional('ReceivablesDocumentKey', ReceivablesDocumentKey),
      optional('TaxDetailKey', TaxDetailKey),
    ]),
  ),
  optional('SalesTaxAmount', MoneyAmount),
]);

/** Members that are never sent and may be absent are left out. */
const RECEIVABLES_DOCUMENT: readonly Member[] = [
  optional('Key', ReceivablesDocumentKey),
  nillable('Type'),
  nillable('Date'),
  optional('DocumentAmount', MoneyAmount),
  optional('SalesAmount', MoneyAmount),
  optional('Description'),
  optional('CustomerPONumber'),
  optional('TradeDiscountAmount', MoneyAmount),
  optional('FreightAmount', MoneyAmount),
  optional('MiscellaneousAmount', MoneyAmount),
  optional('TaxAmount', MoneyAmount),
  nillable('ExchangeRate'),
  nillable('ExchangeDate'),
  nillable('TransactionState'),
  nillable('GeneralLedgerPostingDate'),
  nillable('PostedDate'),
  nillable('IsElectronic'),
  nillable('IsIntrastatDocument'),
  nillable('IsDirectDebitDocument'),
  nillable('InvoicePaidOffDate'),
  nillable('IsDeleted'),
  nillable('IsVoided'),
  nillable('VoidDate'),
  nillable('ModifiedDate'),
  optional('BatchKey', BatchKey),
  optional('CustomerKey', CustomerKey),
  optional('AddressKey', CustomerAddressKey),
  optional('CurrencyKey', CurrencyKey),
  optional('Taxes', listOf(ReceivablesTax)),
  optional('Distributions', listOf(ReceivablesDistribution)),
];

const Terms = struct('ReceivablesTerms', [nillable('DueDate'), nillable('DiscountDate')]);
const DEBIT_DOCUMENT: readonly Member[] = [optional('Terms', Terms), nillable('CommissionBasedOn')];

export const ReceivablesInvoice = struct('ReceivablesInvoice', [RECEIVABLES_DOCUMENT, DEBIT_DOCUMENT]);
export const ReceivablesDebitMemo = struct('ReceivablesDebitMemo', [RECEIVABLES_DOCUMENT, DEBIT_DOCUMENT]);
export const ReceivablesCreditMemo = struct('ReceivablesCreditMemo', [RECEIVABLES_DOCUMENT]);

export const CashReceipt = struct('CashReceipt', [
  optional('CustomerKey', CustomerKey),
  optional('Key', ReceivablesDocumentKey),
  optional('CheckCardNumber'),
  optional('PaymentCardTypeKey', keyType('PaymentCardTypeKey')),
  optional('BatchKey', BatchKey),
  nillable('Type'),
  optional('BankAccountKey', keyType('BankAccountKey')),
  nillable('Date'),
  nillable('PostedDate'),
  nillable('GeneralLedgerPostingDate'),
  nillable('ModifiedDate'),
  optional('Amount', MoneyAmount),
  optional('Description'),
  optional('CurrencyKey', CurrencyKey),
  nillable('ExchangeRate'),
  nillable('ExchangeDate'),
  nillable('IsVoided'),
  nillable('VoidDate'),
  optional('Distributions', listOf(CashReceiptDistribution)),
]);
