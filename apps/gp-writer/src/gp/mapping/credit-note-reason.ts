import type { CreditNote } from '@ledgerbridge/contracts';
import type { MappingSettings } from '../mapping-settings.js';

/** A write-off of an invoice: the credit memo goes to the write-off account. */
export function isWriteOff({ reason }: CreditNote, { creditNoteReasons }: MappingSettings): boolean {
  return isOneOf(creditNoteReasons.writeOff, reason);
}

/** Made by the void of an invoice, which the invoice itself tells: no effect of its own. */
export function isOfInvoiceVoid({ reason }: CreditNote, { creditNoteReasons }: MappingSettings): boolean {
  return isOneOf(creditNoteReasons.invoiceVoid, reason);
}

function isOneOf(reasons: readonly string[], reason = ''): boolean {
  return reasons.some((each) => each.toLowerCase() === reason.trim().toLowerCase());
}
