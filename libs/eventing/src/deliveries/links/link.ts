import type { DeliveryState, RecordRef, SkipRule } from '@ledgerbridge/contracts';

/** The row joining a record to its target object on one target connection. */
export interface Link {
  readonly targetConnection: string;
  readonly record: RecordRef;
  /** Reserved before the first call, so an echo of our own write finds it. */
  readonly targetId: string;
  /** Highest version seen, written or not. */
  readonly sequence: string;
  /** Digest of what was delivered last. */
  readonly fingerprint?: string;
  /** A version was delivered in full: the target object exists and dependents may follow. */
  readonly confirmed: boolean;
  /** A call that may have created the target object was made and not refused, though no version is confirmed yet. */
  readonly mayExist?: boolean;
}

/** How far a record has come on one target connection, by its newest version. */
export type Standing =
  /** No version of it has landed here. */
  | { readonly kind: 'unseen' }
  | { readonly kind: 'there'; readonly link: Link }
  /** It may still be written, by us or with a person's help. */
  | { readonly kind: 'open' }
  /** It is at rest and nothing was written. */
  | { readonly kind: 'ended'; readonly state: DeliveryState; readonly reason?: string };

/** Links of the target connection a delivery is for. */
export interface LinkLookup {
  /** The link of a record, once a target id is reserved. */
  find(record: RecordRef): Promise<Link | undefined>;
  /** Whether the record is there, may still come, or will not. */
  standing(record: RecordRef): Promise<Standing>;
  /** Whose target object this is; how an echo of our own write is recognised. */
  findByTargetId(type: RecordRef['type'], targetId: string): Promise<Link | undefined>;
  /** Whether some version of the record ended by this rule here. */
  wasSkipped(record: RecordRef, rule: SkipRule): Promise<boolean>;
}
