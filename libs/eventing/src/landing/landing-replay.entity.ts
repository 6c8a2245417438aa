import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The record of one partition reset by an operator: what is landed again, and when that was done. */
@Entity('landing_replays')
export class LandingReplayRecord {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'landing_replays_pkey' })
  id!: string;

  @Column('text', { name: 'group_id' })
  groupId!: string;

  @Column('text')
  topic!: string;

  @Column('int')
  partition!: number;

  @Column('bigint', { name: 'from_offset' })
  fromOffset!: string;

  /** Not included. */
  @Column('bigint', { name: 'to_offset' })
  toOffset!: string;

  @Column('timestamptz', { name: 'noticed_at', default: () => 'clock_timestamp()' })
  noticedAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
