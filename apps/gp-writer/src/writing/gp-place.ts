import type { Decision } from '@ledgerbridge/eventing';
import type { FoundDocument } from '../gp/gp-gateway.port.js';
import { batchId } from '../gp/mapping/batch-id.js';
import type { DocumentFrame } from '../gp/mapping/document-frame.js';
import { effectDay } from '../gp/mapping/effect-day.js';
import { documentNumberOf, type Effect } from '../gp/mapping/numbers.js';
import { postingDay } from '../gp/mapping/posting-day.js';
import { failed } from './outcomes.js';
import { customerOf, EFFECTS, type RecordInGp } from './record-in-gp.js';
import { isSameRecord, nameOf } from './same-record.js';
import type { GpReader, Surroundings } from './surroundings.js';

/** The GP customer of a document's customer, or what becomes of the document without one. */
export async function gpCustomerOf(record: RecordInGp, { links }: Surroundings): Promise<string | Decision> {
  const customer = customerOf(record);
  const standing = await links.standing(customer);
  if (standing.kind === 'there') return standing.link.targetId;
  if (standing.kind !== 'ended') return { kind: 'waiting', on: customer };
  const details = {
    customer: customer.sourceId,
    ended: standing.reason ?? standing.state,
    remedy:
      'name its GP customer in mapping.customers and retry the customer, or enter the document by hand and ignore it',
  };
  return {
    kind: 'failed',
    failureClass: 'data',
    code: 'CUSTOMER_NOT_IN_GP',
    details,
    awaits: customer,
    until: 'there',
  };
}

export function numberOf(record: RecordInGp, effect: Effect, { settings }: Surroundings): string {
  return documentNumberOf(effect, record.event.record, settings.mapping);
}

/** Two records whose numbers meet: GP would take the second for the first. */
export async function numberTaken(
  record: RecordInGp,
  number: string,
  around: Surroundings,
): Promise<Decision | undefined> {
  const { record: ref } = record.event;
  const holder = await around.links.findByTargetId(ref.type, number);
  if (holder === undefined || isSameRecord(holder.record, ref)) return undefined;
  const details = { number, takenBy: nameOf(holder.record), setting: 'mapping.numberPrefixes' };
  return failed('collision', 'NUMBER_TAKEN', details);
}

/** Where and as what a document goes into GP, by the settings as they are now. */
export async function frameOf(
  record: RecordInGp,
  effect: Effect,
  customerId: string,
  around: Surroundings,
): Promise<DocumentFrame> {
  const { batches, periods } = around.settings;
  const { operation, batch } = EFFECTS[effect];
  const { distributions, batchPrefix } = await around.gateway.policy(operation);
  const date = dayOf(record, effect, around);
  const posting = postingDay(date, periods);
  const glPostingDate = posting.kind === 'moved' ? posting.to : date;
  return {
    sourceId: record.event.record.sourceId,
    number: numberOf(record, effect, around),
    customerId,
    date,
    glPostingDate,
    batchId: batchId({ ...batches, day: glPostingDate, kind: batch, policyPrefix: batchPrefix }),
    distributions,
  };
}

export type HeldBack = Extract<Decision, { kind: 'held' }>;

/** Held back when the day is in a closed period and the settings say so. */
export function heldBack(record: RecordInGp, effect: Effect, around: Surroundings): HeldBack | undefined {
  const date = dayOf(record, effect, around);
  const posting = postingDay(date, around.settings.periods);
  if (posting.kind !== 'closed') return undefined;
  return { kind: 'held', reason: 'PERIOD_CLOSED', details: { date, closedThrough: posting.closedThrough } };
}

export function findInGp(effect: Effect, number: string, gateway: GpReader): Promise<FoundDocument | undefined> {
  const { kind } = EFFECTS[effect];
  return kind === 'cash-receipt' ? gateway.findCashReceipt(number) : gateway.findReceivables(kind, number);
}

function dayOf({ state, event }: RecordInGp, effect: Effect, { settings }: Surroundings): string {
  return effectDay(effect, state, event.time, settings.mapping);
}
