import type { Resource } from '../chargebee/reading/fields.js';
import { RECORD_TYPE_OF, type ResourceKind } from '../chargebee/reading/mapped-resource.js';
import type { ResourceHint } from './resource-hint.js';

const RESOURCE_KINDS = Object.keys(RECORD_TYPE_OF) as ResourceKind[];

/** A resource of ours with its state, as an event carries it. */
export interface CarriedResource extends ResourceHint {
  readonly resource: Resource;
}

/** Chargebee's own limit of ids is 50 characters for customers and invoices. */
const ID = /^[^\p{Cc}]{1,100}$/u;
/** A subscription's change may carry many credit notes; more than this is nothing Chargebee sends. */
const MOST = 100;

/**
 * The resources of ours in an event's `content`: members by their kind, and lists such as `credit_notes`. What does not
 * look like one is left out. Each resource once, in the order of the kinds.
 * @see https://apidocs.chargebee.com/docs/api/events
 */
export function carriedResources(content: unknown): CarriedResource[] {
  if (!isObject(content)) return [];
  const found = new Map<string, CarriedResource>();
  for (const kind of RESOURCE_KINDS) {
    const listed: unknown = content[`${kind}s`];
    for (const resource of [content[kind], ...(Array.isArray(listed) ? (listed as unknown[]) : [])]) {
      const carried = carriedResource(kind, resource);
      if (carried !== undefined && found.size < MOST) found.set(`${kind}/${carried.id}`, carried);
    }
  }
  return [...found.values()];
}

/** Undefined for what has no id. */
function carriedResource(kind: ResourceKind, resource: unknown): CarriedResource | undefined {
  if (!isObject(resource)) return undefined;
  const { id, resource_version: version } = resource;
  if (typeof id !== 'string' || !ID.test(id) || !id.isWellFormed()) return undefined;
  return { kind, id, ...(isVersion(version) ? { version } : {}), resource };
}

/** Whether the event tells the end of the resource of this kind it carries, as `invoice_deleted` does. */
export function isDeletion(eventType: string | undefined, kind: ResourceKind): boolean {
  return eventType === `${kind}_deleted`;
}

export function isVersion(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
