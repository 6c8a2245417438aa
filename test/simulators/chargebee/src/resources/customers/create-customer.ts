import { duplicate } from '../../errors/param-errors.js';
import { defineOperation } from '../../operations/operation.js';
import { withoutEmpty } from '../../validation/attributes.js';
import { newAddress } from '../address.js';
import { recordEvent } from '../events/record-event.js';
import { CREATE_CUSTOMER_FIELDS } from './customer-fields.js';
import type { Customer } from './customer.js';

export const createCustomer = defineOperation({
  name: 'create_customer',
  method: 'POST',
  path: '/customers',
  fields: CREATE_CUSTOMER_FIELDS,
  customFields: 'customer',
  customer: ({ params }) => params.id ?? undefined,
  run(call) {
    const { unit, params, site } = call;
    const { billing_address: addressParams, id: ownId, created_from_ip: _ip, ...given } = params;
    if (ownId && unit.find('customer', ownId) !== undefined) throw duplicate('id', ownId);
    const customer = unit.put<Customer>(
      'customer',
      withoutEmpty({
        id: ownId ?? unit.newId(''),
        created_at: unit.now,
        ...withoutEmpty(given),
        ...withoutEmpty(call.custom),
        allow_direct_debit: given.allow_direct_debit ?? false,
        auto_collection: given.auto_collection ?? 'on',
        net_term_days: given.net_term_days ?? 0,
        taxability: given.taxability ?? 'taxable',
        preferred_currency_code: given.preferred_currency_code ?? (site.currencies[0] as string),
        ...startingState(),
        billing_address: newAddress(addressParams, 'billing_address'),
      }),
    );
    recordEvent(call, 'customer_created', { customer });
    return { customer };
  },
});

function startingState() {
  return {
    pii_cleared: 'active',
    channel: 'web',
    deleted: false,
    object: 'customer',
    card_status: 'no_card',
    promotional_credits: 0,
    refundable_credits: 0,
    excess_payments: 0,
    unbilled_charges: 0,
  } as const;
}
