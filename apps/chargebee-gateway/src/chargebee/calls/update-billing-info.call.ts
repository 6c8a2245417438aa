import type { UpdateBillingInfoParams } from '../customer-request.mapper.js';
import { toParams, type ChargebeeCall } from './chargebee-call.js';

/**
 * Billing address and tax number of a customer that exists. May be repeated.
 * @see https://apidocs.chargebee.com/docs/api/customers/update-billing-info-for-a-customer
 */
export function updateBillingInfo(id: string, params: UpdateBillingInfoParams): ChargebeeCall {
  const path = `/customers/${encodeURIComponent(id)}/update_billing_info`;
  return { step: 'update-billing-info', path, params: toParams(params) };
}
