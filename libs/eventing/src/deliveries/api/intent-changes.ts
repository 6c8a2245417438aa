import { Injectable } from '@nestjs/common';
import { In, IsNull, type EntityManager } from 'typeorm';
import { DeliveryEntity } from '../database/delivery.entity.js';
import { NEWER_VERSION } from '../dispatch/yield-to-newer.js';
import { DispatchNudge } from '../landing/dispatch-nudge.js';
import { linkKey, LinkStore } from '../links/link-store.js';
import { DeliveryStates } from '../states/delivery-states.js';
import type { DeliveryIntent } from './delivery-intent.js';

/** Does to deliveries what a person wants, side by side with landing and dispatching. */
@Injectable()
export class IntentChanges {
  constructor(
    private readonly states: DeliveryStates,
    private readonly links: LinkStore,
    private readonly nudge: DispatchNudge,
  ) {}

  /**
   * Locks the links first, then what of `found` is still in a state for it, and answers those as they are now. A
   * version that is not the newest one seen becomes `superseded` instead: nobody's wish brings it back.
   */
  async apply(
    tx: EntityManager,
    found: readonly DeliveryEntity[],
    intent: DeliveryIntent,
    commandId: string,
  ): Promise<DeliveryEntity[]> {
    if (found.length === 0) return [];
    const links = await this.links.lock(tx, found);
    const due = await tx.getRepository(DeliveryEntity).find({
      where: intent.from.map((state) => ({
        id: In(found.map(({ id }) => id)),
        state,
        ...(state === 'waiting' && intent.heldOnly === true ? { waitingType: IsNull() } : {}),
      })),
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    const changed = await this.states.changeEach(
      tx,
      due.map((delivery) => {
        const isOlder = (links.get(linkKey(delivery))?.sequence ?? '') > delivery.sequence;
        const change = isOlder
          ? ({ to: 'superseded', reason: NEWER_VERSION } as const)
          : intent.change(delivery, commandId);
        return { delivery, change };
      }),
    );
    for (const connection of new Set(changed.map((delivery) => delivery.targetConnection))) {
      this.nudge.afterCommit(tx, connection);
    }
    return changed;
  }
}
