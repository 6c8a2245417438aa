import type { RecordRef, SkipRule } from '@ledgerbridge/contracts';
import type { DataSource } from 'typeorm';
import { Coalescer } from '../../async/coalescer.js';
import { toLink, type LinkEntity } from '../database/link.entity.js';
import type { Link, LinkLookup, Standing } from './link.js';
import { linkKey, objectKey, type LinkOf, type LinkStanding, type LinkStore, type TargetObject } from './link-store.js';
import { toStanding } from './standing.js';

/** Reads links of one target connection; what is asked for at the same time is one query. */
export class TargetLinkReader {
  private readonly byRecord: Coalescer<LinkOf, LinkEntity | undefined>;
  private readonly standings: Coalescer<LinkOf, LinkStanding | undefined>;
  private readonly byObject: Coalescer<TargetObject, LinkEntity | undefined>;

  constructor(
    private readonly database: DataSource,
    private readonly links: LinkStore,
    private readonly targetConnection: string,
  ) {
    this.byRecord = new Coalescer(async (asked) => {
      const found = await links.read(database, asked);
      return asked.map((of) => found.get(linkKey(of)));
    });
    this.standings = new Coalescer(async (asked) => {
      const found = await links.standings(database, asked);
      return asked.map((of) => found.get(linkKey(of)));
    });
    this.byObject = new Coalescer(async (asked) => {
      const found = await links.holders(database, asked);
      return asked.map((object) => found.get(objectKey(object)));
    });
  }

  of(record: RecordRef): Promise<LinkEntity | undefined> {
    return this.byRecord.submit(this.linkOf(record));
  }

  standingOf(record: RecordRef): Promise<LinkStanding | undefined> {
    return this.standings.submit(this.linkOf(record));
  }

  withTargetId(type: RecordRef['type'], targetId: string): Promise<LinkEntity | undefined> {
    return this.byObject.submit({ targetConnection: this.targetConnection, type, targetId });
  }

  wasSkipped(record: RecordRef, rule: SkipRule): Promise<boolean> {
    return this.links.wasSkipped(this.database, this.linkOf(record), rule);
  }

  private linkOf({ connection: sourceConnection, type, sourceId }: RecordRef): LinkOf {
    return { targetConnection: this.targetConnection, type, sourceConnection, sourceId };
  }
}

/** Links as a `DeliveryTarget` sees them while it decides one delivery. */
export class TargetLinks implements LinkLookup {
  /** What went wrong in our own database, so that it is not taken for a fault of the record. */
  failure: unknown;

  constructor(private readonly reader: TargetLinkReader) {}

  async find(record: RecordRef): Promise<Link | undefined> {
    return toLink(await this.noting(this.reader.of(record)));
  }

  async standing(record: RecordRef): Promise<Standing> {
    return toStanding(await this.noting(this.reader.standingOf(record)));
  }

  async findByTargetId(type: RecordRef['type'], targetId: string): Promise<Link | undefined> {
    return toLink(await this.noting(this.reader.withTargetId(type, targetId)));
  }

  async wasSkipped(record: RecordRef, rule: SkipRule): Promise<boolean> {
    return this.noting(this.reader.wasSkipped(record, rule));
  }

  private async noting<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}
