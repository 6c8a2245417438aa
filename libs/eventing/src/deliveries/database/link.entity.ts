import type { RecordType } from '@ledgerbridge/contracts';
import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { Link } from '../links/link.js';

/** One record on one target connection; made when its first version lands, so it always knows the newest one seen. */
@Entity('links')
@Unique('links_target_id', ['targetConnection', 'type', 'targetId'])
export class LinkEntity {
  @PrimaryColumn('text', { name: 'target_connection', primaryKeyConstraintName: 'links_pkey' })
  targetConnection!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'links_pkey' })
  type!: RecordType;

  @PrimaryColumn('text', { name: 'source_connection', primaryKeyConstraintName: 'links_pkey' })
  sourceConnection!: string;

  @PrimaryColumn('text', { name: 'source_id', primaryKeyConstraintName: 'links_pkey' })
  sourceId!: string;

  @Column('text', { name: 'target_id', nullable: true })
  targetId!: string | null;

  /** Highest version seen. */
  @Column('text')
  sequence!: string;

  @Column('text', { name: 'delivered_sequence', nullable: true })
  deliveredSequence!: string | null;

  @Column('text', { nullable: true })
  fingerprint!: string | null;

  @Column('boolean', { default: false })
  confirmed!: boolean;

  /** A creating call was made and not refused. */
  @Column('boolean', { name: 'may_exist', default: false })
  mayExist!: boolean;

  /** The delivery whose refusal would make `may_exist` false again; null once that can no longer be known. */
  @Column('uuid', { name: 'may_exist_by', nullable: true })
  mayExistBy!: string | null;

  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'clock_timestamp()' })
  updatedAt!: Date;
}

/** What a target sees of a link; nothing before an id is reserved. */
export function toLink(entity: LinkEntity | undefined): Link | undefined {
  if (entity === undefined || entity.targetId === null) return undefined;
  return {
    targetConnection: entity.targetConnection,
    record: { connection: entity.sourceConnection, type: entity.type, sourceId: entity.sourceId },
    targetId: entity.targetId,
    sequence: entity.sequence,
    ...(entity.fingerprint === null ? {} : { fingerprint: entity.fingerprint }),
    confirmed: entity.confirmed,
    mayExist: entity.mayExist,
  };
}
