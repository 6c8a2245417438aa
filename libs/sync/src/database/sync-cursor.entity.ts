import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far one stream of one connection is read for good, and where an unfinished full read stands. */
@Entity('sync_cursors')
export class SyncCursorRow {
  @PrimaryColumn('text')
  connection!: string;

  @PrimaryColumn('text')
  stream!: string;

  /** Start of the last completed run: everything that changed before it has been read. */
  @Column('timestamptz', { name: 'completed_start', nullable: true })
  completedStart!: Date | null;

  /** Start of the full read that `resume_position` belongs to. */
  @Column('timestamptz', { name: 'resume_start', nullable: true })
  resumeStart!: Date | null;

  /** Where the next run takes an unfinished full read up; the stream's own words. */
  @Column('jsonb', { name: 'resume_position', nullable: true })
  resumePosition!: unknown;

  /** Digest of the settings that decided what was read and how it was mapped. */
  @Column('text')
  fingerprint!: string;
}
