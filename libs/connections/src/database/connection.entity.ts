import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SealedSecret } from '../sealing/sealed-secrets.js';
import type { PlainObject } from '../settings/setting-path.js';

@Entity('connections')
export class ConnectionEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  system: string;

  @Column('text')
  source: 'file' | 'api';

  /** From a sequence of its own, so that a re-created connection never has a version seen before. */
  @Column('bigint')
  version: string;

  /** As given, without secrets and without defaults: a new default of a later build applies. */
  @Column('jsonb')
  settings: PlainObject;

  @Column('text', { name: 'key_id' })
  keyId: string;

  @Column('text', { name: 'data_key' })
  dataKey: string;

  @Column('jsonb')
  secrets: Record<string, SealedSecret>;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt: Date;

  /** `role/name` of who changed it last; `file` for the connections file. */
  @Column('text', { name: 'updated_by' })
  updatedBy: string;
}
