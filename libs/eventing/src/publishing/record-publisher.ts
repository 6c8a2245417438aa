import { Injectable } from '@nestjs/common';
import {
  assertTotals,
  ContractError,
  encodeEvent,
  eventId,
  isBridgeError,
  type AddableDocument,
  type CanonicalEvent,
  type ContractErrorCode,
  type EncodedMessage,
} from '@ledgerbridge/contracts';
import type { EntityManager } from 'typeorm';
import { Outbox } from '../outbox/outbox.js';
import { decidePublication, type PublicationDecision, type Published } from './decide-publication.js';
import type { Observation, PublicationOutcome } from './observation.js';
import { PublishedRecords, recordId, type SeenRecord } from './published-records.js';

const RECORDS_PER_STATEMENT = 1_000;

/** Turns observations into canonical events: each fact once, whoever saw it and however often. */
@Injectable()
export class RecordPublisher {
  constructor(
    private readonly records: PublishedRecords,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Publishes what is news in `tx` and holds the lock of every record observed until it ends. Call it once a
   * transaction: records are locked in one order within a call, not across calls.
   * @returns one outcome an observation, in the order given; the same record may be observed more than once
   * @throws ContractError TOTALS_DISAGREE with `details.record`, before anything is written
   * @throws EventingError EVENT_TOO_LARGE; roll `tx` back
   */
  async publish(tx: EntityManager, observations: readonly Observation[]): Promise<PublicationOutcome[]> {
    for (const observation of observations) assertAddsUp(observation);
    const outcomes: PublicationOutcome[] = new Array<PublicationOutcome>(observations.length);
    for (const chunk of inLockOrder(observations)) await this.publishChunk(tx, chunk, outcomes);
    return outcomes;
  }

  private async publishChunk(
    tx: EntityManager,
    chunk: readonly Sighting[],
    outcomes: PublicationOutcome[],
  ): Promise<void> {
    const refs = new Map(chunk.map(({ id, observation }) => [id, observation.record]));
    const published = await this.records.lock(tx, [...refs.values()]);
    const messages: EncodedMessage[] = [];
    const seen = new Map<string, SeenRecord>();
    for (const { id, index, observation } of chunk) {
      const decision = decidePublication(published.get(id), observation);
      outcomes[index] = decision.outcome;
      published.set(id, decision.published);
      if (decision.change !== undefined) messages.push(encodeEvent(toEvent(observation, decision)));
      seen.set(id, toSeen(observation, decision.published, decision.change !== undefined, seen.get(id)));
    }
    await this.outbox.append(tx, messages);
    await this.records.write(tx, [...seen.values()]);
  }
}

interface Sighting {
  readonly id: string;
  readonly index: number;
  readonly observation: Observation;
}

/** Sorted by record, then as given; all sightings of a record in one chunk. */
function inLockOrder(observations: readonly Observation[]): Sighting[][] {
  const sorted = observations
    .map((observation, index): Sighting => ({ id: recordId(observation.record), index, observation }))
    .sort((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : left.index - right.index));
  const chunks: Sighting[][] = [];
  let chunk: Sighting[] = [];
  for (const sighting of sorted) {
    if (chunk.length >= RECORDS_PER_STATEMENT && chunk.at(-1)?.id !== sighting.id) {
      chunks.push(chunk);
      chunk = [];
    }
    chunk.push(sighting);
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}

function toEvent(observation: Observation, { change, published }: PublicationDecision): CanonicalEvent {
  const { record, state, causationId, occurredAt, sourceVersionMs, observedAtMs } = observation;
  return {
    id: eventId(record, published.sequence),
    record,
    change,
    sequence: published.sequence,
    time: occurredAt ?? new Date(sourceVersionMs ?? observedAtMs).toISOString(),
    causationId,
    state,
  } as CanonicalEvent;
}

function toSeen(
  { record, causationId, observedAtMs }: Observation,
  published: Published,
  isPublication: boolean,
  earlier: SeenRecord | undefined,
): SeenRecord {
  return {
    record,
    published,
    isPublication: isPublication || earlier?.isPublication === true,
    causationId,
    seenAtMs: Math.max(observedAtMs, earlier?.seenAtMs ?? observedAtMs),
  };
}

/** Money that does not add up at the source must not become an event that claims it does. */
function assertAddsUp({ record, state }: Observation): void {
  if (record.type !== 'invoice' && record.type !== 'credit-note') return;
  try {
    assertTotals(state as AddableDocument);
  } catch (error) {
    if (!isBridgeError(error)) throw error;
    const name = `${record.connection}/${record.type}/${record.sourceId}`;
    throw new ContractError(
      error.code as ContractErrorCode,
      `${name}: ${error.message}`,
      { ...error.details, record: name },
      error,
    );
  }
}
