import type { JsonObject, StoredRequest } from '@ledgerbridge/eventing';
import type { CashReceipt, GpCustomer, GpDocument, ReceivablesDocument } from '../gp/documents/gp-document.js';

/** A call as it is stored, whole, before it is sent. */
export type StoredCall =
  | { readonly step: 'create-receivables'; readonly document: ReceivablesDocument }
  | { readonly step: 'create-cash-receipt'; readonly document: CashReceipt }
  | { readonly step: 'create-customer'; readonly customer: GpCustomer }
  | {
      readonly step: 'update-customer';
      readonly customer: GpCustomer;
      /** Key of the create before it: when that one was answered here, there is nothing left to set. */
      readonly completes?: string;
    };

/**
 * Refused for a while it is decided anew: policy and settings may be others by then, and what was to be undone.
 * @param isThere the document was seen in GP: nothing is sent as long as it is
 */
export function toDocumentRequest(document: GpDocument, eventId: string, isThere: boolean): StoredRequest {
  const step = document.kind === 'cash-receipt' ? 'create-cash-receipt' : 'create-receivables';
  const body = { document } as unknown as JsonObject;
  const key = `${eventId}/${document.number}`;
  return { step, key, body, dependsOnTarget: true, ...(isThere && { readBackFirst: true }) };
}

export function toCreateCustomerRequest(customer: GpCustomer, eventId: string): StoredRequest {
  return { step: 'create-customer', key: `${eventId}/create`, body: { customer } as unknown as JsonObject };
}

/** Sets full state of what is ours on the card: may be sent again at any time. */
export function toUpdateCustomerRequest(
  customer: GpCustomer,
  eventId: string,
  create: StoredRequest | undefined,
): StoredRequest {
  const body = { customer, ...(create && { completes: create.key }) } as unknown as JsonObject;
  return { step: 'update-customer', key: `${eventId}/update`, body, repeatable: true };
}

export function fromStoredRequest({ step, body }: StoredRequest): StoredCall {
  return { ...body, step } as unknown as StoredCall;
}
