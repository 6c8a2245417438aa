import { isZeroDecimal, stateDigest } from '@ledgerbridge/contracts';
import { documentTypeOf } from './document-kind.js';
import { DocumentIndex } from './document-index.js';
import type { DocumentRowsReader } from './document-rows.reader.js';
import { PAYMENT_WINDOW } from './document-selection.js';
import type { RawRowKey, RowOutcome } from './mapped-row.js';
import type { MappingSettings } from './mapping-settings.js';
import { documentKey, unreadableKey, unreadableSourceId } from './mapping/document-key.js';
import {
  mapPayment,
  paymentKey,
  paymentSourceId,
  postedCurrency,
  type PaymentContext,
} from './mapping/payment.mapper.js';
import { isRowRejected, RowRejected, shapeOf, unlessRejected } from './mapping/rejection.js';
import type { RowReader } from './record.reader.js';
import { scalarText } from './odata/exact-json.js';
import { AR_DOCUMENT, AR_INVOICE_PAY, type PaymentRow } from './odata/wire.js';

type Context = Omit<PaymentContext, 'documentCurrency'>;

/** What belongs to credit notes says where they were applied, or is an unapplied payment. */
const CREDIT = 'C';
const PAID = new Set(['I', 'D']);

/** Turns rows of ArInvoicePay into payments. */
export class PaymentReader implements RowReader<'payment'> {
  readonly table = AR_INVOICE_PAY;
  readonly window = PAYMENT_WINDOW;
  readonly only = [];

  constructor(
    private readonly rows: DocumentRowsReader,
    private readonly context: Context,
  ) {}

  /** One outcome a row, in order. */
  async outcomes(rows: readonly PaymentRow[]): Promise<RowOutcome<'payment'>[]> {
    const currencyOf = await this.documentCurrencies(rows);
    return rows.map((row) => outcomeOf(row, { ...this.context, documentCurrency: currencyOf(row) }));
  }

  /** Currencies of the documents, as SYSPRO writes them; asked for only where rows do not say theirs. */
  private async documentCurrencies(rows: readonly PaymentRow[]): Promise<(row: PaymentRow) => string | undefined> {
    const { settings } = this.context;
    const silent = rows.filter((row) => isPayment(row, settings) && isSilent(row, settings));
    const index = new DocumentIndex<string>();
    if (silent.length > 0) {
      await this.rows.read({ table: AR_DOCUMENT, headers: silent, isWholeRange: false }, (row) => {
        const currency = scalarText(row['PostCurrency'])?.trim() ?? '';
        if (currency !== '') unlessRejected(() => index.add(documentKey(row), currency));
      });
    }
    return (row) => index.find(row);
  }
}

function outcomeOf(row: PaymentRow, context: PaymentContext): RowOutcome<'payment'> {
  let sourceId = unreadablePaymentId(row);
  let key: { key?: RawRowKey } = {};
  try {
    const { type, ...rest } = paymentKey(row);
    sourceId = paymentSourceId({ type, ...rest });
    key = { key: keyOf(row) };
    if (type !== CREDIT && !PAID.has(type)) {
      throw new RowRejected('DocumentType', shapeOf(row.DocumentType), 'DOCUMENT_TYPE_UNKNOWN');
    }
    const state = isPayment(row, context.settings) ? mapPayment(row, context) : undefined;
    const isMoney = state !== undefined && !isZeroDecimal(state.amount);
    return isMoney
      ? { kind: 'mapped', sourceId, state, isComplete: true, key: keyOf(row) }
      : { kind: 'carried-later', sourceId };
  } catch (error) {
    if (!isRowRejected(error)) throw error;
    const { field, shape, rule } = error;
    return { kind: 'rejected', sourceId, field, shape, rule, digest: stateDigest(row), ...key };
  }
}

function isPayment(row: PaymentRow, { payments }: MappingSettings): boolean {
  const type = (scalarText(row.TrnType) ?? '').trim().toUpperCase();
  return documentTypeOf(row) !== CREDIT && payments.types.some((name) => name.trim().toUpperCase() === type);
}

/** Readable, and without a currency of its own. */
function isSilent(row: PaymentRow, settings: MappingSettings): boolean {
  return unlessRejected(() => paymentKey(row) && (postedCurrency(row, settings) ?? '')) === '';
}

function unreadablePaymentId(row: PaymentRow): string {
  return `${unreadableSourceId(row)}~${unreadableKey(row.EntryNumber)}`;
}

function keyOf(row: PaymentRow): RawRowKey {
  return {
    customer: String(row.Customer),
    invoice: String(row.Invoice),
    documentType: String(row.DocumentType),
    entry: scalarText(row.EntryNumber) ?? '',
  };
}
