import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ConnectionCheck } from '../testing/connection-tester.js';

/** A test asked for in one process and run in the one that holds the connection. */
@Entity('connection_tests')
@Index('connection_tests_waiting_idx', ['connectionId'], { where: 'finished_at IS NULL' })
export class ConnectionTestEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text', { name: 'connection_id' })
  connectionId: string;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;

  @Column('jsonb', { nullable: true })
  checks: ConnectionCheck[] | null;
}
