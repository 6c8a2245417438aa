import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import { EventingError } from '../eventing.errors.js';
import type { TopicPartition } from '../kafka/message-bus.port.js';
import { ConsumerPosition } from './consumer-position.entity.js';
import type { LandingReplay } from './landing-context.js';
import type { KnownPosition } from './start-position.js';

export interface StoredPosition extends KnownPosition, TopicPartition {
  /** The highest offset ever landed and the event found there. */
  readonly witness?: { readonly offset: bigint; readonly eventId: string };
  readonly replay?: LandingReplay;
}

export interface Advance extends TopicPartition {
  /** Postgres next as this consumer knows it; undefined when there is no row. */
  readonly expected: bigint | undefined;
  readonly from: bigint;
  readonly to: bigint;
  readonly last: { readonly offset: bigint; readonly eventId: string };
  /** The replay under way as this consumer knows it. */
  readonly replay?: LandingReplay;
}

const ADVANCE = `
  UPDATE consumer_positions
     SET next_offset = $5, landed_from = $6, landed_to = $5, acknowledged = false, updated_at = clock_timestamp(),
         last_offset = GREATEST(last_offset, $7),
         last_event_id = CASE WHEN last_offset IS NULL OR $7 >= last_offset THEN $8 ELSE last_event_id END,
         replay_from = CASE WHEN replay_to > $5 THEN replay_from END,
         replay_id = CASE WHEN replay_to > $5 THEN replay_id END,
         replay_to = CASE WHEN replay_to > $5 THEN replay_to END
   WHERE group_id = $1 AND topic = $2 AND partition = $3 AND next_offset = $4 AND replay_id IS NOT DISTINCT FROM $9
  RETURNING replay_id`;

const FIRST = `
  INSERT INTO consumer_positions
    (group_id, topic, partition, next_offset, landed_from, landed_to, acknowledged, last_offset, last_event_id)
  VALUES ($1, $2, $3, $4, $5, $4, false, $6, $7)
  ON CONFLICT DO NOTHING
  RETURNING partition`;

const FINISH_REPLAYS = `
  UPDATE landing_replays SET finished_at = clock_timestamp()
   WHERE group_id = $1 AND topic = $2 AND partition = $3 AND to_offset <= $4 AND finished_at IS NULL`;

const REPOSITION = `
  UPDATE consumer_positions
     SET next_offset = $4, landed_from = $4, landed_to = $4, acknowledged = true, updated_at = clock_timestamp(),
         replay_id = $5, replay_from = $6, replay_to = $7
   WHERE group_id = $1 AND topic = $2 AND partition = $3`;

/** The table of positions. */
@Injectable()
export class PositionStore {
  constructor(private readonly database: DataSource) {}

  async load(groupId: string, topics: readonly string[]): Promise<StoredPosition[]> {
    const rows = await this.database
      .getRepository(ConsumerPosition)
      .createQueryBuilder('position')
      .where('position.groupId = :groupId AND position.topic = ANY(:topics)', { groupId, topics })
      .getMany();
    return rows.map(toStored);
  }

  /**
   * Moves the position over a batch, in the transaction that lands it. The replay is part of where the position stands:
   * after a reset the same offset may be next as before it.
   * @throws EventingError POSITION_MOVED when another consumer moved it since: roll back.
   */
  async advance(tx: EntityManager, groupId: string, step: Advance): Promise<void> {
    const { topic, partition, expected, from, to, last, replay } = step;
    const place = [groupId, topic, partition];
    let moved: unknown[];
    if (expected === undefined) moved = await tx.query(FIRST, [...place, to, from, last.offset, last.eventId]);
    else
      [moved] = await tx.query(ADVANCE, [...place, expected, to, from, last.offset, last.eventId, replay?.id ?? null]);
    if (moved.length > 0) return;
    throw positionMoved(step);
  }

  async finishReplay(
    tx: EntityManager,
    groupId: string,
    { topic, partition }: TopicPartition,
    to: bigint,
  ): Promise<void> {
    await tx.query(FINISH_REPLAYS, [groupId, topic, partition, to]);
  }

  /** Kafka has acknowledged the commit of everything before `next`. */
  async acknowledge(groupId: string, { topic, partition }: TopicPartition, next: bigint): Promise<void> {
    await this.database.query(
      `UPDATE consumer_positions SET acknowledged = true
        WHERE group_id = $1 AND topic = $2 AND partition = $3 AND next_offset = $4 AND NOT acknowledged`,
      [groupId, topic, partition, next],
    );
  }

  /**
   * Takes a position back as an operator asked, and records that as a replay.
   * @throws EventingError POSITION_MOVED when it is not where it was read.
   */
  async reset(
    groupId: string,
    place: TopicPartition,
    expected: bigint,
    { start, replayTo }: { readonly start: bigint; readonly replayTo: bigint },
  ): Promise<LandingReplay> {
    const replay: LandingReplay = { id: uuidv4(), from: start, to: replayTo };
    const { topic, partition } = place;
    await this.database.transaction(async (tx) => {
      const [moved] = await tx.query<[unknown[], number]>(`${REPOSITION} AND next_offset = $8 RETURNING partition`, [
        groupId,
        topic,
        partition,
        start,
        replay.id,
        start,
        replayTo,
        expected,
      ]);
      if (moved.length === 0) throw positionMoved(place);
      await tx.query(
        `INSERT INTO landing_replays (id, group_id, topic, partition, from_offset, to_offset)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [replay.id, groupId, topic, partition, start, replayTo],
      );
    });
    return replay;
  }

  /** Puts a position past messages that no longer exist. */
  async skipLost(groupId: string, { topic, partition }: TopicPartition, start: bigint): Promise<void> {
    await this.database.query(REPOSITION, [groupId, topic, partition, start, null, null, null]);
  }
}

function positionMoved({ topic, partition }: TopicPartition): EventingError {
  return new EventingError('POSITION_MOVED', `${topic}/${partition} was landed by another consumer`, {
    retryable: true,
    details: { topic, partition },
  });
}

function toStored(row: ConsumerPosition): StoredPosition {
  const { topic, partition, nextOffset, landedFrom, acknowledged } = row;
  const { lastOffset, lastEventId, replayId, replayFrom, replayTo } = row;
  return {
    topic,
    partition,
    next: BigInt(nextOffset),
    landedFrom: BigInt(landedFrom),
    acknowledged,
    ...(lastOffset === null || lastEventId === null
      ? {}
      : { witness: { offset: BigInt(lastOffset), eventId: lastEventId } }),
    ...(replayId === null || replayFrom === null || replayTo === null
      ? {}
      : {
          replayTo: BigInt(replayTo),
          replay: { id: replayId, from: BigInt(replayFrom), to: BigInt(replayTo) },
        }),
  };
}
