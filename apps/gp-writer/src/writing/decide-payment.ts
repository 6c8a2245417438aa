import {
  addDecimals,
  type CanonicalEventOf,
  type PaymentAllocation,
  type RecordRef,
  type SkipRule,
} from '@ledgerbridge/contracts';
import type { Decision } from '@ledgerbridge/eventing';
import { toCashReceipt, toPaymentUndone, toRefundMemo, toRefundUndone } from '../gp/mapping/payment.mapper.js';
import { paymentFacts, readFingerprint } from '../gp/mapping/fingerprint.js';
import { decideDocument } from './decide-document.js';
import { skipRule, unlessImported } from './document-rules.js';
import { failed, skipped } from './outcomes.js';
import type { Surroundings } from './surroundings.js';

type PaymentEvent = CanonicalEventOf<'payment'>;

/**
 * What one version of a movement of money comes to: a cash receipt of a payment, a debit memo of a refund or reversal;
 * voided or deleted afterwards, a memo that undoes it. GP applies none to an invoice, so a receipt needs its customer only.
 * @throws UnfitRecordError, GpError of the reads
 */
export async function decidePayment(event: PaymentEvent, around: Surroundings): Promise<Decision> {
  const { state } = event;
  const { kind, status, paidOn: day, amount: total, origin } = state;
  if (status === 'failed' && around.link?.confirmed !== true) return skipped('not-a-payment');
  const { mapping } = around.settings;
  const [first, toFirst] = kind === 'payment' ? PAID : TAKEN_BACK;
  return decideDocument(
    {
      event,
      state,
      facts: paymentFacts(state),
      first,
      undoing: `${first}-undone`,
      isUndone: status !== 'succeeded',
      rule: skipRule({ day, total, origin }, around.accepts),
      undoneRule: status === 'deleted' ? 'deletion-not-propagated' : 'void-before-issue',
      obstacle: () => obstacleTo(event, around),
      build: (effect, frame) => {
        const toUndone = first === 'payment' ? toPaymentUndone : toRefundUndone;
        return (effect === first ? toFirst : toUndone)(state, frame, mapping);
      },
    },
    around,
  );
}

const PAID = ['payment', toCashReceipt] as const;
const TAKEN_BACK = ['refund', toRefundMemo] as const;

async function obstacleTo({ state, record }: PaymentEvent, around: Surroundings): Promise<Decision | undefined> {
  const imported = around.accepts.includeImported ? undefined : byAllocations(state.allocations);
  if (imported !== undefined) return imported;
  const { kind, reversesPaymentId } = state;
  if (kind === 'payment' || reversesPaymentId === undefined || reversesPaymentId === '') return undefined;
  const reversed: RecordRef = { connection: record.connection, type: 'payment', sourceId: reversesPaymentId };
  const followed = await unlessImported(reversed, around);
  return followed ?? (kind === 'reversal' ? unlessTakenBack(reversed, around) : undefined);
}

/** A payment that failed, before or after it came to GP, is not taken back a second time by its reversal. */
async function unlessTakenBack(payment: RecordRef, { links }: Surroundings): Promise<Decision | undefined> {
  const standing = await links.standing(payment);
  const never = standing.kind === 'ended' && standing.reason === ('not-a-payment' satisfies SkipRule);
  const undone = standing.kind === 'there' && readFingerprint(standing.link.fingerprint)?.isUndone === true;
  return never || undone ? skipped('driven-by-other-document') : undefined;
}

/** Where the paid invoices were born the money is accounted for; of a part of it nobody can say. */
function byAllocations(allocations: readonly PaymentAllocation[]): Decision | undefined {
  const invoices = allocations.filter(({ documentType }) => documentType === 'invoice');
  const imported = invoices.filter(({ origin }) => origin !== undefined);
  const others = invoices.filter(({ origin }) => origin === undefined);
  if (imported.length === 0) return undefined;
  if (others.length === 0) return skipped('imported');
  return failed('data', 'PARTLY_IMPORTED_PAYMENT', { imported: sumOf(imported), others: sumOf(others) });
}

function sumOf(allocations: readonly PaymentAllocation[]): string {
  return addDecimals(...allocations.map(({ amount }) => amount));
}
