import { defineOperation } from '../../operations/operation.js';
import { changed } from '../../validation/attributes.js';
import { bool } from '../../validation/scalar-fields.js';
import { mergedAddress } from '../address.js';
import { recordEvent } from '../events/record-event.js';
import { resourceAt } from '../find-resource.js';
import { UPDATE_BILLING_INFO_FIELDS, UPDATE_CUSTOMER_FIELDS } from './customer-fields.js';
import type { Customer } from './customer.js';

/** `POST /customers/{id}`: everything but the billing address and the tax number. */
export const updateCustomer = defineOperation({
  name: 'update_customer',
  method: 'POST',
  path: '/customers/{id}',
  fields: UPDATE_CUSTOMER_FIELDS,
  customFields: 'customer',
  customer: ({ id }) => id,
  run(call) {
    const before = resourceAt<Customer>(call, 'customer');
    const customer = call.unit.put<Customer>('customer', changed(before, { ...call.params, ...call.custom }));
    recordEvent(call, 'customer_changed', { customer });
    return { customer };
  },
});

export const updateBillingInfo = defineOperation({
  name: 'update_billing_info',
  method: 'POST',
  path: '/customers/{id}/update_billing_info',
  fields: UPDATE_BILLING_INFO_FIELDS,
  customer: ({ id }) => id,
  run(call) {
    const before = resourceAt<Customer>(call, 'customer');
    const address = mergedAddress(before.billing_address, call.params.billing_address, 'billing_address');
    const customer = call.unit.put<Customer>(
      'customer',
      changed(before, { ...call.params, billing_address: address ?? null }),
    );
    recordEvent(call, 'customer_changed', { customer });
    return { customer };
  },
});

/** The customer stays stored with `deleted: true`; its id stays taken. */
export const deleteCustomer = defineOperation({
  name: 'delete_customer',
  method: 'POST',
  path: '/customers/{id}/delete',
  fields: { delete_payment_method: bool() },
  customer: ({ id }) => id,
  run(call) {
    const before = resourceAt<Customer>(call, 'customer');
    const customer = call.unit.put<Customer>('customer', { ...before, deleted: true });
    recordEvent(call, 'customer_deleted', { customer });
    return { customer };
  },
});
