import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Rows stay when released or when their connection is deleted: the epoch must never start again. */
@Entity('leases')
export class LeaseEntity {
  @PrimaryColumn('text')
  name: string;

  /** The keeper that holds it; null when released. */
  @Column('uuid', { nullable: true })
  holder: string | null;

  @Column('bigint')
  epoch: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;
}
