import type { UpdateCustomerParams } from '../customer-request.mapper.js';
import { toParams, type ChargebeeCall } from './chargebee-call.js';

/**
 * The profile of a customer that exists. Changes what it names, an empty value empties; takes neither the billing
 * address nor the tax number. May be repeated.
 * @see https://apidocs.chargebee.com/docs/api/customers/update-a-customer
 */
export function updateCustomer(id: string, params: UpdateCustomerParams): ChargebeeCall {
  return { step: 'update-customer', path: `/customers/${encodeURIComponent(id)}`, params: toParams(params) };
}
