import type { JsonObject, StoredRequest } from '@ledgerbridge/eventing';
import type { CallStep, ChargebeeCall } from '../chargebee/calls/chargebee-call.js';
import type { ChargebeeRequest } from '../chargebee/chargebee-request.js';
import { idempotencyKey } from '../chargebee/fingerprint.js';

export interface StoreOptions {
  readonly eventId: string;
  readonly suppressEmails: boolean;
}

/** A call as it is stored before it is sent: path, parameters and headers are fixed from here on. */
export interface StoredCall extends ChargebeeRequest {
  readonly step: CallStep;
  readonly key: string;
  /** Key of the create before it: when that one was answered in this tenure, there is nothing left to set. */
  readonly completes?: string;
  /** Currency of the amounts, where the parameters do not say. */
  readonly currency?: string;
}

/** Updates set full state; a create or an import happens once. */
const REPEATABLE: ReadonlySet<CallStep> = new Set(['update-customer', 'update-billing-info', 'update-details']);

/** What Chargebee would do twice: looked for before every send. */
const NEVER_REFUSED: ReadonlySet<CallStep> = new Set(['record-payment']);

/** What the invoice owes at the site decides whether, or as what, they are written. */
const BY_WHAT_IS_DUE: ReadonlySet<CallStep> = new Set(['record-payment', 'import-credit-note']);

export function toStoredRequest(
  call: ChargebeeCall,
  { eventId, suppressEmails }: StoreOptions,
  completes?: StoredRequest,
): StoredRequest {
  const { step, ...request } = call;
  const body = { ...request, suppressEmails, ...(completes && { completes: completes.key }) };
  return {
    step,
    key: idempotencyKey(eventId, call),
    body: body as unknown as JsonObject,
    ...(REPEATABLE.has(step) ? { repeatable: true } : {}),
    ...(NEVER_REFUSED.has(step) ? { readBackFirst: true } : {}),
    ...(BY_WHAT_IS_DUE.has(step) ? { dependsOnTarget: true } : {}),
  };
}

export function fromStoredRequest({ step, key, body }: StoredRequest): StoredCall {
  return { ...(body as unknown as ChargebeeRequest & { completes?: string }), step: step as CallStep, key };
}
