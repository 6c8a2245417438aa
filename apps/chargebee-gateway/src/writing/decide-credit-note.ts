import type { CanonicalEventOf, RecordRef } from '@ledgerbridge/contracts';
import type { Decision, Link, Standing } from '@ledgerbridge/eventing';
import { importCreditNote } from '../chargebee/calls/import-credit-note.call.js';
import {
  toImportCreditNote,
  type CreditNoteTarget,
  type ImportCreditNoteParams,
} from '../chargebee/credit-note-request.mapper.js';
import { compareCreditNote } from '../chargebee/document-comparison.js';
import { creditNoteFingerprint } from '../chargebee/fingerprint.js';
import { creditNoteNumber, targetId } from '../chargebee/target-id.js';
import {
  decideVoid,
  differencesTo,
  earlierImport,
  failed,
  immutable,
  skipped,
  skipRule,
  storeOptions,
  withoutInvoice,
} from './document-rules.js';
import { toStoredRequest } from './stored-request.js';
import type { Surroundings } from './surroundings.js';

type CreditNoteEvent = CanonicalEventOf<'credit-note'>;

const CREDITED_INVOICE_UNKNOWN = 'CREDITED_INVOICE_UNKNOWN';

/**
 * What one version of a credit note comes to. Chargebee takes it for an invoice of the site only, so the one it
 * credits must be there; what that one owes decides whether the credit lowers a debt or is the customer's.
 * @throws UnfitRecordError, ChargebeeError of the read
 */
export async function decideCreditNote(event: CreditNoteEvent, around: Surroundings): Promise<Decision> {
  const { state } = event;
  const { link, accepts } = around;
  const isThere = link?.confirmed === true;
  if (state.status === 'deleted') return skipped('deletion-not-propagated');
  const newId = targetId({ prefix: accepts.idPrefix, number: creditNoteNumber(state.number, state.customerId) });
  if (!isThere && state.status === 'voided') return decideVoid(around, state, newId, around.site.creditNote);
  const rule = isThere ? undefined : skipRule(state, accepts);
  if (rule !== undefined && (await earlierImport(link, around.site.creditNote)) === undefined) return skipped(rule);

  const invoice = creditedInvoice(event);
  const standing = invoice === undefined ? undefined : await around.links.standing(invoice);
  const invoiceLink = standing?.kind === 'there' ? standing.link : undefined;
  if (!isThere && invoiceLink === undefined) return withoutCredited(invoice, standing);
  const customer: RecordRef = { connection: event.record.connection, type: 'customer', sourceId: state.customerId };
  const customerLink = await around.links.find(customer);
  if (customerLink?.confirmed !== true) return { kind: 'waiting', on: customer };
  const target = {
    customerId: customerLink.targetId,
    invoiceId: invoiceLink?.targetId ?? '',
    timeZone: around.timeZone,
    reason: accepts.creditNoteReason,
  };
  if (isThere) {
    const params = toImportCreditNote(state, { ...target, id: link.targetId, amountDue: 0 });
    return decideUpdate(event, params, { ...around, link });
  }
  return decideImport(event, { ...target, id: newId }, around);
}

function creditedInvoice({ state, record }: CreditNoteEvent): RecordRef | undefined {
  if (state.invoiceId === undefined || state.invoiceId === '') return undefined;
  return { connection: record.connection, type: 'invoice', sourceId: state.invoiceId };
}

/** Of a record that never landed nobody can say whether it will: a person is told, and its landing decides anew. */
function withoutCredited(invoice: RecordRef | undefined, standing: Standing | undefined): Decision {
  if (invoice === undefined) return failed(CREDITED_INVOICE_UNKNOWN, { field: 'invoiceId' });
  if (standing?.kind === 'open' || standing?.kind === 'ended') {
    return withoutInvoice(invoice, standing, CREDITED_INVOICE_UNKNOWN);
  }
  const details = { invoice: invoice.sourceId, ended: 'never landed' };
  return { kind: 'failed', failureClass: 'data', code: CREDITED_INVOICE_UNKNOWN, details, awaits: invoice };
}

async function decideImport(
  event: CreditNoteEvent,
  target: Omit<CreditNoteTarget, 'amountDue'>,
  { site, accepts }: Surroundings,
): Promise<Decision> {
  const { id, invoiceId } = target;
  const credited = await site.invoice(invoiceId);
  if (credited === undefined) return failed('INVOICE_MISSING', { invoiceId });
  if (credited.status === 'voided') return failed('INVOICE_VOIDED', { invoiceId });
  const params = toImportCreditNote(event.state, { ...target, amountDue: credited.amount_due ?? 0 });
  const request = toStoredRequest(importCreditNote(params), storeOptions(event, accepts));
  return { kind: 'write', targetId: id, fingerprint: creditNoteFingerprint(params), requests: [request] };
}

/** Nothing of a credit note can be changed; one that a newer mapper digests anew is compared at the site. */
async function decideUpdate(
  { state }: CreditNoteEvent,
  params: ImportCreditNoteParams,
  { link, site, timeZone }: Surroundings & { readonly link: Link },
): Promise<Decision> {
  const isVoided = state.status === 'voided';
  if (!isVoided && link.fingerprint === creditNoteFingerprint(params)) return { kind: 'unchanged' };
  const differences = differencesTo(params.id, isVoided, await site.creditNote(params.id), (theirs) =>
    compareCreditNote(params, theirs, timeZone),
  );
  return Object.keys(differences).length > 0 ? immutable(params.id, differences) : { kind: 'unchanged' };
}
