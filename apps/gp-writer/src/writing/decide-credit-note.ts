import type { CanonicalEventOf, SkipRule } from '@ledgerbridge/contracts';
import type { Decision } from '@ledgerbridge/eventing';
import { isOfInvoiceVoid } from '../gp/mapping/credit-note-reason.js';
import { toCreditMemo, toCreditNoteUndone } from '../gp/mapping/sales-document.mapper.js';
import { salesFacts } from '../gp/mapping/fingerprint.js';
import { decideDocument } from './decide-document.js';
import { skipRule, unlessImported } from './document-rules.js';
import { skipped } from './outcomes.js';
import type { Surroundings } from './surroundings.js';

type CreditNoteEvent = CanonicalEventOf<'credit-note'>;

/**
 * What one version of a credit note comes to: a credit memo, and a debit memo once it is voided. In GP it is the
 * customer's, applied to no invoice: all that matters of its invoice is whether that one was imported.
 * @throws UnfitRecordError, GpError of the reads
 */
export async function decideCreditNote(event: CreditNoteEvent, around: Surroundings): Promise<Decision> {
  const { state } = event;
  const isDeleted = state.status === 'deleted';
  // a void goes on being due when what was voided is deleted afterwards
  if (isDeleted && state.voidedAt === undefined) return skipped('deletion-not-propagated');
  const { mapping } = around.settings;
  return decideDocument(
    {
      event,
      state,
      facts: salesFacts(state),
      first: 'credit-note',
      undoing: 'credit-note-undone',
      isUndone: isDeleted || state.status === 'voided',
      rule: ruleOf(event, around),
      undoneRule: isDeleted ? 'deletion-not-propagated' : 'void-before-issue',
      obstacle: () => obstacleTo(event, around),
      build: (effect, frame) => (effect === 'credit-note' ? toCreditMemo : toCreditNoteUndone)(state, frame, mapping),
    },
    around,
  );
}

function ruleOf({ state }: CreditNoteEvent, { accepts, settings }: Surroundings): SkipRule | undefined {
  if (isOfInvoiceVoid(state, settings.mapping)) return 'driven-by-other-document';
  const { issuedOn: day, totals, origin } = state;
  return skipRule({ day, total: totals.total, origin }, accepts);
}

async function obstacleTo({ state, record }: CreditNoteEvent, around: Surroundings): Promise<Decision | undefined> {
  if (state.invoiceId === undefined || state.invoiceId === '') return undefined;
  return unlessImported({ connection: record.connection, type: 'invoice', sourceId: state.invoiceId }, around);
}
