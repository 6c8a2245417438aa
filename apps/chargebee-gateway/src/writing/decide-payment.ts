import { isZeroDecimal, type CanonicalEventOf, type Payment, type SkipRule } from '@ledgerbridge/contracts';
import type { Decision } from '@ledgerbridge/eventing';
import type { Invoice, Transaction } from 'chargebee';
import { recordPayment } from '../chargebee/calls/record-payment.call.js';
import type { AcceptsSettings } from '../chargebee/connection-settings.js';
import { paymentFingerprint, writePaymentFingerprint } from '../chargebee/fingerprint.js';
import { fromMinorUnits } from '../chargebee/minor-units.js';
import { paymentTag, tagIn } from '../chargebee/payment-marker.js';
import { paymentFacts, toRecordPayment, type PaymentFacts } from '../chargebee/payment-request.mapper.js';
import { failed, skipped, storeOptions, withoutInvoice } from './document-rules.js';
import { notOfOneInvoice, paidInvoice } from './paid-invoice.js';
import { decidePaymentUpdate, decidePaymentVoid } from './decide-payment-update.js';
import { toStoredRequest } from './stored-request.js';
import type { Surroundings } from './surroundings.js';

type PaymentEvent = CanonicalEventOf<'payment'>;

/**
 * What one version of a payment comes to. It is recorded on the invoice it pays, once: Chargebee gives it an id of its
 * own and would take it again, so its tag is looked for before every send.
 * @throws UnfitRecordError, ChargebeeError of the read
 */
export async function decidePayment(event: PaymentEvent, around: Surroundings): Promise<Decision> {
  const { state } = event;
  const { link, links, accepts } = around;
  if (link?.confirmed === true) return decidePaymentUpdate(event, { ...around, link });
  if (!accepts.recordPayments) return skipped('driven-by-other-document');
  if (state.status === 'voided' || state.status === 'deleted') return decidePaymentVoid(event, around);
  const rule = skipRule(state, accepts);
  if (rule !== undefined) return skipped(rule);

  const invoice = paidInvoice(event);
  if (invoice === undefined) return notOfOneInvoice(event);
  const standing = await links.standing(invoice);
  if (standing.kind === 'unseen') return { kind: 'waiting', on: invoice };
  if (standing.kind !== 'there') return withoutInvoice(invoice, standing, 'PAID_INVOICE_UNKNOWN');
  return decideRecording(event, standing.link.targetId, around);
}

function skipRule({ status, paidOn, amount }: Payment, { documentsFrom }: AcceptsSettings): SkipRule | undefined {
  if (status === 'failed') return 'not-a-payment';
  if (paidOn < documentsFrom) return 'before-start';
  return isZeroDecimal(amount) ? 'zero-total' : undefined;
}

async function decideRecording(event: PaymentEvent, invoiceId: string, around: Surroundings): Promise<Decision> {
  const { site, accepts, timeZone } = around;
  const tag = paymentTag(event.record.sourceId);
  const facts = paymentFacts(event.state, timeZone);
  const invoice = await site.invoice(invoiceId);
  if (invoice === undefined) return failed('INVOICE_MISSING', { invoiceId });
  if (!hasRoomFor(facts, invoice)) {
    const payments = await site.payments(invoiceId);
    // one that is there already has taken its part of what is due
    if (!payments.some((payment) => tagIn(payment.reference_number) === tag)) return noRoom(facts, invoice, payments);
  }
  const call = recordPayment(invoiceId, toRecordPayment(event.state, facts, tag), facts.currency);
  const request = toStoredRequest(call, storeOptions(event, accepts));
  const fingerprint = writePaymentFingerprint(paymentFingerprint(facts, invoiceId));
  return { kind: 'write', targetId: tag, fingerprint, requests: [request] };
}

function hasRoomFor({ amount, currency }: PaymentFacts, invoice: Invoice): boolean {
  const { status, amount_due = 0, currency_code } = invoice;
  return status !== 'voided' && currency === currency_code && amount <= amount_due;
}

/**
 * What was paid there without our mark (imported as `paid`, or typed in by hand) stands for the source's payments;
 * anything else would become an excess payment that nobody asked for.
 */
function noRoom(facts: PaymentFacts, invoice: Invoice, payments: readonly Transaction[]): Decision {
  const { id: invoiceId, status, amount_due = 0, currency_code: currency } = invoice;
  if (status === 'voided') return failed('INVOICE_VOIDED', { invoiceId });
  if (currency !== facts.currency) {
    return failed('CURRENCY_DIFFERS', { invoiceId, currency: facts.currency, invoiceCurrency: currency });
  }
  const paidOtherwise = payments
    .filter((payment) => payment.status === 'success' && tagIn(payment.reference_number) === undefined)
    .reduce((sum, { amount = 0 }) => sum + amount, 0);
  if (status === 'paid' && paidOtherwise >= facts.amount) return skipped('driven-by-other-document');
  return failed('PAYMENT_EXCEEDS_DUE', {
    invoiceId,
    amount: fromMinorUnits(facts.amount, currency),
    amountDue: fromMinorUnits(amount_due, currency),
  });
}
