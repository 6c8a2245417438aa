import type { CanonicalEventOf, CreditNote, Invoice, Payment, RecordRef, SkipRule } from '@ledgerbridge/contracts';
import type { Decision } from '@ledgerbridge/eventing';
import type { GpDocument } from '../gp/documents/gp-document.js';
import type { CreateOperation } from '../gp/gp-gateway.port.js';
import type { BatchKind } from '../gp/mapping/batch-id.js';
import type { DocumentFrame } from '../gp/mapping/document-frame.js';
import type { Facts } from '../gp/mapping/fingerprint.js';
import type { Effect } from '../gp/mapping/numbers.js';

export type DocumentEvent = CanonicalEventOf<'invoice'> | CanonicalEventOf<'payment'> | CanonicalEventOf<'credit-note'>;

/** A record as GP can hold it: the document it becomes and, voided afterwards, the one that undoes that. */
export interface RecordInGp {
  readonly event: DocumentEvent;
  readonly state: Invoice | Payment | CreditNote;
  readonly facts: Facts;
  readonly first: Effect;
  readonly undoing: Effect;
  /** At the source it does not count any more. */
  readonly isUndone: boolean;
  /** Why nothing is due for one that was never in GP, as far as it says so itself. */
  readonly rule: SkipRule | undefined;
  /** The same, when it does not count any more. */
  readonly undoneRule: SkipRule;
  /** What keeps one that counts from being written, by the records around it. */
  obstacle(): Promise<Decision | undefined>;
  /** @throws UnfitRecordError */
  build(effect: Effect, frame: DocumentFrame): GpDocument;
}

interface EffectTraits {
  readonly kind: GpDocument['kind'];
  readonly operation: CreateOperation;
  readonly batch: BatchKind;
}

const RECEIPT: EffectTraits = { kind: 'cash-receipt', operation: 'CreateCashReceipt', batch: 'cash' };
const INVOICE: EffectTraits = { kind: 'invoice', operation: 'CreateReceivablesInvoice', batch: 'sales' };
const CREDIT: EffectTraits = { kind: 'credit-memo', operation: 'CreateReceivablesCreditMemo', batch: 'sales' };
const DEBIT: EffectTraits = { kind: 'debit-memo', operation: 'CreateReceivablesDebitMemo', batch: 'sales' };

/** What each effect is in GP. */
export const EFFECTS: Readonly<Record<Effect, EffectTraits>> = {
  invoice: INVOICE,
  'invoice-undone': CREDIT,
  payment: RECEIPT,
  'payment-undone': DEBIT,
  'credit-note': CREDIT,
  'credit-note-undone': DEBIT,
  refund: DEBIT,
  'refund-undone': CREDIT,
};

export function customerOf({ event, state }: Pick<RecordInGp, 'event' | 'state'>): RecordRef {
  return { connection: event.record.connection, type: 'customer', sourceId: state.customerId };
}
