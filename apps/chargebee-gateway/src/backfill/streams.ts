import type { ResourceKind } from '../chargebee/reading/mapped-resource.js';

/** How the site lists a kind of resource. */
export interface ListedStream {
  readonly kind: ResourceKind;
  /** The attribute that never changes while a list is read, and by which all of them can be sorted. */
  readonly created: 'created_at' | 'date';
  /** Credit notes are the only ones that cannot be sorted by it. */
  readonly sortsByUpdate: boolean;
}

/** In the order in which targets need them: what a document is about comes before it. */
export const LISTED_STREAMS = {
  customers: { kind: 'customer', created: 'created_at', sortsByUpdate: true },
  subscriptions: { kind: 'subscription', created: 'created_at', sortsByUpdate: true },
  invoices: { kind: 'invoice', created: 'date', sortsByUpdate: true },
  transactions: { kind: 'transaction', created: 'date', sortsByUpdate: true },
  'credit-notes': { kind: 'credit_note', created: 'date', sortsByUpdate: false },
} as const satisfies Record<string, ListedStream>;

export type ListedStreamName = keyof typeof LISTED_STREAMS;

const EVENTS_STREAM = 'events';
export const STREAMS: readonly string[] = [EVENTS_STREAM, ...Object.keys(LISTED_STREAMS)];

export function isListedStream(name: string): name is ListedStreamName {
  return Object.hasOwn(LISTED_STREAMS, name);
}
