import type { CanonicalEventOf } from '@ledgerbridge/contracts';
import type { Decision, StoredRequest } from '@ledgerbridge/eventing';
import type { GpCustomer } from '../gp/documents/gp-document.js';
import { toGpCustomer } from '../gp/mapping/customer.mapper.js';
import { customerFingerprint } from '../gp/mapping/fingerprint.js';
import { customerIdOf } from '../gp/mapping/numbers.js';
import { failed, immutable, skipped, UNCHANGED } from './outcomes.js';
import { isSameGpId, isSameRecord, nameOf } from './same-record.js';
import { toCreateCustomerRequest, toUpdateCustomerRequest } from './stored-request.js';
import type { Surroundings } from './surroundings.js';

type CustomerEvent = CanonicalEventOf<'customer'>;

interface CustomerPlace {
  readonly id: string;
  /** It is known to be in GP: only updated. */
  readonly isThere: boolean;
}

/**
 * What one version of a customer comes to. One that is not known to be there is created and then completed: the update
 * does nothing after a create of our own, and brings a customer up to date that had our id already.
 * @throws UnfitRecordError, GpError of the read
 */
export async function decideCustomer(event: CustomerEvent, around: Surroundings): Promise<Decision> {
  const { state, id: eventId } = event;
  if (state.status === 'deleted') return skipped('deletion-not-propagated');
  const place = await placeOf(event, around);
  if ('kind' in place) return place;
  const mapped = toGpCustomer(state, place.id, around.settings.mapping);
  const { customer } = mapped;
  const fingerprint = customerFingerprint(mapped);
  if (around.link?.confirmed === true && around.link.fingerprint === fingerprint) return UNCHANGED;
  const create = place.isThere ? undefined : toCreateCustomerRequest(customer, eventId);
  const requests: StoredRequest[] = [
    ...(create === undefined ? [] : [create]),
    toUpdateCustomerRequest(withoutClass(customer), eventId, create),
  ];
  return { kind: 'write', targetId: place.id, fingerprint, requests };
}

/** Which GP customer it is. What a person named must be nobody else's; GP itself says how it spells the id. */
async function placeOf({ state, record }: CustomerEvent, around: Surroundings): Promise<CustomerPlace | Decision> {
  const { link, links, gateway, settings } = around;
  const { id: stated, from } = customerIdOf(record, state, settings.mapping);
  if (link?.confirmed === true) {
    const isMeant = from === 'generated' || isSameGpId(stated, link.targetId);
    return isMeant ? { id: link.targetId, isThere: true } : mappedAnew(from, stated, link.targetId);
  }
  const found = from === 'generated' ? undefined : await gateway.findCustomer(stated);
  if (from === 'table' && found === undefined) {
    const details = { setting: 'mapping.customers', customer: record.sourceId, gpCustomer: stated };
    return failed('configuration', 'MAPPED_CUSTOMER_MISSING', details);
  }
  const id = found?.id ?? stated;
  const holder = await links.findByTargetId('customer', id);
  if (holder !== undefined && !isSameRecord(holder.record, record)) {
    const details = { gpCustomer: id, customer: nameOf(record), takenBy: nameOf(holder.record), from };
    return failed('collision', 'CUSTOMER_ID_TAKEN', details);
  }
  return { id, isThere: found !== undefined };
}

/** Its documents are, and go on to be, the first one's: that the setting says otherwise must not go unseen. */
function mappedAnew(from: 'table' | 'field', stated: string, targetId: string): Decision {
  const differences = { gpCustomer: { ours: stated, theirs: targetId } };
  if (from === 'field') return immutable(targetId, differences);
  return failed('configuration', 'TARGET_IMMUTABLE', { setting: 'mapping.customers', targetId, differences });
}

/** The class is chosen for a new customer; later it is the accountants'. */
function withoutClass({ classId: _class, ...customer }: GpCustomer): GpCustomer {
  return customer;
}
