import type { RecordRef } from '@ledgerbridge/contracts';
import type { WebhookReceipt } from '../database/webhook-receipt.entity.js';
import type { Resource } from '../chargebee/reading/fields.js';
import { RECORD_TYPE_OF, type ResourceKind } from '../chargebee/reading/mapped-resource.js';
import { isDeletion } from './event-content.js';
import type { ToldEvent } from './site-event.js';

/** All that the receipts in hand tell of one record: one look at the site answers them all. */
export interface RecordWork {
  readonly kind: ResourceKind;
  readonly id: string;
  readonly receipts: readonly WebhookReceipt[];
  /** The highest version told, deletions apart; undefined when one of them told none. */
  readonly version: number | undefined;
  /** The last state of a record that is gone, as its event carries it. */
  readonly deletion: { readonly version: number | undefined; readonly resource: Resource } | undefined;
  /** The event that told the newest of it. */
  readonly causationId: string;
}

/** Only in this module while it grows. */
interface Growing {
  readonly kind: ResourceKind;
  readonly id: string;
  readonly receipts: WebhookReceipt[];
  versions: (number | undefined)[];
  deletion: RecordWork['deletion'];
  newest: { version: number; eventId: string };
}

/** One work a record, those told first first. */
export function planWork(events: readonly ToldEvent[]): RecordWork[] {
  const works = new Map<string, Growing>();
  for (const { receipt, event } of events) {
    for (const { kind, id, version, resource } of event.carried) {
      const work = works.get(`${kind}/${id}`) ?? newWork(kind, id, receipt.eventId);
      works.set(`${kind}/${id}`, work);
      work.receipts.push(receipt);
      if ((version ?? 0) >= work.newest.version) work.newest = { version: version ?? 0, eventId: receipt.eventId };
      if (resource === undefined || !isDeletion(event.eventType, kind)) work.versions.push(version);
      else if ((version ?? 0) >= (work.deletion?.version ?? 0)) work.deletion = { version, resource };
    }
  }
  return [...works.values()].map(finished);
}

export function recordOf(connection: string, { kind, id }: Pick<RecordWork, 'kind' | 'id'>): RecordRef {
  return { connection, type: RECORD_TYPE_OF[kind], sourceId: id };
}

/** Whether the state of now is due: not when the record's end is the last that was told. */
export function isCurrentDue({ version, deletion }: RecordWork): boolean {
  if (deletion === undefined) return true;
  return version !== undefined && deletion.version !== undefined && version > deletion.version;
}

function newWork(kind: ResourceKind, id: string, eventId: string): Growing {
  return { kind, id, receipts: [], versions: [], deletion: undefined, newest: { version: 0, eventId } };
}

function finished({ kind, id, receipts, versions, deletion, newest }: Growing): RecordWork {
  const known = versions.filter((version) => version !== undefined);
  const version = known.length === versions.length && known.length > 0 ? Math.max(...known) : undefined;
  return { kind, id, receipts, version, deletion, causationId: newest.eventId };
}
