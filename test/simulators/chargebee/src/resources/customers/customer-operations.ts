import { listOperation } from '../../listing/list-operation.js';
import { retrieveOperation } from '../retrieve-operation.js';
import { createCustomer } from './create-customer.js';
import { deleteCustomer, updateBillingInfo, updateCustomer } from './update-customer.js';

const listCustomers = listOperation({
  name: 'list_customers',
  path: '/customers',
  kind: 'customer',
  filters: {
    id: 'text',
    first_name: 'text',
    last_name: 'text',
    email: 'text',
    company: 'text',
    phone: 'text',
    auto_collection: 'choice',
    taxability: 'choice',
    offline_payment_method: 'choice',
    created_at: 'time',
    updated_at: 'time',
  },
  sortKeys: ['created_at', 'updated_at'],
});

export const customerOperations = [
  createCustomer,
  updateCustomer,
  updateBillingInfo,
  deleteCustomer,
  retrieveOperation('customer', 'customers'),
  listCustomers,
];
