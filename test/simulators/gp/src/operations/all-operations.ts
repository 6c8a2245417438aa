import { BATCH_OPERATIONS } from './batch-operations.js';
import { COMPANY_OPERATIONS } from './company-operations.js';
import { CUSTOMER_OPERATIONS } from './customer-operations.js';
import { DOCUMENT_OPERATIONS } from './document-operations.js';
import { EXCEPTION_OPERATIONS } from './exception-operations.js';
import type { Operation } from './operation.js';
import { policyOperations } from './policy-operations.js';

const WRITING = [...CUSTOMER_OPERATIONS, ...DOCUMENT_OPERATIONS]
  .filter(({ members }) => members.includes('policy?:'))
  .map(({ name }) => name);

/** Every operation of the service that is simulated, by name. */
export const ALL_OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  [
    ...policyOperations(WRITING),
    ...COMPANY_OPERATIONS,
    ...CUSTOMER_OPERATIONS,
    ...DOCUMENT_OPERATIONS,
    ...BATCH_OPERATIONS,
    ...EXCEPTION_OPERATIONS,
  ].map((operation) => [operation.name, operation]),
);
