import type { Decision, Link, StoredRequest } from '@ledgerbridge/eventing';
import type { GpDocument } from '../gp/documents/gp-document.js';
import { compareDocument } from '../gp/mapping/compare-document.js';
import {
  compareFacts,
  readFingerprint,
  writeFingerprint,
  type DocumentFingerprint,
} from '../gp/mapping/fingerprint.js';
import type { Effect } from '../gp/mapping/numbers.js';
import { findInGp, frameOf, gpCustomerOf, heldBack, numberOf, numberTaken, type HeldBack } from './gp-place.js';
import { failed, immutable, skipped, UNCHANGED } from './outcomes.js';
import type { RecordInGp } from './record-in-gp.js';
import { toDocumentRequest } from './stored-request.js';
import type { Surroundings } from './surroundings.js';

/**
 * What one version of a record comes to, by what is in GP: its document is written; undone by a second one when it does
 * not count any more; never changed.
 * @throws UnfitRecordError, GpError of the reads
 */
export async function decideDocument(record: RecordInGp, around: Surroundings): Promise<Decision> {
  const { link } = around;
  if (link?.confirmed === true) return decideDelivered(record, link, around);
  const { rule } = record;
  // what an earlier call may have left there no rule hides: it is written again, refused as duplicate, and confirmed
  if (rule !== undefined && !(await isLeftThere(record, around))) return skipped(rule);
  if (record.isUndone) return decideUndoing(record, around);
  const obstacle = await record.obstacle();
  if (obstacle !== undefined && !(await isLeftThere(record, around))) return obstacle;
  return decideFirst(record, around);
}

async function isLeftThere(record: RecordInGp, { link, gateway }: Surroundings): Promise<boolean> {
  if (link?.mayExist !== true) return false;
  return (await findInGp(record.first, link.targetId, gateway)) !== undefined;
}

async function decideFirst(record: RecordInGp, around: Surroundings): Promise<Decision> {
  if (await lostItsOrigin(record, around)) return failed('data', 'ORIGIN_LOST', { document: record.first });
  const built = await documentOf(record, record.first, around);
  if ('decision' in built) return built.decision;
  const { number } = built.document;
  const taken = await numberTaken(record, number, around);
  if (taken !== undefined) return taken;
  const request = await requestFor(record, record.first, built.document, around);
  if ('kind' in request) return request;
  const fingerprint = writeFingerprint({ facts: record.facts, isUndone: false });
  return { kind: 'write', targetId: number, fingerprint, requests: [request] };
}

/**
 * An earlier version was left out as imported and this one names no origin: the reader has forgotten it, as after a lost
 * schema, and what is booked where it was born would be booked twice.
 */
async function lostItsOrigin({ event, state }: RecordInGp, { accepts, links }: Surroundings): Promise<boolean> {
  if (accepts.includeImported || state.origin !== undefined) return false;
  return links.wasSkipped(event.record, 'imported');
}

/** An update has nowhere to go, unless it takes the whole document back. */
async function decideDelivered(record: RecordInGp, link: Link, around: Surroundings): Promise<Decision> {
  const delivered = deliveredOf(link);
  if (!record.isUndone && delivered.isUndone) {
    return immutable(link.targetId, { status: { ours: record.state.status, theirs: 'undone' } });
  }
  if (record.isUndone) return delivered.isUndone ? UNCHANGED : decideUndoing(record, around);
  const differences = compareFacts(record.facts, delivered.facts);
  return Object.keys(differences).length === 0 ? UNCHANGED : immutable(link.targetId, differences);
}

function deliveredOf(link: Link | undefined): DocumentFingerprint {
  return readFingerprint(link?.fingerprint) ?? { facts: {}, isUndone: false };
}

/**
 * GP is asked even where no link tells of the document: a rebuilt schema knows of none, and what it wrote before is to be
 * undone all the same.
 */
async function decideUndoing(record: RecordInGp, around: Surroundings): Promise<Decision> {
  const { link, gateway } = around;
  const number = link?.mayExist === true ? link.targetId : numberOf(record, record.first, around);
  const theirs = await findInGp(record.first, number, gateway);
  if (theirs === undefined) return link?.mayExist === true ? notFound(number) : skipped(record.undoneRule);
  const built = await documentOf(record, record.first, around);
  if ('decision' in built) return built.decision;
  const differences = compareDocument({ ...built.document, number }, theirs);
  if (Object.keys(differences).length > 0) {
    if (link?.confirmed === true) return immutable(number, differences);
    return failed('collision', 'TARGET_DIFFERS', { number, differences });
  }
  // by hand, in GP
  if (theirs.isVoided) return UNCHANGED;
  const undoing = await documentOf(record, record.undoing, around);
  if ('decision' in undoing) return undoing.decision;
  const request = await requestFor(record, record.undoing, undoing.document, around);
  if ('kind' in request) return request;
  const facts = { ...record.facts, ...deliveredOf(link).facts };
  const fingerprint = writeFingerprint({ facts, isUndone: true });
  return { kind: 'write', targetId: number, fingerprint, requests: [request] };
}

/**
 * The call that writes a document, or the reason to hold it back. What is in GP already is not held back: a rebuilt
 * schema knows nothing of what it wrote before its period was closed, and that never opens again.
 */
async function requestFor(
  record: RecordInGp,
  effect: Effect,
  document: GpDocument,
  around: Surroundings,
): Promise<StoredRequest | HeldBack> {
  const held = heldBack(record, effect, around);
  if (held === undefined) return toDocumentRequest(document, record.event.id, false);
  const theirs = await findInGp(effect, document.number, around.gateway);
  return theirs === undefined ? held : toDocumentRequest(document, record.event.id, true);
}

/** Deleted there by hand, moved to where it is not shown, or hidden: whether it is to be undone only a person can say. */
function notFound(number: string): Decision {
  return failed('data', 'TARGET_MISSING', { number });
}

async function documentOf(
  record: RecordInGp,
  effect: Effect,
  around: Surroundings,
): Promise<{ readonly document: GpDocument } | { readonly decision: Decision }> {
  const customer = await gpCustomerOf(record, around);
  if (typeof customer !== 'string') return { decision: customer };
  return { document: record.build(effect, await frameOf(record, effect, customer, around)) };
}
