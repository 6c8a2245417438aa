import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A message on its way to Kafka, or (with `publishedAt`) acknowledged by it. */
@Entity('outbox')
@Index('outbox_unpublished', ['id'], { where: 'published_at IS NULL' })
@Index('outbox_published', ['publishedAt'], { where: 'published_at IS NOT NULL' })
export class OutboxMessage {
  @PrimaryGeneratedColumn({ type: 'bigint', primaryKeyConstraintName: 'outbox_pkey' })
  id!: string;

  @Column('text')
  topic!: string;

  @Column('text')
  key!: string;

  @Column('text', { name: 'event_id' })
  eventId!: string;

  @Column('jsonb')
  headers!: Record<string, string>;

  @Column('bytea')
  value!: Buffer;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;
}
