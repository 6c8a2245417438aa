import { listOperation } from '../../listing/list-operation.js';
import { retrieveOperation } from '../retrieve-operation.js';
import {
  createAuthorization,
  deleteOfflineTransaction,
  recordExcessPayment,
  voidTransaction,
} from './change-transaction.js';

const listTransactions = listOperation({
  name: 'list_transactions',
  path: '/transactions',
  kind: 'transaction',
  filters: {
    id: 'text',
    customer_id: 'text',
    subscription_id: 'text',
    payment_source_id: 'text',
    payment_method: 'choice',
    gateway: 'choice',
    id_at_gateway: 'text',
    reference_number: 'text',
    type: 'choice',
    date: 'time',
    amount: 'number',
    amount_capturable: 'number',
    status: 'choice',
    updated_at: 'time',
  },
  sortKeys: ['date', 'updated_at'],
});

export const transactionOperations = [
  createAuthorization,
  voidTransaction,
  deleteOfflineTransaction,
  recordExcessPayment,
  retrieveOperation('transaction', 'transactions'),
  listTransactions,
];
