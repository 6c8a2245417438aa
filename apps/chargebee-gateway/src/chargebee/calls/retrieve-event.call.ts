import type { Read } from './chargebee-call.js';
import { orUndefined } from './not-found.js';

/**
 * An event of the site; undefined when there is none.
 * @see https://apidocs.chargebee.com/docs/api/events/retrieve-an-event
 */
export async function retrieveEvent(read: Read, id: string): Promise<unknown> {
  const answer = await orUndefined(read(`/events/${encodeURIComponent(id)}`));
  return answer?.['event'];
}
