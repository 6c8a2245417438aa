import type { RecordType } from '@ledgerbridge/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A source row that cannot be mapped, as last seen: it is dead-lettered again only when it changes. */
@Entity('sync_rejections')
export class SyncRejectionRow {
  @PrimaryColumn('text')
  connection!: string;

  @PrimaryColumn('text')
  type!: RecordType;

  @PrimaryColumn('text', { name: 'source_id' })
  sourceId!: string;

  @Column('text')
  digest!: string;

  @Column('text')
  field!: string;

  @Column('text')
  rule!: string;

  @Column('timestamptz', { name: 'first_seen_at', default: () => 'now()' })
  firstSeenAt!: Date;
}
