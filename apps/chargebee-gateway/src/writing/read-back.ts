import type { ReadBack } from '@ledgerbridge/eventing';
import { retrieveCustomer } from '../chargebee/calls/retrieve-customer.call.js';
import { retrieveInvoice } from '../chargebee/calls/retrieve-invoice.call.js';
import type { Read } from '../chargebee/calls/chargebee-call.js';
import type { CreateCustomerParams } from '../chargebee/customer-request.mapper.js';
import type { ImportInvoiceParams } from '../chargebee/invoice-request.mapper.js';
import { compareInvoice } from '../chargebee/invoice-comparison.js';
import { holds } from '../chargebee/normalise.js';
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
    case 'import-invoice':
      return readBackImport(call, read, timeZone);
    case 'update-details': {
      const found = await retrieveInvoice(read, idInPath(call.path));
      return { kind: found !== undefined && holds(found, call.params) ? 'equal' : 'absent' };
    }
  }
}

async function readBackImport(call: StoredCall, read: Read, timeZone: string): Promise<ReadBack> {
  const params = call.params as unknown as ImportInvoiceParams;
  const found = await retrieveInvoice(read, params.id);
  if (found === undefined) return { kind: 'absent' };
  if (found.deleted) return { kind: 'unreadable' };
  const differences = compareInvoice(params, found, timeZone);
  return Object.keys(differences).length === 0 ? { kind: 'equal' } : { kind: 'different', differences };
}

/** `/customers/<id>/…` */
function idInPath(path: string): string {
  return decodeURIComponent(path.split('/')[2] ?? '');
}
