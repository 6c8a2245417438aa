import type { CanonicalEventOf, Differences } from '@ledgerbridge/contracts';
import type { Decision, Link } from '@ledgerbridge/eventing';
import type { Transaction } from 'chargebee';
import { paymentFingerprint, readPaymentFingerprint } from '../chargebee/fingerprint.js';
import { comparePayment } from '../chargebee/payment-comparison.js';
import { paymentTag, tagIn } from '../chargebee/payment-marker.js';
import { paymentFacts } from '../chargebee/payment-request.mapper.js';
import { immutable, skipped } from './document-rules.js';
import { paidInvoice } from './paid-invoice.js';
import type { Surroundings } from './surroundings.js';

type PaymentEvent = CanonicalEventOf<'payment'>;

/** Nothing of a recorded payment can be changed, and none is taken back by itself; its reference is only a text. */
export async function decidePaymentUpdate(
  event: PaymentEvent,
  around: Surroundings & { readonly link: Link },
): Promise<Decision> {
  const { link, site, timeZone } = around;
  const { state } = event;
  const invoiceId = await paidInvoiceId(event, around);
  const facts = paymentFacts(state, timeZone);
  const delivered = readPaymentFingerprint(link.fingerprint);
  const isStanding = state.status === 'succeeded';
  if (isStanding && delivered?.core === paymentFingerprint(facts, invoiceId).core) return { kind: 'unchanged' };

  const recordedOn = delivered?.invoiceId ?? invoiceId;
  const theirs = recordedOn === '' ? undefined : marked(await site.payments(recordedOn), link.targetId);
  if (theirs === undefined) return immutable(link.targetId, { id: { ours: link.targetId, theirs: '' } });
  const differences: Differences = {
    ...(isStanding ? {} : { status: { ours: state.status, theirs: theirs.status ?? '' } }),
    ...(invoiceId === recordedOn ? {} : { invoice: { ours: invoiceId, theirs: recordedOn } }),
    ...comparePayment(facts, theirs, timeZone),
  };
  return Object.keys(differences).length > 0 ? immutable(link.targetId, differences) : { kind: 'unchanged' };
}

/** A void of a payment that no delivery confirmed: nothing to do, unless it is recorded there all the same. */
export async function decidePaymentVoid(event: PaymentEvent, around: Surroundings): Promise<Decision> {
  const { status } = event.state;
  const tag = paymentTag(event.record.sourceId);
  const invoiceId = await paidInvoiceId(event, around);
  const theirs = invoiceId === '' ? undefined : marked(await around.site.payments(invoiceId), tag);
  if (theirs !== undefined) return immutable(tag, { status: { ours: status, theirs: theirs.status ?? '' } });
  return skipped(status === 'deleted' ? 'deletion-not-propagated' : 'void-before-issue');
}

/** The id on the site of the invoice it pays; empty when that is not there, or not one invoice. */
async function paidInvoiceId(event: PaymentEvent, { links }: Surroundings): Promise<string> {
  const invoice = paidInvoice(event);
  const standing = invoice === undefined ? undefined : await links.standing(invoice);
  return standing?.kind === 'there' ? standing.link.targetId : '';
}

function marked(payments: readonly Transaction[], tag: string): Transaction | undefined {
  return payments.find((payment) => tagIn(payment.reference_number) === tag);
}
