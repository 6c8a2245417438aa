import { Injectable } from '@nestjs/common';
import { isBridgeError } from '@ledgerbridge/contracts';
import { RecordPublisher, type Observation, type PublicationOutcome } from '@ledgerbridge/eventing';
import { RejectionStore } from '@ledgerbridge/sync';
import { DataSource, type EntityManager } from 'typeorm';
import type { ChargebeeSettings } from '../chargebee/connection-settings.js';
import type { Resource } from '../chargebee/reading/fields.js';
import { mapResource } from '../chargebee/reading/map-resource.js';
import type { MappedResource } from '../chargebee/reading/mapped-resource.js';
import { OriginFinder } from '../chargebee/reading/origin-finder.js';
import { unpublishable } from '../chargebee/reading/unpublishable.js';
import type { Connection } from '@ledgerbridge/connections';
import type { OpenReceipts } from './open-receipts.js';
import { ReceiptQueue } from './receipt-queue.js';
import { mostTelling, type DoneReason, type RecordOutcome } from './receipt-outcome.js';
import { recordOf, type RecordWork } from './record-work.js';

/** The states of one record to be taken in, oldest first; none when it is published already. */
export interface RecordStates {
  readonly resources: readonly Resource[];
  /** The last of them is what one of our own writes was answered with. */
  readonly isOwn: boolean;
}

/** Takes a record in: maps, publishes and settles what it answers, in one transaction. */
@Injectable()
export class RecordTaker {
  constructor(
    private readonly database: DataSource,
    private readonly publisher: RecordPublisher,
    private readonly rejections: RejectionStore,
    private readonly origins: OriginFinder,
    private readonly queue: ReceiptQueue,
  ) {}

  async take(
    connection: Connection<ChargebeeSettings>,
    work: RecordWork,
    states: RecordStates,
    open: OpenReceipts,
  ): Promise<void> {
    const mapped = await this.map(connection, work, states.resources);
    try {
      await this.commit(connection.id, work, mapped, states.isOwn, open);
    } catch (error) {
      // what the publisher refuses for good would be refused again, and must not stand in the way
      if (!isBridgeError(error) || error.retryable) throw error;
      const refused = unpublishable(recordOf(connection.id, work), error.code, states.resources.at(-1));
      await this.commit(connection.id, work, [refused], states.isOwn, open);
    }
  }

  private async map(
    { id, settings }: Connection<ChargebeeSettings>,
    { kind }: RecordWork,
    resources: readonly Resource[],
  ): Promise<MappedResource[]> {
    if (resources.length === 0) return [];
    const named = resources.map((resource) => ({ kind, resource }));
    const origins = await this.origins.find(this.database.manager, id, named);
    const { timeZone, publishes } = settings;
    const context = { connection: id, timeZone, customFields: publishes.customFields, origins };
    return resources.map((resource) => mapResource(kind, resource, context));
  }

  private async commit(
    connection: string,
    work: RecordWork,
    mapped: readonly MappedResource[],
    isOwn: boolean,
    open: OpenReceipts,
  ): Promise<void> {
    const { outcome, ended } = await this.database.transaction(async (tx) => {
      const result = await this.publish(tx, connection, work, mapped, isOwn);
      const settled = open.endingWith(work, result);
      await this.settle(tx, connection, settled);
      return { outcome: result, ended: settled };
    });
    open.committed(work, outcome, ended);
  }

  private async publish(
    tx: EntityManager,
    connection: string,
    { causationId }: RecordWork,
    mapped: readonly MappedResource[],
    isOwn: boolean,
  ): Promise<RecordOutcome> {
    const observations = mapped.flatMap((each) => (each.kind === 'mapped' ? [observe(each, causationId)] : []));
    const rejected = mapped.flatMap((each) => (each.kind === 'rejected' ? [each.rejection] : []));
    const outcomes = observations.length === 0 ? [] : await this.publisher.publish(tx, observations);
    await this.rejections.record(tx, { connection, eventId: causationId }, rejected);
    if (rejected.length === 0)
      await this.rejections.clear(
        tx,
        observations.map(({ record }) => record),
      );
    return outcomeOf(mapped, outcomes, isOwn);
  }

  /** Also for receipts that no publication settled. */
  async settle(
    tx: EntityManager,
    connection: string,
    receipts: readonly { readonly eventId: string; readonly reason: DoneReason }[],
  ): Promise<void> {
    const byReason = Map.groupBy(receipts, ({ reason }) => reason);
    for (const [reason, group] of byReason) {
      const ids = group.map(({ eventId }) => eventId);
      await this.queue.done(tx, connection, ids, reason);
    }
  }
}

function observe(
  { record, state, sourceVersionMs }: Extract<MappedResource, { kind: 'mapped' }>,
  causationId: string,
): Observation {
  return {
    record,
    state,
    observedAtMs: Date.now(),
    causationId,
    ...(sourceVersionMs === undefined ? {} : { sourceVersionMs }),
  };
}

function outcomeOf(
  mapped: readonly MappedResource[],
  published: readonly PublicationOutcome[],
  isOwn: boolean,
): RecordOutcome {
  const fromPublisher = published.map((outcome): RecordOutcome => {
    if (isOwn) return 'own-echo';
    return outcome === 'created' || outcome === 'changed' ? 'published' : 'unchanged';
  });
  const others = mapped.flatMap(({ kind }): RecordOutcome[] => (kind === 'mapped' ? [] : [kind]));
  return mostTelling([...fromPublisher, ...others]) ?? 'unchanged';
}
