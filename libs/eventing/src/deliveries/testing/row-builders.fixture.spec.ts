import type { DeliveryEntity } from '../database/delivery.entity.js';
import type { LinkEntity } from '../database/link.entity.js';

export const V1 = '000000000000001';
export const V2 = '000000000000002';

/** A pending delivery of version 1 of customer C1. */
export function aDelivery(changes: Partial<DeliveryEntity> = {}): DeliveryEntity {
  return {
    id: '0b8f2a2e-5c1b-4c55-9b53-0a5d3f7f1b2c',
    targetConnection: 'target',
    sourceConnection: 'acme-syspro',
    type: 'customer',
    sourceId: 'C1',
    serialKey: 'acme-syspro/customer/C1',
    sequence: V1,
    state: 'pending',
    revision: 1,
    attempt: 0,
    readBacks: 0,
    step: 0,
    requests: null,
    targetId: null,
    fingerprint: null,
    ...changes,
  } as DeliveryEntity;
}

/** The link of that customer, nothing reserved yet. */
export function aLink(changes: Partial<LinkEntity> = {}): LinkEntity {
  return {
    targetConnection: 'target',
    type: 'customer',
    sourceConnection: 'acme-syspro',
    sourceId: 'C1',
    sequence: V1,
    targetId: null,
    deliveredSequence: null,
    fingerprint: null,
    confirmed: false,
    mayExist: false,
    mayExistBy: null,
    ...changes,
  } as LinkEntity;
}
