import {
  addDecimals,
  compareDecimals,
  subtractDecimals,
  type CanonicalEventOf,
  type PaymentAllocation,
  type RecordRef,
  type SkipRule,
} from '@ledgerbridge/contracts';
import type { Decision } from '@ledgerbridge/eventing';
import { documentNumberOf } from '../gp/mapping/numbers.js';
import { failed, skipped } from './outcomes.js';
import type { Surroundings } from './surroundings.js';

type PaymentEvent = CanonicalEventOf<'payment'>;

/** `there`: what it belongs to is in GP, so is it. */
type Followed = Decision | 'there' | undefined;

/**
 * What keeps a movement of money that counts from being written, by the records it belongs to: money taken back follows
 * its payment, all other money the documents it is applied to.
 */
export async function obstacleToMoney(event: PaymentEvent, around: Surroundings): Promise<Decision | undefined> {
  const followed = await afterPayment(event, around);
  if (followed === 'there') return undefined;
  return followed ?? byAllocations(event, around);
}

async function afterPayment({ state, record }: PaymentEvent, around: Surroundings): Promise<Followed> {
  const { kind, reversesPaymentId: sourceId } = state;
  if (kind === 'payment' || sourceId === undefined || sourceId === '') return undefined;
  const payment: RecordRef = { connection: record.connection, type: 'payment', sourceId };
  const standing = await around.links.standing(payment);
  if (standing.kind === 'there') return 'there';
  if (standing.kind !== 'ended') return { kind: 'waiting', on: payment };
  if (standing.reason === ('imported' satisfies SkipRule)) return skipped('imported');
  if (standing.reason !== ('not-a-payment' satisfies SkipRule)) return undefined;
  return (await hasReceipt(payment, around)) ? 'there' : skipped('not-a-payment');
}

/** One that failed late may have been written by a schema that is gone. */
async function hasReceipt(payment: RecordRef, { gateway, settings }: Surroundings): Promise<boolean> {
  const number = documentNumberOf('payment', payment, settings.mapping);
  return (await gateway.findCashReceipt(number)) !== undefined;
}

/**
 * Where the documents were born the money is accounted for. Of one that is so in part only, applied to others or to
 * nothing yet for the rest, nobody can say.
 */
async function byAllocations({ state, record }: PaymentEvent, around: Surroundings): Promise<Decision | undefined> {
  const { kind, amount, allocations } = state;
  const heeded = allocations.filter(({ documentType }) => kind !== 'payment' || documentType === 'invoice');
  const places = await Promise.all(heeded.map((allocation) => placeOf(allocation, record.connection, around)));
  const waiting = places.find((place) => typeof place !== 'string');
  if (typeof waiting === 'object') return waiting;
  const elsewhere = heeded.filter((_, index) => places[index] === 'elsewhere');
  if (elsewhere.length === 0) return undefined;
  const imported = addDecimals(...elsewhere.map((allocation) => allocation.amount));
  if (compareDecimals(imported, amount) >= 0) return skipped('imported');
  return failed('data', 'PARTLY_IMPORTED_PAYMENT', { imported, others: subtractDecimals(amount, imported) });
}

/**
 * What became of the document goes before what the settings are now: its money belongs where it is. It also goes before
 * an origin that is not stated: a source that lost its tables knows of none for a while.
 */
async function placeOf(
  { documentType, documentId, origin }: PaymentAllocation,
  connection: string,
  { links, accepts }: Surroundings,
): Promise<'here' | 'elsewhere' | Decision> {
  const document: RecordRef = { connection, type: documentType, sourceId: documentId };
  const standing = await links.standing(document);
  if (standing.kind === 'there') return 'here';
  if (standing.kind === 'ended' && standing.reason === ('imported' satisfies SkipRule)) return 'elsewhere';
  if (accepts.includeImported) return 'here';
  if (origin !== undefined) return 'elsewhere';
  if (documentType === 'invoice') return 'here';
  return standing.kind === 'ended' ? 'here' : { kind: 'waiting', on: document };
}
