import { IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Matches, Min } from 'class-validator';
import { IsPart, IsParts } from '../records/parts.js';
import { CONNECTION_ID_PATTERN, RECORD_TYPES, type RecordType } from '../records/record-ref.js';
import { IsCalendarDate, IsInstant } from '../records/validators.js';

export const SYNC_RUN_STATES = ['requested', 'running', 'completed', 'failed'] as const;
export type SyncRunState = (typeof SYNC_RUN_STATES)[number];

/** A row that could not be mapped: named, never dropped in silence. */
export class RejectedRow {
  @IsIn(RECORD_TYPES)
  type!: RecordType;

  @IsString()
  sourceId!: string;

  @IsString()
  field!: string;

  /** Shape of the value (`string(300)`, `null`, `number`), never the value. */
  @IsString()
  shape!: string;

  @IsString()
  rule!: string;
}

/** Source rows of one run, by what became of them: rows = new + changed + unchanged + stale + rejected + deferred + carriedLater. */
export class SyncRunCounts {
  @IsInt() @Min(0) rows!: number;
  @IsInt() @Min(0) created!: number;
  @IsInt() @Min(0) changed!: number;
  @IsInt() @Min(0) unchanged!: number;
  /** Older than what is already published. */
  @IsInt() @Min(0) stale!: number;
  @IsInt() @Min(0) rejected!: number;
  /** Seen before it is complete; looked at again by the next run. */
  @IsInt() @Min(0) deferred!: number;
  /** Of a kind this version does not carry yet. */
  @IsInt() @Min(0) carriedLater!: number;
  /** Published before, not in this full scan (not a deletion). */
  @IsInt() @Min(0) absent!: number;
  /** Events of the source that no notification told of; only of a stream that compares them. */
  @IsOptional() @IsInt() @Min(0) missed?: number;
}

/** One poll or backfill of one stream of one connection, as told on `bridge.sync-runs.v1`. */
export class SyncRun {
  @IsUUID()
  runId!: string;

  @Matches(CONNECTION_ID_PATTERN)
  connection!: string;

  @IsString()
  stream!: string;

  @IsIn(SYNC_RUN_STATES)
  state!: SyncRunState;

  @IsIn(['schedule', 'demand'])
  trigger!: 'schedule' | 'demand';

  /** Calendar days read, both included; absent for a full scan. */
  @IsOptional()
  @IsCalendarDate()
  windowFrom?: string;

  @IsOptional()
  @IsCalendarDate()
  windowTo?: string;

  @IsInstant()
  startedAt!: string;

  @IsOptional()
  @IsInstant()
  finishedAt?: string;

  @IsPart(() => SyncRunCounts)
  counts!: SyncRunCounts;

  /** Document totals read, per currency, as decimal strings. */
  @IsObject()
  totals!: Record<string, string>;

  /** The first rejected rows; all of them are on the dead-letter topic. */
  @IsParts(() => RejectedRow)
  rejected!: RejectedRow[];

  /** Error code of a failed run. */
  @IsOptional()
  @IsString()
  error?: string;

  @IsOptional()
  @IsString()
  message?: string;
}
