import type { CanonicalEventOf, Invoice, RecordRef } from '@ledgerbridge/contracts';
import type { Decision, Link } from '@ledgerbridge/eventing';
import { importInvoice } from '../chargebee/calls/import-invoice.call.js';
import { updateDetails } from '../chargebee/calls/update-details.call.js';
import { UnfitRecordError } from '../chargebee/chargebee.errors.js';
import type { AcceptsSettings } from '../chargebee/connection-settings.js';
import { compareInvoice } from '../chargebee/document-comparison.js';
import {
  invoiceFingerprint,
  readInvoiceFingerprint,
  writeInvoiceFingerprint,
  type InvoiceFingerprint,
} from '../chargebee/fingerprint.js';
import { toImportInvoice, toUpdateDetails, type ImportInvoiceParams } from '../chargebee/invoice-request.mapper.js';
import { DEBIT_NOTE_SUFFIX, targetId } from '../chargebee/target-id.js';
import {
  decideVoid,
  differencesTo,
  earlierImport,
  immutable,
  skipped,
  skipRule,
  storeOptions,
} from './document-rules.js';
import { toStoredRequest } from './stored-request.js';
import type { Surroundings } from './surroundings.js';

type InvoiceEvent = CanonicalEventOf<'invoice'>;

/**
 * What one version of an invoice comes to. The site is read only to tell both values of an update it cannot take.
 * @throws UnfitRecordError, ChargebeeError of the read
 */
export async function decideInvoice(event: InvoiceEvent, around: Surroundings): Promise<Decision> {
  const { state, record } = event;
  const { link, accepts } = around;
  const isThere = link?.confirmed === true;
  if (state.status === 'deleted') return skipped('deletion-not-propagated');
  const newId = invoiceId(state, accepts);
  if (!isThere && state.status === 'voided') return decideVoid(around, state, newId, around.site.invoice);
  const rule = isThere ? undefined : skipRule(state, accepts);
  if (rule !== undefined && (await earlierImport(link, around.site.invoice)) === undefined) return skipped(rule);
  if (!isThere && state.status === 'written-off') {
    throw new UnfitRecordError('STATUS_NOT_IMPORTABLE', 'a written-off invoice was never delivered', {
      field: 'status',
      status: state.status,
    });
  }

  const id = isThere ? link.targetId : newId;
  const customer: RecordRef = { connection: record.connection, type: 'customer', sourceId: state.customerId };
  const customerLink = await around.links.find(customer);
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

/** The digest decides without a call; where it differs the site is asked, for a newer mapper digests the same invoice anew. */
async function decideUpdate(
  event: InvoiceEvent,
  params: ImportInvoiceParams,
  fingerprint: InvoiceFingerprint,
  around: Surroundings & { readonly link: Link },
): Promise<Decision> {
  const delivered = readInvoiceFingerprint(around.link.fingerprint);
  const isVoided = event.state.status === 'voided';
  if (isVoided || delivered?.core !== fingerprint.core) {
    const differences = differencesTo(params.id, isVoided, await around.site.invoice(params.id), (theirs) =>
      compareInvoice(params, theirs, around.timeZone),
    );
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
