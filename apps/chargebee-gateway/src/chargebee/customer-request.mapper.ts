import type { Customer } from '@ledgerbridge/contracts';
import { toAddressParams, toWholeAddress, type AddressParams } from './address.mapper.js';
import { defined } from './chargebee-request.js';
import { truncated, whole } from './fit-text.js';
import { LIMITS } from './limits.js';

/** What SYSPRO knows of a customer and Chargebee shall show. */
interface ProfileParams {
  readonly company?: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly preferred_currency_code?: string;
  readonly taxability: 'taxable' | 'exempt';
  readonly locale?: string;
}

interface BillingParams {
  readonly vat_number?: string;
  readonly billing_address?: AddressParams;
}

export type CreateCustomerParams = ProfileParams &
  BillingParams & { readonly id: string; readonly auto_collection: 'off' };
export type UpdateCustomerParams = ProfileParams;
export type UpdateBillingInfoParams = BillingParams;

/** Emptied when the source has no value any more; names and locale are left alone, they may be Chargebee's own. */
const EMPTIED_PROFILE = { company: '', email: '', phone: '' };

/**
 * A new customer under our id. `auto_collection` is off: nothing written here may ever charge a card.
 * @throws UnfitRecordError FIELD_TOO_LONG
 */
export function toCreateCustomer(customer: Customer, id: string): CreateCustomerParams {
  return { id, auto_collection: 'off', ...profileOf(customer), ...billingOf(customer) };
}

/** The same profile in full, for a customer that exists. `auto_collection` stays what it is there. */
export function toUpdateCustomer(customer: Customer): UpdateCustomerParams {
  return { ...EMPTIED_PROFILE, ...profileOf(customer) };
}

/** Tax number and address in full; what the source does not have is emptied. */
export function toUpdateBillingInfo(customer: Customer): UpdateBillingInfoParams {
  const { vat_number = '', billing_address } = billingOf(customer);
  return billing_address === undefined
    ? { vat_number }
    : { vat_number, billing_address: { company: '', ...toWholeAddress(billing_address) } };
}

function profileOf(customer: Customer): ProfileParams {
  return defined({
    company: truncated(customer.name, LIMITS.company),
    first_name: truncated(customer.firstName, LIMITS.personName),
    last_name: truncated(customer.lastName, LIMITS.personName),
    email: whole(customer.emails[0], LIMITS.email, 'emails[0]'),
    phone: whole(customer.phone, LIMITS.phone, 'phone'),
    preferred_currency_code: customer.currency,
    taxability: customer.taxExempt ? ('exempt' as const) : ('taxable' as const),
    locale: customer.locale,
  });
}

function billingOf(customer: Customer): BillingParams {
  return defined({
    vat_number: whole(customer.taxNumber, LIMITS.vatNumber, 'taxNumber'),
    billing_address: toAddressParams(customer.billingAddress, customer.name),
  });
}
