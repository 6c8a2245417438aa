import type { CreateCustomerParams } from '../customer-request.mapper.js';
import { toParams, type ChargebeeCall } from './chargebee-call.js';

/**
 * A customer under an id of ours, which is the site's for good: a second create is refused as `duplicate_entry`, also
 * long after the idempotency key is forgotten. The only customer write that takes profile and address together.
 * @see https://apidocs.chargebee.com/docs/api/customers/create-a-customer
 */
export function createCustomer(params: CreateCustomerParams): ChargebeeCall {
  return { step: 'create-customer', path: '/customers', params: toParams(params) };
}
