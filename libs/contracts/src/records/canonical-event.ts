import type { CreditNote } from './credit-note.js';
import type { Customer } from './customer.js';
import type { Invoice } from './invoice.js';
import type { Payment } from './payment.js';
import type { RecordRef, RecordType } from './record-ref.js';
import type { Subscription } from './subscription.js';

export interface RecordStates {
  customer: Customer;
  invoice: Invoice;
  payment: Payment;
  'credit-note': CreditNote;
  subscription: Subscription;
}

/** What can happen to a record, by type; `ce_type` is `billing.<type>.<change>`. */
export const CHANGES = {
  customer: ['created', 'updated', 'deleted'],
  invoice: ['issued', 'updated', 'voided', 'deleted'],
  payment: ['succeeded', 'updated', 'failed', 'refunded', 'voided', 'deleted'],
  'credit-note': ['issued', 'updated', 'voided', 'deleted'],
  subscription: ['created', 'updated', 'cancelled', 'deleted'],
} as const satisfies Record<RecordType, readonly string[]>;

export type ChangeOf<T extends RecordType = RecordType> = (typeof CHANGES)[T][number];

/** A fact of one record: its full state at one version. */
export interface CanonicalEventOf<T extends RecordType> {
  /** UUIDv5 of connection / type / source id / sequence. */
  readonly id: string;
  readonly record: RecordRef & { readonly type: T };
  readonly change: ChangeOf<T>;
  /** Fixed-width decimal; higher is newer, per record. */
  readonly sequence: string;
  /** When it happened at the source, RFC 3339 UTC. */
  readonly time: string;
  /** The webhook event or sync run that showed it. */
  readonly causationId?: string;
  readonly state: RecordStates[T];
}

/** A canonical event of any type; narrow with `isEventOf`. */
export type CanonicalEvent = { [T in RecordType]: CanonicalEventOf<T> }[RecordType];

export function isEventOf<T extends RecordType>(
  event: CanonicalEvent,
  type: T,
): event is CanonicalEvent & CanonicalEventOf<T> {
  return event.record.type === type;
}
