import type { CalendarDate } from '@ledgerbridge/contracts';
import type { GpDocumentHead } from '../documents/gp-document.js';
import type { MappingSettings } from '../mapping-settings.js';
import { fitText } from './fit-text.js';
import { LIMITS } from './limits.js';
import type { Effect } from './numbers.js';

/** What a GP document gets from its surroundings rather than from the record. */
export interface DocumentFrame {
  /** Of the source record; kept in the description. */
  readonly sourceId: string;
  /** `documentNumberOf` */
  readonly number: string;
  /** Of the customer's link. */
  readonly customerId: string;
  /** `effectDay` */
  readonly date: CalendarDate;
  /** `batchId`, by the GL posting date. */
  readonly batchId: string;
  /** The document's day, or the open one that `postingDay` moved it to. */
  readonly glPostingDate: CalendarDate;
  /** Of the policy: ours are made only where they are taken. */
  readonly distributions: 'provided' | 'automatic';
}

const LABELS: Readonly<Record<Effect, string>> = {
  invoice: 'Invoice',
  payment: 'Payment',
  'credit-note': 'Credit note',
  refund: 'Refund',
  'invoice-undone': 'Void of',
  'payment-undone': 'Void of',
  'credit-note-undone': 'Void of',
  'refund-undone': 'Void of',
};

export function headOf(
  effect: Effect,
  frame: DocumentFrame,
  currency: string,
  mapping: MappingSettings,
): GpDocumentHead {
  const { number, customerId, date, batchId, glPostingDate, sourceId } = frame;
  const description = descriptionOf(LABELS[effect], sourceId, mapping);
  const head: GpDocumentHead = { number, customerId, date, currency, batchId, glPostingDate };
  return description === undefined ? head : { ...head, description };
}

/** The source's id after a word of what it is, if both fit; the id goes first. */
function descriptionOf(label: string, sourceId: string, { text }: MappingSettings): string | undefined {
  const labelled = `${label} ${sourceId}`;
  return fitText(labelled.length <= LIMITS.description ? labelled : sourceId, LIMITS.description, text);
}
