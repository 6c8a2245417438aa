import type { Origin, RecordRef, RecordStates, RecordType } from '@ledgerbridge/contracts';
import type { Rejection } from '@ledgerbridge/sync';

/** Resources that are published, and the record each of them is. */
export const RECORD_TYPE_OF = {
  customer: 'customer',
  subscription: 'subscription',
  invoice: 'invoice',
  transaction: 'payment',
  credit_note: 'credit-note',
} as const satisfies Record<string, RecordType>;

/** The API's own word for a resource, as in `content.<kind>` of an event. */
export type ResourceKind = keyof typeof RECORD_TYPE_OF;

/** Which records of other connections the site's objects were made from. */
export interface Origins {
  /** @param targetId the object's id; of a payment its tag, see `paymentTag` */
  of(type: RecordType, targetId: string): Origin | undefined;
}

export const NO_ORIGINS: Origins = { of: () => undefined };

/** What mapping needs to know beside the resource. */
export interface ReadingContext {
  /** Id of the connection the resource was read from. */
  readonly connection: string;
  /** The site's, IANA. */
  readonly timeZone: string;
  /** Custom fields of customers (`cf_…`) that are published. */
  readonly customFields: readonly string[];
  readonly origins: Origins;
}

/** Why a sound resource is not published. */
export type NotCarriedReason =
  /** An invoice that is not closed: its lines may still change. */
  | 'pending-invoice'
  /** Money reserved, not moved. */
  | 'authorization'
  /** A payment without an outcome; it is read again when it has one. */
  | 'payment-unsettled';

export interface MappedRecord<T extends RecordType = RecordType> {
  readonly kind: 'mapped';
  readonly record: RecordRef & { readonly type: T };
  readonly state: RecordStates[T];
  /** `resource_version`, milliseconds. */
  readonly sourceVersionMs?: number;
}

export interface NotCarried {
  readonly kind: 'not-carried';
  readonly record: RecordRef;
  readonly reason: NotCarriedReason;
}

export interface RejectedResource {
  readonly kind: 'rejected';
  readonly rejection: Rejection;
}

export type MappedResource = MappedRecord | NotCarried | RejectedResource;

/** Thrown by mappers and caught by `mapResource`. */
export class ResourceNotCarried extends Error {
  constructor(readonly reason: NotCarriedReason) {
    super(reason);
    this.name = 'ResourceNotCarried';
  }
}

export function isResourceNotCarried(error: unknown): error is ResourceNotCarried {
  return (error as { name?: unknown } | undefined)?.name === 'ResourceNotCarried';
}
