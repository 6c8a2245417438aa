import {
  isZeroDecimal,
  type CanonicalEventOf,
  type Differences,
  type Invoice,
  type RecordRef,
  type SkipRule,
} from '@ledgerbridge/contracts';
import type { Decision, Link } from '@ledgerbridge/eventing';
import type { Invoice as ChargebeeInvoice } from 'chargebee';
import { importInvoice } from '../chargebee/calls/import-invoice.call.js';
import { updateDetails } from '../chargebee/calls/update-details.call.js';
import { UnfitRecordError } from '../chargebee/chargebee.errors.js';
import type { AcceptsSettings } from '../chargebee/connection-settings.js';
import {
  invoiceFingerprint,
  readInvoiceFingerprint,
  writeInvoiceFingerprint,
  type InvoiceFingerprint,
} from '../chargebee/fingerprint.js';
import { compareInvoice } from '../chargebee/invoice-comparison.js';
import { toImportInvoice, toUpdateDetails, type ImportInvoiceParams } from '../chargebee/invoice-request.mapper.js';
import { DEBIT_NOTE_SUFFIX, targetId } from '../chargebee/target-id.js';
import { toStoredRequest } from './stored-request.js';

export interface InvoiceSurroundings {
  readonly link: Link | undefined;
  readonly accepts: AcceptsSettings;
  readonly timeZone: string;
  /** The link of a record on this target, once reserved. */
  readonly findLink: (record: RecordRef) => Promise<Link | undefined>;
  /** The invoice as the site holds it now. */
  readonly readInvoice: (id: string) => Promise<ChargebeeInvoice | undefined>;
}

type InvoiceEvent = CanonicalEventOf<'invoice'>;

/**
 * What one version of an invoice comes to. The site is read only to tell both values of an update it cannot take.
 * @throws UnfitRecordError, ChargebeeError of the read
 */
export async function decideInvoice(event: InvoiceEvent, around: InvoiceSurroundings): Promise<Decision> {
  const { state, record } = event;
  const { link, accepts } = around;
  const isThere = link?.confirmed === true;
  if (state.status === 'deleted') return skipped('deletion-not-propagated');
  if (!isThere && state.status === 'voided') return decideVoid(link, around);
  const rule = isThere ? undefined : skipRule(state, accepts);
  if (rule !== undefined) return skipped(rule);
  if (!isThere && state.status === 'written-off') {
    throw new UnfitRecordError('STATUS_NOT_IMPORTABLE', 'a written-off invoice was never delivered', {
      field: 'status',
      status: state.status,
    });
  }

  const id = isThere ? link.targetId : invoiceId(state, accepts);
  const customer: RecordRef = { connection: record.connection, type: 'customer', sourceId: state.customerId };
  const customerLink = await around.findLink(customer);
  if (customerLink?.confirmed !== true) return { kind: 'waiting', on: customer };
  const params = toImportInvoice(state, { id, customerId: customerLink.targetId, timeZone: around.timeZone, accepts });
  const fingerprint = invoiceFingerprint(params);
  if (isThere) return decideUpdate(event, params, fingerprint, { ...around, link });
  const request = toStoredRequest(importInvoice(params), storeOptions(event, accepts));
  return { kind: 'write', targetId: id, fingerprint: writeInvoiceFingerprint(fingerprint), requests: [request] };
}

/** The number is the id where Chargebee can carry it. */
function invoiceId({ number, kind }: Invoice, { idPrefix }: AcceptsSettings): string {
  return targetId({ prefix: idPrefix, number, suffix: kind === 'debit-note' ? DEBIT_NOTE_SUFFIX : '' });
}

/** Why an invoice that was never sent needs no effect. */
function skipRule(invoice: Invoice, accepts: AcceptsSettings): SkipRule | undefined {
  if (invoice.issuedOn < accepts.documentsFrom) return 'before-start';
  return isZeroDecimal(invoice.totals.total) ? 'zero-total' : undefined;
}

/** A void of an invoice that no delivery confirmed: nothing to do, unless an earlier import went through all the same. */
async function decideVoid(link: Link | undefined, around: InvoiceSurroundings): Promise<Decision> {
  const theirs = link?.mayExist === true ? await around.readInvoice(link.targetId) : undefined;
  if (theirs === undefined || theirs.status === 'voided') return skipped('void-before-issue');
  return immutable(theirs.id, { status: { ours: 'voided', theirs: theirs.status } });
}

/** The digest decides without a call; where it differs the site is asked, for a newer mapper digests the same invoice anew. */
async function decideUpdate(
  event: InvoiceEvent,
  params: ImportInvoiceParams,
  fingerprint: InvoiceFingerprint,
  around: InvoiceSurroundings & { readonly link: Link },
): Promise<Decision> {
  const delivered = readInvoiceFingerprint(around.link.fingerprint);
  const isVoided = event.state.status === 'voided';
  if (isVoided || delivered?.core !== fingerprint.core) {
    const theirs = await around.readInvoice(params.id);
    const differences = differencesOf(params, isVoided, theirs, around.timeZone);
    if (Object.keys(differences).length > 0) return immutable(params.id, differences);
    if (isVoided) return { kind: 'unchanged' };
  }
  if (delivered?.details === fingerprint.details) return { kind: 'unchanged' };
  const request = toStoredRequest(
    updateDetails(params.id, toUpdateDetails(params)),
    storeOptions(event, around.accepts),
  );
  return { kind: 'write', targetId: params.id, fingerprint: writeInvoiceFingerprint(fingerprint), requests: [request] };
}

function differencesOf(
  params: ImportInvoiceParams,
  isVoided: boolean,
  theirs: ChargebeeInvoice | undefined,
  timeZone: string,
): Differences {
  if (theirs === undefined) return { id: { ours: params.id, theirs: '' } };
  const isStatusApart = isVoided && theirs.status !== 'voided';
  const status: Differences = isStatusApart ? { status: { ours: 'voided', theirs: theirs.status } } : {};
  return { ...compareInvoice(params, theirs, timeZone), ...status };
}

/** No void and new import behind anybody's back: a person decides, with both values before the eyes. */
function immutable(id: string, differences: Differences): Decision {
  return { kind: 'failed', failureClass: 'data', code: 'TARGET_IMMUTABLE', details: { targetId: id, differences } };
}

function storeOptions(event: InvoiceEvent, accepts: AcceptsSettings) {
  return { eventId: event.id, suppressEmails: !accepts.sendEmails };
}

function skipped(rule: SkipRule): Decision {
  return { kind: 'skipped', rule };
}
