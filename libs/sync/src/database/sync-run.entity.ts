import type { RejectedRow, SyncRunCounts, SyncRunState } from '@ledgerbridge/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type SyncTrigger = 'schedule' | 'demand';

/** One stream of one sync run. The streams of a run share its id and are read in the order of `position`. */
@Entity('sync_runs')
@Check('sync_runs_state_known', `state IN ('requested', 'running', 'completed', 'failed')`)
@Check('sync_runs_trigger_known', `trigger IN ('schedule', 'demand')`)
@Index('ix_sync_runs_connection', ['connection', 'requestedAt', 'runId'])
@Index('ix_sync_runs_requested', ['connection', 'requestedAt', 'position'], { where: `state = 'requested'` })
@Index('uq_sync_runs_running', ['connection'], { unique: true, where: `state = 'running'` })
export class SyncRunRow {
  @PrimaryColumn('uuid', { name: 'run_id' })
  runId!: string;

  @PrimaryColumn('text')
  stream!: string;

  @Column('integer')
  position!: number;

  @Column('text')
  connection!: string;

  /** One of `SYNC_RUN_STATES`. */
  @Column('text')
  state!: SyncRunState;

  @Column('text')
  trigger!: SyncTrigger;

  /** Calendar days asked for by a person; null when the stream decides. */
  @Column('text', { name: 'requested_from', nullable: true })
  requestedFrom!: string | null;

  @Column('text', { name: 'requested_to', nullable: true })
  requestedTo!: string | null;

  /** Calendar days read, as the stream reported them. */
  @Column('text', { name: 'window_from', nullable: true })
  windowFrom!: string | null;

  @Column('text', { name: 'window_to', nullable: true })
  windowTo!: string | null;

  @Column('timestamptz', { name: 'requested_at', default: () => 'now()' })
  requestedAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  /** Lease epoch of the holder that runs it: another epoch can change nothing. */
  @Column('text', { nullable: true })
  epoch!: string | null;

  @Column('jsonb')
  counts!: SyncRunCounts;

  @Column('jsonb', { default: {} })
  totals!: Record<string, string>;

  @Column('jsonb', { default: [] })
  rejected!: RejectedRow[];

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('text', { nullable: true })
  message!: string | null;
}
