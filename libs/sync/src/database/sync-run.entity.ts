import type { RejectedRow, SyncRunCounts, SyncRunState } from '@ledgerbridge/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export type SyncTrigger = 'schedule' | 'demand';

/** One stream of one sync run. The streams of a run share its id and are read in the order of `position`. */
@Entity('sync_runs')
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

  @Column('timestamptz', { name: 'requested_at' })
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

  @Column('jsonb')
  totals!: Record<string, string>;

  @Column('jsonb')
  rejected!: RejectedRow[];

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('text', { nullable: true })
  message!: string | null;
}
