import { Injectable } from '@nestjs/common';
import type { Origin, RecordType } from '@ledgerbridge/contracts';
import { linkKey, LinkStore } from '@ledgerbridge/eventing';
import type { EntityManager } from 'typeorm';
import { tagIn } from '../payment-marker.js';
import { readParts, type Resource } from './fields.js';
import { RECORD_TYPE_OF, type Origins, type ResourceKind } from './mapped-resource.js';

/** A resource and what it is. */
export interface KindOfResource {
  readonly kind: ResourceKind;
  readonly resource: Resource;
}

interface Asked {
  readonly type: RecordType;
  readonly targetId: string;
}

/** Finds which of the site's objects one of our deliveries made: one query for a page. */
@Injectable()
export class OriginFinder {
  constructor(private readonly links: LinkStore) {}

  /**
   * A link counts from the moment a creating call goes out, so that the echo of a call under way is known; no longer once
   * that call ended in a collision: then the object is somebody else's, as far as anybody can tell. When the collision was
   * dealt with and the call is made again, it counts while that lasts.
   */
  async find(
    database: Pick<EntityManager, 'query'>,
    connection: string,
    resources: readonly KindOfResource[],
  ): Promise<Origins> {
    const asked = new Map(resources.flatMap(namedBy).map((object) => [keyOf(object.type, object.targetId), object]));
    const objects = [...asked.values()].map((object) => ({ ...object, targetConnection: connection }));
    const held = await this.links.holders(database, objects);
    const collided = [...held.values()].filter((link) => !link.confirmed && link.mayExist && link.mayExistBy === null);
    const beingWritten = await this.links.beingWritten(database, collided);
    const origins = new Map<string, Origin>();
    for (const link of held.values()) {
      const isOurs = link.confirmed || (link.mayExist && link.mayExistBy !== null) || beingWritten.has(linkKey(link));
      if (link.targetId === null || !isOurs) continue;
      const origin = { connection: link.sourceConnection, type: link.type, sourceId: link.sourceId };
      origins.set(keyOf(link.type, link.targetId), origin);
    }
    return { of: (type, targetId) => origins.get(keyOf(type, targetId)) };
  }
}

/** The objects whose origins a resource's record tells: its own and those of the documents it pays. */
function namedBy({ kind, resource }: KindOfResource): Asked[] {
  if (kind === 'subscription') return [];
  const ids = kind === 'transaction' ? [tagIn(textOf(resource['reference_number']))] : [textOf(resource['id'])];
  const linked = (field: string, id: string, type: RecordType): Asked[] =>
    readParts(resource, field).flatMap((link) => toAsked(type, textOf(link[id])));
  return [
    ...ids.flatMap((id) => toAsked(RECORD_TYPE_OF[kind], id)),
    ...(kind === 'transaction' ? linked('linked_invoices', 'invoice_id', 'invoice') : []),
    ...(kind === 'transaction' ? linked('linked_credit_notes', 'cn_id', 'credit-note') : []),
  ];
}

/** Postgres takes no NUL, and no id of ours holds a control character. */
function toAsked(type: RecordType, targetId: string | undefined): Asked[] {
  return targetId === undefined || /\p{Cc}/u.test(targetId) ? [] : [{ type, targetId }];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function keyOf(type: RecordType, targetId: string): string {
  return `${type}/${targetId}`;
}
