import type { CanonicalEventOf } from '@ledgerbridge/contracts';
import type { Decision, Link } from '@ledgerbridge/eventing';
import { createCustomer } from '../chargebee/calls/create-customer.call.js';
import { updateBillingInfo } from '../chargebee/calls/update-billing-info.call.js';
import { updateCustomer } from '../chargebee/calls/update-customer.call.js';
import type { AcceptsSettings } from '../chargebee/connection-settings.js';
import { toCreateCustomer, toUpdateBillingInfo, toUpdateCustomer } from '../chargebee/customer-request.mapper.js';
import { customerFingerprint } from '../chargebee/fingerprint.js';
import { targetId } from '../chargebee/target-id.js';
import { toStoredRequest } from './stored-request.js';

/**
 * What one version of a customer comes to. A customer without a confirmed link is created and then completed: the two
 * updates do nothing after a create of our own, and bring a customer that was there already (found by
 * `duplicate_entry`) up to date. A mapped customer exists: it is only updated.
 * @throws UnfitRecordError
 */
export function decideCustomer(
  event: CanonicalEventOf<'customer'>,
  link: Link | undefined,
  accepts: AcceptsSettings,
): Decision {
  const { state, record } = event;
  if (state.status === 'deleted') return { kind: 'skipped', rule: 'deletion-not-propagated' };
  const mapped = Object.hasOwn(accepts.customers, record.sourceId) ? accepts.customers[record.sourceId] : undefined;
  const isThere = link?.confirmed === true;
  const id = isThere ? link.targetId : (mapped ?? targetId({ prefix: accepts.idPrefix, number: state.number }));
  const params = toCreateCustomer(state, id);
  const fingerprint = customerFingerprint(params);
  if (isThere && link.fingerprint === fingerprint) return { kind: 'unchanged' };

  const options = { eventId: event.id, suppressEmails: !accepts.sendEmails };
  const create = isThere || mapped !== undefined ? undefined : toStoredRequest(createCustomer(params), options);
  const requests = [
    ...(create === undefined ? [] : [create]),
    toStoredRequest(updateCustomer(id, toUpdateCustomer(state)), options, create),
    toStoredRequest(updateBillingInfo(id, toUpdateBillingInfo(state)), options, create),
  ];
  return { kind: 'write', targetId: id, fingerprint, requests };
}
