import type { CanonicalEvent, FailureClass, RecordRef, SafeDetails, SkipRule } from '@ledgerbridge/contracts';
import type { Connection, HeldConnection } from '@ledgerbridge/connections';
import type { Link, LinkLookup } from './links/link.js';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: JsonValue;
}

/**
 * One outside system as the dispatcher sees it: what a canonical event means there, how to write it, how to find out
 * whether a write happened. All of order, doubt, retry and fencing is the dispatcher's.
 */
export interface DeliveryTarget<S extends object = object> {
  /** Ids of the target connections that accept records of this event's source connection. */
  targetsFor(event: CanonicalEvent): readonly string[];

  /** The effect that is due, from the event's full state and the link only; never from `event.change`. */
  decide(input: DecideInput<S>): Promise<Decision>;

  /**
   * Makes the one call of a request, settling within `timeouts().requestSeconds` of its first byte and before
   * `callTimeoutMs` of the held connection has passed. `held.signal` here means "stop now": the lease is lost;
   * `held.ending` means "do not begin": a call that still waits for its turn rejects with LEASE_LOST.
   * @throws anything; `classify` decides what it means. A `LEASE_LOST` error says that nothing was sent.
   */
  send(request: StoredRequest, held: HeldConnection<S>): Promise<void>;

  /** What the target holds where the request writes, compared after normalising. */
  readBack(request: StoredRequest, held: HeldConnection<S>): Promise<ReadBack>;

  /** One table by code, never by `instanceof`. */
  classify(error: unknown): Classification;

  timeouts(connection: Connection<S>): TargetTimeouts;

  /** How many customers are written at the same time on this connection. */
  concurrency(connection: Connection<S>): number;
}

export interface DecideInput<S extends object = object> {
  readonly event: CanonicalEvent;
  readonly held: HeldConnection<S>;
  /** Absent until a target id was reserved for the record. */
  readonly link?: Link;
  readonly links: LinkLookup;
}

/** How long a call may take, and how long the target may still be busy with it after that; in seconds. */
export interface TargetTimeouts {
  readonly requestSeconds: number;
  readonly settleSeconds: number;
}

/** What a failure concerns: one record, or everything that is written to the connection. */
export type FailureScope = 'record' | 'connection';

/**
 * Nothing is wrong with the record, but the connection's settings keep it back (a closed period): it waits until a newer
 * version of the connection, or a person, has it decided anew. It burns no attempt and keeps no other record waiting.
 */
interface Held {
  readonly kind: 'held';
  /** Shown as the reason of the wait. */
  readonly reason: string;
  readonly details: SafeDetails;
}

export type Decision =
  | {
      readonly kind: 'write';
      readonly targetId: string;
      /** Digest of the target-relevant fields, kept on the link when delivered. */
      readonly fingerprint: string;
      /** At least one; sent in this order, each resumed on its own. */
      readonly requests: readonly StoredRequest[];
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'skipped'; readonly rule: SkipRule }
  | { readonly kind: 'waiting'; readonly on: RecordRef }
  | Held
  | {
      readonly kind: 'failed';
      readonly failureClass: FailureClass;
      readonly code: string;
      readonly details: SafeDetails;
      /** As in a `Classification`. */
      readonly scope?: FailureScope;
      /**
       * A record whose arrival changes this: the delivery is decided anew by itself once a version of it has landed, or,
       * `until: 'there'`, once it is in the target.
       */
      readonly awaits?: RecordRef;
      readonly until?: 'landed' | 'there';
    };

/** Everything needed to send the same bytes again; holds no secret. */
export interface StoredRequest {
  readonly step: string;
  /** Idempotency key. */
  readonly key: string;
  readonly body: JsonObject;
  /**
   * Sets full state (an update): sending it again is harmless at any time. A read-back that differs, or cannot be made
   * out, then only says that the state is not there yet, and the same bytes are sent again.
   */
  readonly repeatable?: boolean;
  /**
   * For a target that does not refuse the same id twice: the read-back query runs before every send, the first one
   * too, and the call is made only when nothing is found.
   */
  readonly readBackFirst?: boolean;
  /**
   * What it says depends on what the target held when it was decided. Refused for a while, it is decided anew instead of
   * sent again: another delivery may have changed the target meanwhile.
   */
  readonly dependsOnTarget?: boolean;
}

export type ReadBack =
  /** What the request writes is there. */
  | { readonly kind: 'equal' }
  | { readonly kind: 'absent' }
  /** Something else is there under our id. */
  | { readonly kind: 'different'; readonly differences: Record<string, { ours: string; theirs: string }> }
  /** It may be there but the target does not show it. */
  | { readonly kind: 'unreadable' };

export type Classification =
  | { readonly kind: 'transient'; readonly retryAfterMs?: number }
  /** Surely not received: refused connection, unknown host, maintenance. */
  | { readonly kind: 'target-down' }
  /** May have been applied: time-out, reset, unreadable answer. */
  | { readonly kind: 'in-doubt' }
  /** The target says that our id is taken. */
  | { readonly kind: 'duplicate' }
  /** Refused for what the connection's settings can keep back, had they known. */
  | Held
  | {
      readonly kind: 'permanent';
      readonly failureClass: FailureClass;
      readonly code: string;
      readonly message: string;
      readonly details: SafeDetails;
      /**
       * `connection`: every call would end the same, so one failure speaks for all and nothing more is written until
       * it is dealt with. A record when absent.
       */
      readonly scope?: FailureScope;
    };
