import type { RecordType, RejectedRow } from '@ledgerbridge/contracts';
import type { Connection, HeldConnection } from '@ledgerbridge/connections';
import type { Observation } from '@ledgerbridge/eventing';
import type { EntityManager } from 'typeorm';
import type { Schedule } from './schedule/schedule.js';

/** A row that cannot be mapped, with the digest of what was read: the same digest is not dead-lettered twice. */
export interface Rejection extends RejectedRow {
  readonly digest: string;
}

/**
 * What became of one page of source rows. Every row read is in exactly one of `observations`, `rejected`, `deferred`
 * and `carriedLater`.
 */
export interface SyncPage {
  readonly observations: readonly Omit<Observation, 'causationId'>[];
  readonly rejected: readonly Rejection[];
  /** Rows seen before they are complete; the stream looks at them again by itself. */
  readonly deferred: number;
  readonly carriedLater: number;
  /** Events that no notification told of, where the stream compares them. */
  readonly missed?: number;
  /** Sum of the documents' totals per currency, decimal strings. */
  readonly totals: Readonly<Record<string, string>>;
  /** Where an interrupted first load goes on after this page; JSON. */
  readonly resumeAt?: unknown;
  /** The stream's own rows, written in the page's transaction. */
  also?(tx: EntityManager): Promise<void>;
}

export interface SyncContext<S extends object> {
  readonly runId: string;
  readonly stream: string;
  readonly connection: Connection<S>;
  /** The right to call the outside system, for a source that calls it at the pace of all its holders' work. */
  readonly held: HeldConnection<S>;
  /** Start of this run by the database's clock; what the cursor becomes when the run completes. */
  readonly startedAt: Date;
  /** Aborted when the connection is no longer ours: stop after the page in hand. */
  readonly signal: AbortSignal;
  /** Calendar days a person asked for. Such a run never moves the cursor. */
  readonly requested: { readonly from?: string; readonly to?: string };
  /** Start of the last completed run under the same fingerprint; undefined: read everything. */
  readonly cursor?: Date;
  /** Where an interrupted first load stopped. */
  readonly resumeAt?: unknown;
  /** Tells the days read, for the run's report; both included. */
  window(from?: string, to?: string): Promise<void>;
  /**
   * Publishes a page, and keeps its counts, rejections and progress, in one transaction.
   * @throws SyncError RUN_TAKEN_OVER when the run is no longer ours; then nothing of the page is kept.
   */
  commit(page: SyncPage): Promise<void>;
  /** For a stream that reads every row, after its last page: counts published records of `type` that it did not see. */
  countAbsent(type: RecordType): Promise<void>;
}

/** An outside system as something to be polled: one implementation per service. */
export interface SyncSource<S extends object> {
  /** In the order they are read. */
  streams(connection: Connection<S>): readonly string[];
  schedule(connection: Connection<S>): Schedule;
  /** Digest of the settings that decide what a stream reads and how it is mapped: when it changes, all of it is read again. */
  fingerprint(connection: Connection<S>, stream: string): string;
  /** Reads one stream to its end; throws to fail the run. */
  run(context: SyncContext<S>): Promise<void>;
}

/** DI token of the service's SyncSource. */
export const SYNC_SOURCE = Symbol('SYNC_SOURCE');
