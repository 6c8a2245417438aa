import { commentOperations } from '../resources/comments/comment-operations.js';
import { configurationOperations } from '../resources/configurations/configuration-operations.js';
import { creditNoteOperations } from '../resources/credit-notes/credit-note-operations.js';
import { customerOperations } from '../resources/customers/customer-operations.js';
import { eventOperations } from '../resources/events/event-operations.js';
import { invoiceOperations } from '../resources/invoices/invoice-operations.js';
import { subscriptionOperations } from '../resources/subscriptions/subscription-operations.js';
import { transactionOperations } from '../resources/transactions/transaction-operations.js';
import { webhookEndpointOperations } from '../resources/webhook-endpoints/webhook-endpoint-operations.js';
import type { Operation } from './operation.js';

/** Everything the simulated API offers. */
export const ALL_OPERATIONS: readonly Operation[] = [
  ...customerOperations,
  ...invoiceOperations,
  ...creditNoteOperations,
  ...subscriptionOperations,
  ...transactionOperations,
  ...eventOperations,
  ...webhookEndpointOperations,
  ...commentOperations,
  ...configurationOperations,
];
