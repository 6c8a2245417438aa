import { Injectable } from '@nestjs/common';
import type { DeliveryState, RecordRef, RecordType, SkipRule } from '@ledgerbridge/contracts';
import type { EntityManager } from 'typeorm';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import type { LinkEntity } from '../database/link.entity.js';
import {
  BEING_WRITTEN,
  CHANGE_LINKS,
  HOLDERS,
  LOCK_LINKS,
  READ_LINKS,
  READ_STANDINGS,
  SEE,
  SKIPPED,
} from './link-store.sql.js';

/** A version of a record, seen for one target connection. */
export interface SeenVersion {
  readonly targetConnection: string;
  readonly record: RecordRef;
  readonly sequence: string;
}

/** What a link is of. */
export type LinkOf = Pick<DeliveryEntity, 'targetConnection' | 'type' | 'sourceConnection' | 'sourceId'>;

/** A link and what became of its newest version. */
export interface LinkStanding extends LinkEntity {
  readonly state: DeliveryState | null;
  readonly reason: string | null;
}

/** A target object by its id. */
export interface TargetObject {
  readonly targetConnection: string;
  readonly type: RecordType;
  readonly targetId: string;
}

type Queries = Pick<EntityManager, 'query'>;

/**
 * The link rows. The row of a record is locked by whoever changes a delivery of it on that target, landing included,
 * and always before the delivery: so "is there a newer version?" has one answer per transaction.
 */
@Injectable()
export class LinkStore {
  /** Raises each link to the highest version seen, making it when there is none; answers the highest by link key. */
  async see(tx: EntityManager, versions: readonly SeenVersion[]): Promise<ReadonlyMap<string, string>> {
    const highest = new Map<string, LinkOf & { sequence: string }>();
    for (const { targetConnection, record, sequence } of versions) {
      const { connection: sourceConnection, type, sourceId } = record;
      const version = { targetConnection, type, sourceConnection, sourceId, sequence };
      const key = linkKey(version);
      if ((highest.get(key)?.sequence ?? '') < sequence) highest.set(key, version);
    }
    const rows = [...highest.values()];
    const seen: (LinkOf & { sequence: string })[] = await tx.query(SEE, [
      ...keyArrays(rows),
      rows.map(({ sequence }) => sequence),
    ]);
    return new Map(seen.map((row) => [linkKey(row), row.sequence]));
  }

  /** The links, locked until the transaction ends; by link key. */
  async lock(tx: EntityManager, of: readonly LinkOf[]): Promise<ReadonlyMap<string, LinkEntity>> {
    return this.byKey(tx, LOCK_LINKS, of);
  }

  async read(database: Queries, of: readonly LinkOf[]): Promise<ReadonlyMap<string, LinkEntity>> {
    return this.byKey(database, READ_LINKS, of);
  }

  /** As `read`, with what became of each record's newest version. */
  async standings(database: Queries, of: readonly LinkOf[]): Promise<ReadonlyMap<string, LinkStanding>> {
    return this.byKey<LinkStanding>(database, READ_STANDINGS, of);
  }

  /** The links that have these target ids; by object key. */
  async holders(database: Queries, objects: readonly TargetObject[]): Promise<ReadonlyMap<string, LinkEntity>> {
    if (objects.length === 0) return new Map();
    const rows: (LinkEntity & { targetId: string })[] = await database.query(HOLDERS, [
      objects.map(({ targetConnection }) => targetConnection),
      objects.map(({ type }) => type),
      objects.map(({ targetId }) => targetId),
    ]);
    return new Map(rows.map((row) => [objectKey(row), row]));
  }

  /** Which of these links' records are being written now, or in doubt; by link key. */
  async beingWritten(database: Queries, of: readonly LinkOf[]): Promise<ReadonlySet<string>> {
    if (of.length === 0) return new Set();
    const rows: LinkOf[] = await database.query(BEING_WRITTEN, keyArrays(of));
    return new Set(rows.map(linkKey));
  }

  async wasSkipped(database: Queries, of: LinkOf, rule: SkipRule): Promise<boolean> {
    const { targetConnection, type, sourceConnection, sourceId } = of;
    const rows: unknown[] = await database.query(SKIPPED, [targetConnection, type, sourceConnection, sourceId, rule]);
    return rows.length > 0;
  }

  /** Writes what became of locked links. */
  async change(tx: EntityManager, links: readonly LinkEntity[]): Promise<void> {
    if (links.length === 0) return;
    await tx.query(CHANGE_LINKS, [
      ...keyArrays(links),
      links.map(({ targetId }) => targetId),
      links.map(({ deliveredSequence }) => deliveredSequence),
      links.map(({ fingerprint }) => fingerprint),
      links.map(({ confirmed }) => confirmed),
      links.map(({ mayExist }) => mayExist),
      links.map(({ mayExistBy }) => mayExistBy),
    ]);
  }

  private async byKey<T extends LinkEntity>(
    database: Queries,
    sql: string,
    of: readonly LinkOf[],
  ): Promise<ReadonlyMap<string, T>> {
    const rows: T[] = await database.query(sql, keyArrays(of));
    return new Map(rows.map((row) => [linkKey(row), row]));
  }
}

export function linkKey({ targetConnection, type, sourceConnection, sourceId }: LinkOf): string {
  return JSON.stringify([targetConnection, type, sourceConnection, sourceId]);
}

export function objectKey({ targetConnection, type, targetId }: TargetObject): string {
  return JSON.stringify([targetConnection, type, targetId]);
}

function keyArrays(of: readonly LinkOf[]): string[][] {
  return [
    of.map(({ targetConnection }) => targetConnection),
    of.map(({ type }) => type),
    of.map(({ sourceConnection }) => sourceConnection),
    of.map(({ sourceId }) => sourceId),
  ];
}
