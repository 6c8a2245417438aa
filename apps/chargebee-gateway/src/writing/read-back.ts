import type { Differences } from '@ledgerbridge/contracts';
import type { ReadBack } from '@ledgerbridge/eventing';
import { listInvoicePayments } from '../chargebee/calls/list-invoice-payments.call.js';
import { retrieveCreditNote } from '../chargebee/calls/retrieve-credit-note.call.js';
import { retrieveCustomer } from '../chargebee/calls/retrieve-customer.call.js';
import { retrieveInvoice } from '../chargebee/calls/retrieve-invoice.call.js';
import type { Read } from '../chargebee/calls/chargebee-call.js';
import type { ImportCreditNoteParams } from '../chargebee/credit-note-request.mapper.js';
import type { CreateCustomerParams } from '../chargebee/customer-request.mapper.js';
import { compareCreditNote, compareInvoice } from '../chargebee/document-comparison.js';
import type { ImportInvoiceParams } from '../chargebee/invoice-request.mapper.js';
import { holds } from '../chargebee/normalise.js';
import { comparePayment } from '../chargebee/payment-comparison.js';
import { tagIn } from '../chargebee/payment-marker.js';
import type { RecordPaymentParams } from '../chargebee/payment-request.mapper.js';
import type { StoredCall } from './stored-request.js';

/**
 * What the site holds where a stored call writes. A create that finds its id taken is done: the customer under our id
 * is ours to update, which the steps after it do. An update that did not arrive is simply absent: it sets full state
 * and may be repeated.
 */
export async function readBack(call: StoredCall, read: Read, timeZone: string): Promise<ReadBack> {
  switch (call.step) {
    case 'create-customer': {
      const found = await retrieveCustomer(read, (call.params as unknown as CreateCustomerParams).id);
      if (found === undefined) return { kind: 'absent' };
      return { kind: found.deleted ? 'unreadable' : 'equal' };
    }
    case 'update-customer':
    case 'update-billing-info': {
      const found = await retrieveCustomer(read, idInPath(call.path));
      return { kind: found !== undefined && holds({ ...found }, call.params) ? 'equal' : 'absent' };
    }
    case 'import-invoice': {
      const params = call.params as unknown as ImportInvoiceParams;
      const found = await retrieveInvoice(read, params.id);
      return compared(found, (theirs) => compareInvoice(params, theirs, timeZone));
    }
    case 'import-credit-note': {
      const params = call.params as unknown as ImportCreditNoteParams;
      const found = await retrieveCreditNote(read, params.id);
      return compared(found, (theirs) => compareCreditNote(params, theirs, timeZone));
    }
    case 'record-payment':
      return readBackPayment(call, read, timeZone);
    case 'update-details': {
      const found = await retrieveInvoice(read, idInPath(call.path));
      return { kind: found !== undefined && holds(found, call.params) ? 'equal' : 'absent' };
    }
  }
}

/** Found by its tag among all payments of its invoice: Chargebee gives it an id only it knows. */
async function readBackPayment(call: StoredCall, read: Read, timeZone: string): Promise<ReadBack> {
  const { amount, date, reference_number } = (call.params as unknown as RecordPaymentParams).transaction;
  const tag = tagIn(reference_number);
  const payments = await listInvoicePayments(read, idInPath(call.path));
  const found = payments.find((payment) => tagIn(payment.reference_number) === tag);
  const ours = { amount, date, currency: call.currency ?? '' };
  return compared(found, (theirs) => comparePayment(ours, theirs, timeZone));
}

function compared<T extends { readonly deleted: boolean }>(
  found: T | undefined,
  compare: (found: T) => Differences,
): ReadBack {
  if (found === undefined) return { kind: 'absent' };
  if (found.deleted) return { kind: 'unreadable' };
  const differences = compare(found);
  return Object.keys(differences).length === 0 ? { kind: 'equal' } : { kind: 'different', differences };
}

/** `/<collection>/<id>/…` */
function idInPath(path: string): string {
  return decodeURIComponent(path.split('/')[2] ?? '');
}
