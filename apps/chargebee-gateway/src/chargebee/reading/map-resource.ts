import { stateDigest, type RecordRef, type RecordStates } from '@ledgerbridge/contracts';
import { mapCreditNote } from './credit-note.mapper.js';
import { mapCustomer } from './customer.mapper.js';
import { readKey, type Resource } from './fields.js';
import { mapInvoice } from './invoice.mapper.js';
import { isResourceNotCarried, RECORD_TYPE_OF } from './mapped-resource.js';
import type { MappedResource, ReadingContext, RejectedResource, ResourceKind } from './mapped-resource.js';
import { isResourceRejected, type ResourceRejected } from './resource-rejected.js';
import { mapSubscription } from './subscription.mapper.js';
import { mapTransaction } from './transaction.mapper.js';

const LONGEST_NAME = 100;
/** The year 2999. */
const LATEST_VERSION = 32_503_680_000_000;

const MAPPERS: Record<ResourceKind, (resource: Resource, context: ReadingContext) => RecordStates[keyof RecordStates]> =
  {
    customer: mapCustomer,
    subscription: mapSubscription,
    invoice: mapInvoice,
    transaction: mapTransaction,
    credit_note: mapCreditNote,
  };

/**
 * A resource of the API as a canonical record: what it is, that it is not published, or why it cannot be. Never throws
 * for what the resource holds. Pure: the origins of a page are looked up before, see `OriginFinder`.
 */
export function mapResource(kind: ResourceKind, resource: Resource, context: ReadingContext): MappedResource {
  const type = RECORD_TYPE_OF[kind];
  try {
    const record: RecordRef = { connection: context.connection, type, sourceId: readKey(resource, 'id') };
    return mapKnown(kind, record, resource, context);
  } catch (error) {
    if (isResourceRejected(error)) return rejected(type, resource, error);
    throw error;
  }
}

function mapKnown(kind: ResourceKind, record: RecordRef, resource: Resource, context: ReadingContext): MappedResource {
  try {
    const state = MAPPERS[kind](resource, context);
    const version = versionOf(resource);
    return { kind: 'mapped', record, state, ...(version === undefined ? {} : { sourceVersionMs: version }) };
  } catch (error) {
    if (isResourceNotCarried(error)) return { kind: 'not-carried', record, reason: error.reason };
    throw error;
  }
}

/** The site's own version, in milliseconds; a value that is no time is no version. */
function versionOf({ resource_version: version }: Resource): number | undefined {
  return typeof version === 'number' && Number.isInteger(version) && version > 0 && version < LATEST_VERSION
    ? version
    : undefined;
}

function rejected(type: RecordRef['type'], resource: Resource, error: ResourceRejected): RejectedResource {
  const { field, shape, rule } = error;
  const rejection = { type, sourceId: nameOf(resource), field, shape, rule, digest: stateDigest(resource) };
  return { kind: 'rejected', rejection };
}

/** What an unreadable resource is called in reports: an index holds it, and Postgres can store it. */
function nameOf({ id }: Resource): string {
  const text = typeof id === 'string' ? id.toWellFormed().replace(/\p{Cc}/gu, '\uFFFD') : '';
  return text.trim() === '' ? '(no id)' : text.slice(0, LONGEST_NAME);
}
