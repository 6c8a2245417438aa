import type { CreditNote } from '@ledgerbridge/contracts';
import { defined } from './chargebee-request.js';
import { toDocumentParts } from './document-parts.mapper.js';
import type { FormRow } from './form-encoder.js';
import { dayToUnixSeconds } from './site-day.js';

/** Parameters of `import_credit_note`: money in smallest units, positive; instants in Unix seconds. */
export interface ImportCreditNoteParams {
  readonly id: string;
  readonly customer_id: string;
  readonly reference_invoice_id: string;
  readonly type: 'adjustment' | 'refundable';
  readonly status: 'adjusted' | 'refund_due';
  readonly create_reason_code: string;
  readonly currency_code: string;
  readonly date: number;
  readonly total: number;
  readonly round_off_amount?: number;
  readonly line_items: readonly FormRow[];
  readonly discounts?: readonly FormRow[];
  readonly taxes?: readonly FormRow[];
  readonly allocations?: readonly FormRow[];
}

export interface CreditNoteTarget {
  /** The credit note's id on the site. */
  readonly id: string;
  /** The customer's id on the site. */
  readonly customerId: string;
  /** The id on the site of the invoice it credits. */
  readonly invoiceId: string;
  /** What that invoice owes there now, in smallest units. */
  readonly amountDue: number;
  readonly timeZone: string;
  readonly reason: string;
}

/**
 * A canonical credit note as an import that keeps its number and every amount.
 * @throws UnfitRecordError naming the field that has no place in Chargebee
 */
export function toImportCreditNote(creditNote: CreditNote, target: CreditNoteTarget): ImportCreditNoteParams {
  const { total, rounding, rows } = toDocumentParts(creditNote, `credit-note:${target.id}`);
  const date = dayToUnixSeconds(creditNote.issuedOn, target.timeZone);
  return defined({
    id: target.id,
    customer_id: target.customerId,
    reference_invoice_id: target.invoiceId,
    create_reason_code: target.reason,
    currency_code: creditNote.currency,
    date,
    total,
    round_off_amount: rounding,
    ...effectOn(target, total, date),
    ...rows,
  });
}

/**
 * What fits into the invoice's debt lowers it; anything more has been paid already and is the customer's: how it is
 * used or paid back is a person's choice.
 */
function effectOn(
  { invoiceId, amountDue }: CreditNoteTarget,
  total: number,
  date: number,
): Pick<ImportCreditNoteParams, 'type' | 'status' | 'allocations'> {
  if (total > amountDue) return { type: 'refundable', status: 'refund_due' };
  const allocations = [{ invoice_id: invoiceId, allocated_amount: total, allocated_at: date }];
  return { type: 'adjustment', status: 'adjusted', allocations };
}
