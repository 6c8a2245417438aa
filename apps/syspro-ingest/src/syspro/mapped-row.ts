import type { Customer, RecordStates } from '@ledgerbridge/contracts';
import type { RejectionRule } from './mapping/rejection.js';

/** A row that cannot be mapped, as the run reports it; `digest` is of everything read of it. */
export interface RejectedSourceRow {
  readonly kind: 'rejected';
  readonly sourceId: string;
  readonly field: string;
  readonly shape: string;
  readonly rule: RejectionRule;
  readonly digest: string;
}

export interface MappedCustomer {
  readonly kind: 'customer';
  readonly sourceId: string;
  readonly state: Customer;
}

/** The types of record whose rows are read in windows and, where something is amiss, again by key. */
export type WindowedType = 'invoice' | 'credit-note' | 'payment';

/** Key columns of a row as received, to ask for it again. */
export interface RawRowKey {
  readonly customer: string;
  readonly invoice: string;
  readonly documentType: string;
  /** Of a payment: its number among those of the document. */
  readonly entry?: string;
}

export interface MappedRow<T extends WindowedType> {
  readonly kind: 'mapped';
  readonly sourceId: string;
  readonly state: RecordStates[T];
  /** False: rows that should belong to it were not found, and are made up for. */
  readonly isComplete: boolean;
  readonly key: RawRowKey;
}

/** Known, but not carried by this version: an unapplied payment, an adjustment. */
export interface CarriedLater {
  readonly kind: 'carried-later';
  readonly sourceId: string;
}

export type CustomerOutcome = MappedCustomer | RejectedSourceRow;
export type RowOutcome<T extends WindowedType> =
  MappedRow<T> | CarriedLater | (RejectedSourceRow & { readonly key?: RawRowKey });
