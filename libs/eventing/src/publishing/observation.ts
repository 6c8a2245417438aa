import type { RecordRef, RecordStates, RecordType } from '@ledgerbridge/contracts';

/** A record as it was just seen at its source. */
export interface Observation<T extends RecordType = RecordType> {
  readonly record: RecordRef & { readonly type: T };
  /** Full state; `status: 'deleted'` tells a deletion. */
  readonly state: RecordStates[T];
  /** The source's own version of the record (its time of change), milliseconds since 1970, when it has one. */
  readonly sourceVersionMs?: number;
  readonly observedAtMs: number;
  /** When it happened at the source, RFC 3339 UTC; without it the source version, else the time of observation. */
  readonly occurredAt?: string;
  /** Webhook event or sync run that showed it. */
  readonly causationId: string;
}

/**
 * What became of an observation: `created` and `changed` were published; `unchanged` equals what is published;
 * `stale` is older than what is published.
 */
export type PublicationOutcome = 'created' | 'changed' | 'unchanged' | 'stale';
