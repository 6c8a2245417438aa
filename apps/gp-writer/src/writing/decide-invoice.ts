import type { CanonicalEventOf } from '@ledgerbridge/contracts';
import type { Decision } from '@ledgerbridge/eventing';
import { toInvoice, toInvoiceUndone } from '../gp/mapping/sales-document.mapper.js';
import { salesFacts } from '../gp/mapping/fingerprint.js';
import { decideDocument } from './decide-document.js';
import { skipRule } from './document-rules.js';
import { skipped } from './outcomes.js';
import type { Surroundings } from './surroundings.js';

/**
 * What one version of an invoice comes to: a receivables invoice, and a credit memo once it is voided. Whether it is
 * open, paid or written off is all one to GP, where receipts and memos say so.
 * @throws UnfitRecordError, GpError of the reads
 */
export async function decideInvoice(event: CanonicalEventOf<'invoice'>, around: Surroundings): Promise<Decision> {
  const { state } = event;
  const isDeleted = state.status === 'deleted';
  // a void goes on being due when what was voided is deleted afterwards
  if (isDeleted && state.voidedAt === undefined) return skipped('deletion-not-propagated');
  const { issuedOn: day, totals, origin } = state;
  const { mapping } = around.settings;
  return decideDocument(
    {
      event,
      state,
      facts: salesFacts(state),
      first: 'invoice',
      undoing: 'invoice-undone',
      isUndone: isDeleted || state.status === 'voided',
      rule: skipRule({ day, total: totals.total, origin }, around.accepts),
      undoneRule: isDeleted ? 'deletion-not-propagated' : 'void-before-issue',
      obstacle: async () => undefined,
      build: (effect, frame) => (effect === 'invoice' ? toInvoice : toInvoiceUndone)(state, frame, mapping),
    },
    around,
  );
}
