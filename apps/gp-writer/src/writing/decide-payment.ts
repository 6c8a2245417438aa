import type { CanonicalEventOf, Payment } from '@ledgerbridge/contracts';
import type { Decision, Link } from '@ledgerbridge/eventing';
import { toCashReceipt, toPaymentUndone, toRefundMemo, toRefundUndone } from '../gp/mapping/payment.mapper.js';
import { paymentFacts } from '../gp/mapping/fingerprint.js';
import { decideDocument } from './decide-document.js';
import { skipRule } from './document-rules.js';
import { findInGp } from './gp-place.js';
import { obstacleToMoney } from './obstacle-to-money.js';
import { immutable, skipped } from './outcomes.js';
import type { GpReader, Surroundings } from './surroundings.js';

type PaymentEvent = CanonicalEventOf<'payment'>;

/**
 * What one version of a movement of money comes to: a cash receipt of a payment, a debit memo of a refund or reversal;
 * voided or deleted afterwards, a memo that undoes it. GP applies none to an invoice, so a receipt needs its customer only.
 * @throws UnfitRecordError, GpError of the reads
 */
export async function decidePayment(event: PaymentEvent, around: Surroundings): Promise<Decision> {
  const { state } = event;
  const { kind, status, paidOn: day, amount: total, origin } = state;
  if (status === 'failed') return decideFailed(event, around);
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
      obstacle: () => obstacleToMoney(event, around),
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

/**
 * One that fails late is taken back by its reversal, a record of its own: undone here too it would be twice. Of before
 * the start it is told apart, for its reversal is then due.
 */
async function decideFailed({ state }: PaymentEvent, around: Surroundings): Promise<Decision> {
  const { link, accepts, gateway } = around;
  const isThere = link?.confirmed === true || (link?.mayExist === true && (await isLeft(state, link, gateway)));
  if (isThere) return immutable(link.targetId, { status: { ours: 'failed', theirs: 'succeeded' } });
  return skipped(state.paidOn < accepts.documentsFrom ? 'before-start' : 'not-a-payment');
}

async function isLeft({ kind }: Payment, { targetId }: Link, gateway: GpReader): Promise<boolean> {
  return (await findInGp(kind === 'payment' ? 'payment' : 'refund', targetId, gateway)) !== undefined;
}
