import type { CreditNote, Invoice } from '@ledgerbridge/contracts';
import type { ReceivablesDocument, ReceivablesKind } from '../documents/gp-document.js';
import type { MappingSettings } from '../mapping-settings.js';
import { toGpAmounts, wholeAsSales, type GpAmounts, type PricedDocument } from './amounts.js';
import { isWriteOff } from './credit-note-reason.js';
import { distributeSales, distributeWriteOff } from './distributions.js';
import { headOf, type DocumentFrame } from './document-frame.js';
import { fitText } from './fit-text.js';
import { LIMITS } from './limits.js';
import type { Effect } from './numbers.js';

/** @throws UnfitRecordError, of amounts and of accounts; so do the others here */
export function toInvoice(invoice: Invoice, frame: DocumentFrame, mapping: MappingSettings): ReceivablesDocument {
  const document = toSales('invoice', 'invoice', invoice, frame, mapping);
  const purchaseOrder = fitText(invoice.purchaseOrder, LIMITS.purchaseOrder, mapping.text);
  return {
    ...document,
    ...(purchaseOrder === undefined ? {} : { purchaseOrder }),
    ...(invoice.dueOn === undefined ? {} : { dueDate: invoice.dueOn }),
  };
}

/** Credit memo that undoes a delivered invoice: the same amounts, on the other side. */
export function toInvoiceUndone(invoice: Invoice, frame: DocumentFrame, mapping: MappingSettings): ReceivablesDocument {
  return toSales('invoice-undone', 'credit-memo', invoice, frame, mapping);
}

export function toCreditMemo(note: CreditNote, frame: DocumentFrame, mapping: MappingSettings): ReceivablesDocument {
  return toNote('credit-note', 'credit-memo', note, frame, mapping);
}

/** Debit memo that undoes a delivered credit note. */
export function toCreditNoteUndone(
  note: CreditNote,
  frame: DocumentFrame,
  mapping: MappingSettings,
): ReceivablesDocument {
  return toNote('credit-note-undone', 'debit-memo', note, frame, mapping);
}

function toNote(
  effect: Effect,
  kind: Exclude<ReceivablesKind, 'invoice'>,
  note: CreditNote,
  frame: DocumentFrame,
  mapping: MappingSettings,
): ReceivablesDocument {
  return isWriteOff(note, mapping)
    ? toWriteOff(effect, kind, note, frame, mapping)
    : toSales(effect, kind, note, frame, mapping);
}

function toSales(
  effect: Effect,
  kind: ReceivablesKind,
  document: PricedDocument,
  frame: DocumentFrame,
  mapping: MappingSettings,
): ReceivablesDocument {
  const amounts = toGpAmounts(document, mapping);
  const head = headOf(effect, frame, document.currency, mapping);
  if (frame.distributions === 'automatic') return { kind, ...head, ...amounts };
  return { kind, ...head, ...amounts, distributions: distributeSales(kind, document, amounts, mapping) };
}

/** Bad debt is no returned sale: the whole amount goes to one account, and no tax is taken back. */
function toWriteOff(
  effect: Effect,
  kind: Exclude<ReceivablesKind, 'invoice'>,
  { totals, currency }: CreditNote,
  frame: DocumentFrame,
  mapping: MappingSettings,
): ReceivablesDocument {
  const amounts: GpAmounts = wholeAsSales(totals.total, currency);
  const head = headOf(effect, frame, currency, mapping);
  if (frame.distributions === 'automatic') return { kind, ...head, ...amounts };
  const distributions = distributeWriteOff(kind, amounts.salesAmount, currency, mapping);
  return { kind, ...head, ...amounts, distributions };
}
