import type { DeliveryEntity } from '../database/delivery.entity.js';
import type { LinkEntity } from '../database/link.entity.js';
import type { Decision } from '../delivery-target.js';
import type { LinkEffect } from '../links/link-change.js';
import type { StateChange } from '../states/state-change.js';
import type { Outcome } from './outcome.js';
import { NEWER_VERSION, yieldToNewer } from './yield-to-newer.js';

type WriteDecision = Extract<Decision, { kind: 'write' }>;
type Existence = Extract<Outcome, { kind: 'change' }>['existence'];

/** What of the database a plan depends on; all of it is locked or settled by the locked link. */
export interface Facts {
  /** The delivery's link. */
  readonly link: LinkEntity;
  /** The link that has the wanted target id. */
  readonly holder: LinkEntity | undefined;
  /** Epoch of the lease under which it is done. */
  readonly epoch: string;
}

/** What to put on record for one delivery. */
export interface Plan {
  readonly change: StateChange;
  readonly link?: LinkEffect;
}

/** The first call is about to be made: the target id is reserved and the requests are stored. */
export function planBegin(delivery: DeliveryEntity, decision: WriteDecision, facts: Facts): Plan {
  if (isNewer(facts.link, delivery)) return GIVE_WAY;
  const { requests, targetId, fingerprint } = decision;
  const obstacle = obstacleTo(targetId, facts);
  if (obstacle !== undefined) return { change: obstacle };
  const change = { ...sending(delivery, facts), requests, step: 0, targetId, fingerprint };
  return { change, link: { kind: 'reserve', targetId } };
}

/** A delivery that was refused for a while goes on at its stored step. */
export function planResume(delivery: DeliveryEntity, facts: Facts): Plan {
  if (isNewer(facts.link, delivery)) return GIVE_WAY;
  const change = sending(delivery, facts);
  return delivery.targetId === null ? { change } : { change, link: { kind: 'reserve', targetId: delivery.targetId } };
}

/** A request in doubt turned out to be absent: the same bytes are about to be sent again. */
export function planResend(delivery: DeliveryEntity, facts: Facts): Plan {
  return { change: sending(delivery, facts) };
}

/** A request in doubt turned out to be accepted: the next one is about to be sent. */
export function planProceed(delivery: DeliveryEntity, facts: Facts): Plan {
  return { change: { ...sending(delivery, facts), attempt: delivery.attempt, step: delivery.step + 1 } };
}

/** All requests were accepted. */
export function planDelivered(): Plan {
  return { change: { to: 'delivered' }, link: { kind: 'confirm' } };
}

/** A call ended in something else than acceptance. */
export function planConcluded(
  delivery: DeliveryEntity,
  change: StateChange,
  existence: Existence,
  { link }: Facts,
): Plan {
  const yielded = yieldToNewer(decidedAnew(delivery, change), isNewer(link, delivery));
  // a later step that is refused leaves what the earlier ones made
  if (existence === 'refused' && delivery.step === 0) return { change: yielded, link: { kind: 'refused' } };
  return existence === 'uncertain' ? { change: yielded, link: { kind: 'uncertain' } } : { change: yielded };
}

/** A first request that is to be tried again was surely not carried out: no bytes of it can still arrive. */
function decidedAnew(delivery: DeliveryEntity, change: StateChange): StateChange {
  const isOld = delivery.step === 0 && delivery.requests?.[0]?.dependsOnTarget === true;
  return change.to === 'retrying' && isOld ? { ...change, requests: null } : change;
}

/** A decision that makes no call. */
export function planDecided(delivery: DeliveryEntity, change: StateChange, { link }: Facts): Plan {
  if (isNewer(link, delivery)) return GIVE_WAY;
  return change.to === 'unchanged' && link.confirmed ? { change, link: { kind: 'confirm' } } : { change };
}

const GIVE_WAY: Plan = { change: { to: 'superseded', reason: NEWER_VERSION } };

function isNewer(link: LinkEntity, delivery: DeliveryEntity): boolean {
  return link.sequence > delivery.sequence;
}

function sending(delivery: DeliveryEntity, { epoch }: Facts): StateChange {
  return { to: 'writing', attempt: delivery.attempt + 1, leaseEpoch: epoch, sending: true };
}

/** One target object per record and one record per target object, or something would be written twice or over. */
function obstacleTo(targetId: string, { link, holder }: Facts): StateChange | undefined {
  if (link.targetId === targetId) return undefined;
  if (link.targetId !== null && link.mayExist) {
    return collision('TARGET_ID_CHANGED', { differences: { targetId: { ours: targetId, theirs: link.targetId } } });
  }
  if (holder === undefined) return undefined;
  return collision('TARGET_ID_TAKEN', { targetId, takenBy: `${holder.sourceConnection}/${holder.sourceId}` });
}

function collision(reason: string, details: Record<string, unknown>): StateChange {
  return { to: 'failed', failureClass: 'collision', reason, details };
}
