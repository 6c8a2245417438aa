import type { ReadBack } from '@ledgerbridge/eventing';
import type { GpCustomer, GpDocument } from '../gp/documents/gp-document.js';
import { compareDocument } from '../gp/mapping/compare-document.js';
import type { FoundCustomer, FoundDocument } from '../gp/gp-gateway.port.js';
import type { StoredCall } from './stored-request.js';
import type { GpReader } from './surroundings.js';

/**
 * What GP holds where a stored call writes. A create that finds its customer there is done: the one under our id is ours
 * to update, which the step after it does. An update that did not arrive is simply absent: it may be repeated.
 */
export async function readBack(call: StoredCall, gateway: GpReader): Promise<ReadBack> {
  switch (call.step) {
    case 'create-receivables':
      return compared(call.document, await gateway.findReceivables(call.document.kind, call.document.number));
    case 'create-cash-receipt':
      return compared(call.document, await gateway.findCashReceipt(call.document.number));
    case 'create-customer':
      return { kind: (await gateway.findCustomer(call.customer.id)) === undefined ? 'absent' : 'equal' };
    case 'update-customer': {
      const found = await gateway.findCustomer(call.customer.id);
      return { kind: found !== undefined && holdsCustomer(found, call.customer) ? 'equal' : 'absent' };
    }
  }
}

function compared(ours: GpDocument, theirs: FoundDocument | undefined): ReadBack {
  if (theirs === undefined) return { kind: 'absent' };
  const differences = compareDocument(ours, theirs);
  return Object.keys(differences).length === 0 ? { kind: 'equal' } : { kind: 'different', differences };
}

/** By what GP shows of the address that is ours; ids and texts there are padded, and compared without regard to case. */
function holdsCustomer(theirs: FoundCustomer, ours: GpCustomer): boolean {
  return isSameText(theirs.name, ours.name) && isSameText(theirs.email, ours.email);
}

function isSameText(one = '', other = ''): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
