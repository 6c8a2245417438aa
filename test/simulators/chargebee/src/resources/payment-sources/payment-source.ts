import type { UnitOfWork } from '../../store/unit-of-work.js';
import type { Customer } from '../customers/customer.js';
import type { Resource } from '../resource.js';

/** How a customer pays by itself, through the test gateway. */
export interface PaymentSource extends Resource {
  object: 'payment_source';
  customer_id: string;
  type: 'card' | 'direct_debit';
  status: 'valid';
  gateway: 'chargebee';
  gateway_account_id: string;
  /** What becomes of collections; a direct debit that succeeds is in progress until it is settled. */
  outcome: 'success' | 'failure';
}

/** Gives the customer a card, a bank account or nothing. @throws Error for an unknown customer */
export function setPaymentSource(
  unit: UnitOfWork,
  customerId: string,
  given: { type: 'card' | 'direct_debit' | 'none'; fails?: boolean },
): Customer {
  const customer = unit.find<Customer>('customer', customerId);
  if (customer === undefined) throw new Error(`no customer has the id ${customerId}`);
  const { primary_payment_source_id: _source, payment_method: _method, ...without } = customer;
  if (given.type === 'none') return unit.put<Customer>('customer', { ...without, card_status: 'no_card' });
  const source = unit.put<PaymentSource>('payment_source', {
    object: 'payment_source',
    id: `pm_${customerId}`,
    customer_id: customerId,
    type: given.type,
    status: 'valid',
    gateway: 'chargebee',
    gateway_account_id: 'gw_simulator',
    reference_id: unit.newId('tok_'),
    outcome: given.fails === true ? 'failure' : 'success',
    deleted: false,
  });
  const { type, status, gateway, gateway_account_id, reference_id } = source;
  return unit.put<Customer>('customer', {
    ...without,
    card_status: type === 'card' ? 'valid' : 'no_card',
    primary_payment_source_id: source.id,
    payment_method: { object: 'payment_method', type, status, gateway, gateway_account_id, reference_id },
  });
}

/** What collections from the customer go through; undefined when it has nothing. */
export function paymentSourceOf(unit: UnitOfWork, customer: Customer): PaymentSource | undefined {
  const id = customer.primary_payment_source_id;
  return typeof id === 'string' ? unit.find<PaymentSource>('payment_source', id) : undefined;
}
