import type { Customer } from 'chargebee';
import type { Read } from './chargebee-call.js';
import { orUndefined } from './not-found.js';

/**
 * A customer of the site; undefined when there is none. The id of a deleted customer stays taken.
 * @see https://apidocs.chargebee.com/docs/api/customers/retrieve-a-customer
 */
export async function retrieveCustomer(read: Read, id: string): Promise<Customer | undefined> {
  const answer = await orUndefined(read(`/customers/${encodeURIComponent(id)}`));
  return answer?.['customer'] as Customer | undefined;
}
