import { isZeroDecimal, stateDigest } from '@ledgerbridge/contracts';
import { documentTypeOf, isBlank } from './document-kind.js';
import { DocumentIndex } from './document-index.js';
import type { DocumentRowsReader } from './document-rows.reader.js';
import { PAYMENT_WINDOW } from './document-selection.js';
import type { RawRowKey, RowOutcome } from './mapped-row.js';
import type { MappingSettings } from './mapping-settings.js';
import { documentKey, isUnappliedPayment, unreadableKey, unreadableSourceId } from './mapping/document-key.js';
import type { CurrencyRows } from './mapping/document.mapper.js';
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
import { AR_DOCUMENT, AR_INVOICE_PAY, AR_SUMMARY_CURRENCY, type PaymentRow, type SummaryRow } from './odata/wire.js';

type Context = Omit<PaymentContext, 'document'>;

/** A document whose currency is being found out. */
interface OpenCurrency extends CurrencyRows {
  readonly summaries: SummaryRow[];
}

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
    const { settings } = this.context;
    const documents = await this.documentsOf(rows.filter((row) => isPayment(row, settings) && isSilent(row, settings)));
    return rows.map((row) => outcomeOf(row, { ...this.context, document: documents.find(row) }));
  }

  /** What documents say of their currency, for rows that do not say theirs; summaries only where the header is blank. */
  private async documentsOf(silent: readonly PaymentRow[]): Promise<DocumentIndex<OpenCurrency>> {
    const index = new DocumentIndex<OpenCurrency>();
    if (silent.length === 0) return index;
    await this.rows.read({ table: AR_DOCUMENT, headers: silent, isWholeRange: false }, (header) => {
      unlessRejected(() => index.add(documentKey(header), { header, summaries: [] }));
    });
    const blank = silent.filter((row) => {
      const document = index.find(row);
      return document !== undefined && isBlank(document.header.PostCurrency);
    });
    if (blank.length > 0) {
      await this.rows.read({ table: AR_SUMMARY_CURRENCY, headers: blank, isWholeRange: false }, (row) =>
        index.find(row)?.summaries.push(row),
      );
    }
    return index;
  }
}

function outcomeOf(row: PaymentRow, context: PaymentContext): RowOutcome<'payment'> {
  let sourceId = unreadablePaymentId(row);
  let key: { key?: RawRowKey } = {};
  try {
    const named = paymentKey(row);
    const { type } = named;
    sourceId = paymentSourceId(named);
    if (isUnappliedPayment(named)) return { kind: 'carried-later', sourceId };
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

/** Readable, to be told, and without a currency of its own. */
function isSilent(row: PaymentRow, settings: MappingSettings): boolean {
  const isTold = () => !isUnappliedPayment(paymentKey(row)) && postedCurrency(row, settings) === undefined;
  return unlessRejected(isTold) ?? false;
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
