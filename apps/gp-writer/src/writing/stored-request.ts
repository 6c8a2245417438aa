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

export function toDocumentRequest(document: GpDocument, eventId: string): StoredRequest {
  const step = document.kind === 'cash-receipt' ? 'create-cash-receipt' : 'create-receivables';
  return { step, key: `${eventId}/${document.number}`, body: { document } as unknown as JsonObject };
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
