import { listOperation } from '../../listing/list-operation.js';
import { retrieveOperation } from '../retrieve-operation.js';
import { createSubscription } from './create-subscription.js';
import { cancelSubscription, deleteSubscription } from './end-subscription.js';

const listSubscriptions = listOperation({
  name: 'list_subscriptions',
  path: '/subscriptions',
  kind: 'subscription',
  filters: {
    id: 'text',
    customer_id: 'text',
    status: 'choice',
    cancel_reason: 'choice',
    remaining_billing_cycles: 'number',
    created_at: 'time',
    activated_at: 'time',
    next_billing_at: 'time',
    cancelled_at: 'time',
    updated_at: 'time',
  },
  sortKeys: ['created_at', 'updated_at'],
});

export const subscriptionOperations = [
  createSubscription,
  cancelSubscription,
  deleteSubscription,
  retrieveOperation('subscription', 'subscriptions'),
  listSubscriptions,
];
