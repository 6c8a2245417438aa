import type { ValueObject } from '../schema/value.js';
import type { CustomerOptions } from './company-options.js';
import { normalId } from './ids.js';

/** A customer that exists before anything is sent, as GetCustomerByKey answers it. */
export function customerValue(customer: CustomerOptions, createdAt: string): ValueObject {
  const at = createdAt.slice(0, 19);
  return {
    Key: { Id: normalId(customer.id) },
    IsOnHold: String(customer.isOnHold ?? false),
    IsActive: String(customer.isActive ?? true),
    Name: customer.name,
    ...(customer.classId === undefined ? {} : { ClassKey: { Id: normalId(customer.classId) } }),
    PostResultsTo: 'Receivables/Discount Account',
    ...(customer.currency === undefined ? {} : { CurrencyKey: { ISOCode: normalId(customer.currency) } }),
    CreatedDate: at,
    ModifiedDate: at,
    LastModifiedDate: at,
  };
}
