import type { Resource } from '../reading/fields.js';
import type { ResourceKind } from '../reading/mapped-resource.js';
import type { Read } from './chargebee-call.js';
import { orUndefined } from './not-found.js';

/**
 * A resource of the site as it is now; undefined when there is none to be read.
 * @see https://apidocs.chargebee.com/docs/api
 */
export async function retrieveResource(read: Read, kind: ResourceKind, id: string): Promise<Resource | undefined> {
  const answer = await orUndefined(read(`/${kind}s/${encodeURIComponent(id)}`));
  return answer?.[kind] as Resource | undefined;
}
