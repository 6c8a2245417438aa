import type { HeldConnection } from '@ledgerbridge/connections';
import type { DataSource, EntityManager } from 'typeorm';
import { Coalescer } from '../../async/coalescer.js';
import type { DeliveryEntity } from '../database/delivery.entity.js';
import type { LinkEntity } from '../database/link.entity.js';
import type { Decision } from '../delivery-target.js';
import { applyLinkEffect } from '../links/link-change.js';
import { linkKey, objectKey, type LinkStore } from '../links/link-store.js';
import type { DeliveryStates } from '../states/delivery-states.js';
import type { StateChange } from '../states/state-change.js';
import * as plans from './journal-plan.js';
import type { Facts, Plan } from './journal-plan.js';
import { isHeld } from './held-change.js';
import type { Outcome } from './outcome.js';
import type { WaitRelease } from './wait-release.js';

type Existence = Extract<Outcome, { kind: 'change' }>['existence'];
type Recorded = Promise<DeliveryEntity | undefined>;

interface Entry {
  readonly delivery: DeliveryEntity;
  readonly targetId?: string;
  readonly plan: (facts: Facts) => Plan;
}

interface Planned extends Plan {
  readonly delivery: DeliveryEntity;
  readonly locked: LinkEntity;
}

/**
 * What the dispatcher of one held connection puts on record. Entries of different customers that come at the same time
 * share a transaction, which locks the links first. Every method answers the delivery as it is now, or undefined when
 * somebody else changed it.
 */
export class DeliveryJournal {
  private readonly entries: Coalescer<Entry, DeliveryEntity | undefined>;

  constructor(
    private readonly database: DataSource,
    private readonly states: DeliveryStates,
    private readonly links: LinkStore,
    private readonly waits: WaitRelease,
    private readonly held: Pick<HeldConnection<object>, 'connection' | 'lease'>,
  ) {
    this.entries = new Coalescer((group) => this.database.transaction((tx) => this.record(tx, group)));
  }

  begin(delivery: DeliveryEntity, decision: Extract<Decision, { kind: 'write' }>): Recorded {
    const plan = (facts: Facts): Plan => plans.planBegin(delivery, decision, facts);
    return this.entries.submit({ delivery, targetId: decision.targetId, plan });
  }

  resume(delivery: DeliveryEntity): Recorded {
    return this.entries.submit({ delivery, plan: (facts) => plans.planResume(delivery, facts) });
  }

  resend(delivery: DeliveryEntity): Recorded {
    return this.entries.submit({ delivery, plan: (facts) => plans.planResend(delivery, facts) });
  }

  /** The request at the present step was accepted; the next one is about to be sent. */
  advance(delivery: DeliveryEntity): Recorded {
    if (delivery.state === 'writing') {
      const step = delivery.step + 1;
      return this.database.transaction((tx) => this.states.advance(tx, delivery, step, this.held.lease));
    }
    return this.entries.submit({ delivery, plan: (facts) => plans.planProceed(delivery, facts) });
  }

  delivered(delivery: DeliveryEntity): Recorded {
    return this.entries.submit({ delivery, plan: plans.planDelivered });
  }

  concluded(delivery: DeliveryEntity, change: StateChange, existence: Existence): Recorded {
    return this.entries.submit({ delivery, plan: (facts) => plans.planConcluded(delivery, change, existence, facts) });
  }

  decided(delivery: DeliveryEntity, change: StateChange): Recorded {
    return this.entries.submit({ delivery, plan: (facts) => plans.planDecided(delivery, change, facts) });
  }

  private async record(tx: EntityManager, group: readonly Entry[]): Promise<(DeliveryEntity | undefined)[]> {
    const planned = await this.plan(tx, group);
    const changed = await this.states.changeEach(tx, planned, this.held.lease);
    const after = new Map(changed.map((delivery) => [delivery.id, delivery]));
    await this.changeLinks(tx, planned, after);
    return group.map(({ delivery }) => after.get(delivery.id));
  }

  private async plan(tx: EntityManager, group: readonly Entry[]): Promise<Planned[]> {
    const deliveries = group.map(({ delivery }) => delivery);
    const locked = await this.links.lock(tx, deliveries);
    const links = deliveries.map((delivery) => {
      const link = locked.get(linkKey(delivery));
      if (link === undefined) throw new Error(`delivery ${delivery.id} has no link`);
      return link;
    });
    const wanted = group.flatMap((entry, index) => wantedObject(entry, links[index] as LinkEntity));
    const holders = await this.links.holders(tx, wanted);
    return group.map((entry, index) => {
      const link = links[index] as LinkEntity;
      const [object] = wantedObject(entry, link);
      const holder = object === undefined ? undefined : holders.get(objectKey(object));
      const { delivery } = entry;
      const { change, link: effect } = entry.plan({ link, holder, epoch: this.held.lease.epoch });
      return { delivery, locked: link, change: this.versioned(change), link: effect };
    });
  }

  /** What the settings caused is a matter of the connection as it is now; another version may do better. */
  private versioned(change: StateChange): StateChange {
    if (change.failureClass !== 'configuration' && !isHeld(change)) return change;
    return { ...change, connectionVersion: String(this.held.connection.version) };
  }

  private async changeLinks(
    tx: EntityManager,
    planned: readonly Planned[],
    after: ReadonlyMap<string, DeliveryEntity>,
  ): Promise<void> {
    const changes = planned.flatMap(({ delivery, locked, link: effect }) => {
      const changed = after.get(delivery.id);
      if (changed === undefined || effect === undefined) return [];
      const link = applyLinkEffect(locked, effect, changed);
      return link === locked ? [] : [{ locked, link }];
    });
    await this.links.change(
      tx,
      changes.map(({ link }) => link),
    );
    const nowThere = changes.filter(({ locked, link }) => link.confirmed && !locked.confirmed);
    await this.waits.releaseWaitingFor(
      tx,
      nowThere.map(({ link }) => link),
      this.held.lease,
    );
  }
}

function wantedObject({ delivery, targetId }: Entry, link: LinkEntity) {
  if (targetId === undefined || targetId === link.targetId) return [];
  return [{ targetConnection: delivery.targetConnection, type: delivery.type, targetId }];
}
