import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One message as Kafka holds it, and the attributes it is found by. */
@Entity('events')
@Index('ix_events_recorded', ['recordedAt', 'topic', 'partition', 'offset'])
@Index('ix_events_record', ['connection', 'subject', 'recordedAt'])
@Index('ix_events_event_id', ['eventId'])
export class AuditedEvent {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_events' })
  topic!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'pk_events' })
  partition!: number;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'pk_events' })
  offset!: string;

  /** The broker's timestamp. */
  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;

  @Column('bytea', { nullable: true })
  key!: Buffer | null;

  @Column('bytea', { nullable: true })
  value!: Buffer | null;

  /** `[name, base64][]`: bytes survive; of a header given more than once the last one. */
  @Column('jsonb')
  headers!: [string, string][];

  /** Chain hash up to and including this row. */
  @Column('bytea')
  hash!: Buffer;

  @Column('text', { name: 'event_id', nullable: true })
  eventId!: string | null;

  @Column('text', { name: 'event_type', nullable: true })
  eventType!: string | null;

  @Column('text', { nullable: true })
  connection!: string | null;

  @Column('text', { nullable: true })
  subject!: string | null;

  @Column('text', { nullable: true })
  sequence!: string | null;

  @Column('timestamptz', { name: 'event_time', nullable: true })
  eventTime!: Date | null;
}
