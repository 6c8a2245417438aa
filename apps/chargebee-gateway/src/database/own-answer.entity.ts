import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ResourceKind } from '../chargebee/reading/mapped-resource.js';

/**
 * A resource as the site answered one of our own writes with it: the webhook that follows tells nothing new. Rows go
 * after a week, long after Chargebee's last retry.
 */
@Entity('own_answers')
@Index('own_answers_answered', ['connection', 'answeredAt'])
export class OwnAnswer {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'own_answers_pkey' })
  connection!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'own_answers_pkey' })
  kind!: ResourceKind;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'own_answers_pkey' })
  id!: string;

  /** Its `resource_version`, milliseconds. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'own_answers_pkey' })
  version!: string;

  @Column('json')
  resource!: Readonly<Record<string, unknown>>;

  @Column('timestamptz', { name: 'answered_at', default: () => 'clock_timestamp()' })
  answeredAt!: Date;
}
