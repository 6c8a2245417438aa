import type { RecordRef } from '@ledgerbridge/contracts';
import type { DataSource } from 'typeorm';
import { Coalescer } from '../../async/coalescer.js';
import { toLink, type LinkEntity } from '../database/link.entity.js';
import type { Link, LinkLookup } from './link.js';
import { linkKey, objectKey, type LinkOf, type LinkStore, type TargetObject } from './link-store.js';

/** Reads links of one target connection; what is asked for at the same time is one query. */
export class TargetLinkReader {
  private readonly byRecord: Coalescer<LinkOf, LinkEntity | undefined>;
  private readonly byObject: Coalescer<TargetObject, LinkEntity | undefined>;

  constructor(
    database: DataSource,
    links: LinkStore,
    private readonly targetConnection: string,
  ) {
    this.byRecord = new Coalescer(async (asked) => {
      const found = await links.read(database, asked);
      return asked.map((of) => found.get(linkKey(of)));
    });
    this.byObject = new Coalescer(async (asked) => {
      const found = await links.holders(database, asked);
      return asked.map((object) => found.get(objectKey(object)));
    });
  }

  of({ connection: sourceConnection, type, sourceId }: RecordRef): Promise<LinkEntity | undefined> {
    return this.byRecord.submit({ targetConnection: this.targetConnection, type, sourceConnection, sourceId });
  }

  withTargetId(type: RecordRef['type'], targetId: string): Promise<LinkEntity | undefined> {
    return this.byObject.submit({ targetConnection: this.targetConnection, type, targetId });
  }
}

/** Links as a `DeliveryTarget` sees them while it decides one delivery. */
export class TargetLinks implements LinkLookup {
  /** What went wrong in our own database, so that it is not taken for a fault of the record. */
  failure: unknown;

  constructor(private readonly reader: TargetLinkReader) {}

  find(record: RecordRef): Promise<Link | undefined> {
    return this.noting(this.reader.of(record));
  }

  findByTargetId(type: RecordRef['type'], targetId: string): Promise<Link | undefined> {
    return this.noting(this.reader.withTargetId(type, targetId));
  }

  private async noting(reading: Promise<LinkEntity | undefined>): Promise<Link | undefined> {
    try {
      return toLink(await reading);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}
