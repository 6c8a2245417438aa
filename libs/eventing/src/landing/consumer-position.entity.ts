import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where this service stands in one partition, advanced in the transaction that lands the messages. */
@Entity('consumer_positions')
export class ConsumerPosition {
  @PrimaryColumn('text', { name: 'group_id', primaryKeyConstraintName: 'consumer_positions_pkey' })
  groupId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'consumer_positions_pkey' })
  topic!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'consumer_positions_pkey' })
  partition!: number;

  /** Offset to land next. */
  @Column('bigint', { name: 'next_offset' })
  nextOffset!: string;

  /** The last batch landed: from, and up to but not including. */
  @Column('bigint', { name: 'landed_from' })
  landedFrom!: string;

  @Column('bigint', { name: 'landed_to' })
  landedTo!: string;

  /** Kafka is known to have the commit of that batch. */
  @Column('boolean')
  acknowledged!: boolean;

  /** The highest offset ever landed and the id of the event found there. */
  @Column('bigint', { name: 'last_offset', nullable: true })
  lastOffset!: string | null;

  @Column('text', { name: 'last_event_id', nullable: true })
  lastEventId!: string | null;

  /** The replay under way, if any; row of `landing_replays`. */
  @Column('uuid', { name: 'replay_id', nullable: true })
  replayId!: string | null;

  @Column('bigint', { name: 'replay_from', nullable: true })
  replayFrom!: string | null;

  @Column('bigint', { name: 'replay_to', nullable: true })
  replayTo!: string | null;

  @Column('timestamptz', { name: 'updated_at', default: () => 'clock_timestamp()' })
  updatedAt!: Date;
}
