import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RecordType } from '@ledgerbridge/contracts';
import type { Lifecycle } from './lifecycle.js';

/** What was last published of a record; its row lock orders the publications of the record. */
@Entity('published_records')
export class PublishedRecord {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'published_records_pkey' })
  connection!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'published_records_pkey' })
  type!: RecordType;

  @PrimaryColumn('text', { name: 'source_id', primaryKeyConstraintName: 'published_records_pkey' })
  sourceId!: string;

  /** SHA-256 of the canonical state; null only inside the transaction that first publishes the record. */
  @Column('text', { nullable: true })
  digest!: string | null;

  @Column('text', { nullable: true })
  sequence!: string | null;

  @Column('bigint', { name: 'source_version_ms', nullable: true })
  sourceVersionMs!: string | null;

  @Column('text', { nullable: true })
  lifecycle!: Lifecycle | null;

  @Column('text', { name: 'last_causation_id', nullable: true })
  lastCausationId!: string | null;

  @Column('timestamptz', { name: 'last_seen_at', nullable: true })
  lastSeenAt!: Date | null;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;
}
