import type { Read } from './chargebee-call.js';

/** Chargebee's largest page. */
export const EVENTS_PER_PAGE = 100;

/**
 * Those of at most a page of events that the site's list has; a list may lag behind (unverified).
 * @see https://apidocs.chargebee.com/docs/api/events/list-events
 */
export async function findEvents(read: Read, ids: readonly string[]): Promise<unknown[]> {
  const query = new URLSearchParams({
    limit: String(EVENTS_PER_PAGE),
    'id[in]': JSON.stringify(ids),
    'sort_by[asc]': 'occurred_at',
  });
  const { list } = await read(`/events?${query.toString()}`);
  const entries = Array.isArray(list) ? (list as unknown[]) : [];
  return entries.map((entry) => (entry as { event?: unknown } | null)?.event);
}
