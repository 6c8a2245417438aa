import type { DeliveryEntity } from '../database/delivery.entity.js';
import type { LinkEntity } from '../database/link.entity.js';

/** What a delivery does to the link of its record. */
export type LinkEffect =
  /** Notes the target id before the first byte goes out, and that from now on the object may exist. */
  | { readonly kind: 'reserve'; readonly targetId: string }
  /** A version is in the target in full. */
  | { readonly kind: 'confirm' }
  /** The creating call was refused: the object exists no more than before it. */
  | { readonly kind: 'refused' }
  /** Nobody could tell whether the object exists: a later refusal will not tell it either. */
  | { readonly kind: 'uncertain' };

export function applyLinkEffect(
  link: LinkEntity,
  effect: LinkEffect,
  delivery: Pick<DeliveryEntity, 'id' | 'sequence' | 'fingerprint'>,
): LinkEntity {
  switch (effect.kind) {
    case 'reserve': {
      const mayExistBy = link.mayExist ? link.mayExistBy : delivery.id;
      return { ...link, targetId: effect.targetId, mayExist: true, mayExistBy };
    }
    case 'confirm':
      return {
        ...link,
        confirmed: true,
        mayExist: true,
        mayExistBy: null,
        fingerprint: delivery.fingerprint ?? link.fingerprint,
        deliveredSequence: newest(link.deliveredSequence, delivery.sequence),
      };
    case 'refused': {
      const isUndone = !link.confirmed && link.mayExistBy === delivery.id;
      return isUndone ? { ...link, mayExist: false, mayExistBy: null } : link;
    }
    case 'uncertain':
      return link.mayExistBy === delivery.id ? { ...link, mayExistBy: null } : link;
  }
}

function newest(one: string | null, other: string): string {
  return one !== null && one > other ? one : other;
}
