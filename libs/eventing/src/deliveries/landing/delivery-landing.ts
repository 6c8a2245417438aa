import { Inject, Injectable } from '@nestjs/common';
import { encodeEvent, type CanonicalEvent } from '@ledgerbridge/contracts';
import { In, type EntityManager } from 'typeorm';
import { v5 as uuidv5 } from 'uuid';
import type { LandingContext } from '../../landing/landing-context.js';
import { NEWER_VERSION } from '../dispatch/yield-to-newer.js';
import { DeliveryEntity, type StoredEvent } from '../database/delivery.entity.js';
import { DELIVERY_TARGET } from '../deliveries.tokens.js';
import type { DeliveryTarget } from '../delivery-target.js';
import { linkKey, LinkStore, type LinkOf } from '../links/link-store.js';
import { DeliveryStates, type LandingDelivery } from '../states/delivery-states.js';
import { AFRESH } from '../states/state-change.js';
import { DispatchNudge } from './dispatch-nudge.js';
import { serialKey } from './serial-key.js';

const DELIVERY_NAMESPACE = '5b1f3c4e-8a55-5f0d-9a53-0d2c4c1b7a90';

/** Events of one statement. */
const CHUNK = 1_000;

const LOCK_OLDER = `
  SELECT d.id FROM deliveries AS d
    JOIN links AS l USING (target_connection, type, source_connection, source_id)
    JOIN unnest($1::text[], $2::text[], $3::text[], $4::text[])
         AS touched (target_connection, type, source_connection, source_id)
   USING (target_connection, type, source_connection, source_id)
   WHERE d.state IN ('pending', 'waiting', 'retrying', 'failed') AND d.sequence < l.sequence
   ORDER BY d.id FOR UPDATE OF d`;

const LOCK_FAILED = `SELECT id FROM deliveries WHERE id = ANY($1::uuid[]) AND state = 'failed' ORDER BY id FOR UPDATE`;

/** Turns landed events into deliveries, in the landing transaction. */
@Injectable()
export class DeliveryLanding {
  constructor(
    @Inject(DELIVERY_TARGET) private readonly target: DeliveryTarget,
    private readonly states: DeliveryStates,
    private readonly links: LinkStore,
    private readonly nudge: DispatchNudge,
  ) {}

  /**
   * One delivery per event and accepting target. A version that is not the newest one seen ends `superseded`, whether
   * it was there or comes late. In a replay, deliveries that failed run again; those that ended well stay.
   */
  async land(
    events: readonly CanonicalEvent[],
    tx: EntityManager,
    context: Pick<LandingContext, 'replay'> = {},
  ): Promise<void> {
    for (let from = 0; from < events.length; from += CHUNK) {
      await this.landChunk(events.slice(from, from + CHUNK), tx, context);
    }
  }

  private async landChunk(
    events: readonly CanonicalEvent[],
    tx: EntityManager,
    { replay }: Pick<LandingContext, 'replay'>,
  ): Promise<void> {
    const due = this.deliveriesOf(events);
    if (due.length === 0) return;
    const newest = await this.links.see(tx, due);
    const born = await this.states.land(
      tx,
      due.map((delivery) => asNewest(delivery, newest.get(linkKey(linkOf(delivery))))),
    );
    await this.supersedeOlder(tx, due);
    if (replay !== undefined) {
      const again = due.map(({ id }) => id).filter((id) => !born.has(id));
      await this.runAgain(tx, again, replay.id);
    }
    for (const connection of new Set(due.map((delivery) => delivery.targetConnection))) {
      this.nudge.afterCommit(tx, connection);
    }
  }

  private deliveriesOf(events: readonly CanonicalEvent[]): LandingDelivery[] {
    const deliveries = new Map<string, LandingDelivery>();
    for (const event of events) {
      const targets = this.target.targetsFor(event);
      if (targets.length === 0) continue;
      const stored = storedEvent(event);
      for (const target of targets) {
        const delivery = deliveryOf(event, stored, target);
        deliveries.set(delivery.id, delivery);
      }
    }
    return [...deliveries.values()];
  }

  private async supersedeOlder(tx: EntityManager, landed: readonly LandingDelivery[]): Promise<void> {
    const ids: { id: string }[] = await tx.query(LOCK_OLDER, [
      landed.map((delivery) => delivery.targetConnection),
      landed.map((delivery) => delivery.record.type),
      landed.map((delivery) => delivery.record.connection),
      landed.map((delivery) => delivery.record.sourceId),
    ]);
    const older = await loadAll(tx, ids);
    await this.states.change(tx, older, { to: 'superseded', reason: NEWER_VERSION });
  }

  private async runAgain(tx: EntityManager, ids: readonly string[], replayId: string): Promise<void> {
    const failed = await loadAll(tx, await tx.query(LOCK_FAILED, [ids]));
    await this.states.change(tx, failed, { ...AFRESH, reason: 'REPLAY', details: { replayId } });
  }
}

async function loadAll(tx: EntityManager, rows: readonly { id: string }[]): Promise<DeliveryEntity[]> {
  const ids = [...new Set(rows.map(({ id }) => id))];
  return ids.length === 0 ? [] : tx.getRepository(DeliveryEntity).findBy({ id: In(ids) });
}

function asNewest(delivery: LandingDelivery, newest: string | undefined): LandingDelivery {
  if (newest === undefined || delivery.sequence >= newest) return delivery;
  return { ...delivery, state: 'superseded', reason: NEWER_VERSION };
}

function deliveryOf(event: CanonicalEvent, stored: StoredEvent, targetConnection: string): LandingDelivery {
  return {
    id: uuidv5(`${targetConnection}/${event.id}`, DELIVERY_NAMESPACE),
    targetConnection,
    record: event.record,
    eventId: event.id,
    change: event.change,
    sequence: event.sequence,
    event: stored,
    serialKey: serialKey(event),
    state: 'pending',
  };
}

function storedEvent(event: CanonicalEvent): StoredEvent {
  const { headers, value } = encodeEvent(event);
  return { headers, value: value.toString('utf8') };
}

function linkOf({ targetConnection, record }: LandingDelivery): LinkOf {
  return { targetConnection, type: record.type, sourceConnection: record.connection, sourceId: record.sourceId };
}
