import { blank, referenceNotFound, wrongValue } from '../../errors/param-errors.js';
import { invalidState } from '../../errors/request-errors.js';
import { defineOperation, type Call } from '../../operations/operation.js';
import { columns } from '../../validation/composite-fields.js';
import { int, oneOf, required, text, time } from '../../validation/scalar-fields.js';
import { recordEvent } from '../events/record-event.js';
import { resourceOf } from '../find-resource.js';
import { sum } from '../documents/totals.js';
import type { Invoice } from '../invoices/invoice.js';
import { checkReason } from './credit-note-rules.js';
import { REASON_CODES, reasonOf } from './credit-note.js';
import { grossLines, type CreditedLine } from './credited-parts.js';
import { issueCreditNote } from './new-credit-note.js';

const FIELDS = {
  reference_invoice_id: required(text(50)),
  customer_id: text(50),
  type: required(oneOf(['adjustment', 'refundable'])),
  total: int({ min: 1 }),
  reason_code: oneOf(REASON_CODES),
  create_reason_code: text(100),
  date: time(),
  customer_notes: text(2000),
  comment: text(300),
  line_items: columns({
    reference_line_item_id: required(text(40)),
    amount: int({ min: 1 }),
    unit_amount: int({ min: 1 }),
    quantity: int({ min: 1 }),
    date_from: time(),
    date_to: time(),
    description: text(500),
  }),
};

type CreateCall = Call<typeof FIELDS>;

/** `POST /credit_notes`: a credit note of the site's own series, of a total or of single lines (each amount taxes included). */
export const createCreditNote = defineOperation({
  name: 'create_credit_note',
  method: 'POST',
  path: '/credit_notes',
  fields: FIELDS,
  customFields: 'credit_note',
  customer: ({ unit, params }) => unit.find<Invoice>('invoice', params.reference_invoice_id)?.customer_id,
  run(call) {
    const { params, unit } = call;
    const before = resourceOf<Invoice>(call, 'invoice', 'reference_invoice_id', params.reference_invoice_id);
    const reason = reasonGiven(call);
    const credited = creditedOf(call, before);
    check(params.type, before, typeof credited === 'number' ? credited : sum(credited.map(({ gross }) => gross)));
    const { note, invoice } = issueCreditNote(call, before, {
      type: params.type,
      reason,
      date: params.date ?? unit.now,
      credited,
      extra: { customer_notes: params.customer_notes, ...call.custom },
    });
    recordEvent(call, 'credit_note_created', { credit_note: note });
    if (params.type === 'adjustment') recordEvent(call, 'invoice_updated', { invoice });
    return { credit_note: note, invoice };
  },
});

function reasonGiven({ params, site }: CreateCall): string {
  if (params.create_reason_code) {
    checkReason(params.create_reason_code, site);
    return params.create_reason_code;
  }
  if (!params.reason_code) throw blank('create_reason_code');
  return reasonOf(params.reason_code);
}

function creditedOf({ params }: CreateCall, invoice: Invoice): number | CreditedLine[] {
  const rows = params.line_items ?? [];
  if (rows.length === 0) return params.total ?? blanked();
  const lines = new Map(grossLines(invoice).map((line) => [line.lineId, line.gross]));
  const credited = rows.map((row) => {
    const whole = lines.get(row.reference_line_item_id);
    const path = `line_items[reference_line_item_id][${row.index}]`;
    if (whole === undefined) throw referenceNotFound(path, row.reference_line_item_id);
    const gross = row.amount ?? (row.unit_amount === undefined ? whole : row.unit_amount * (row.quantity ?? 1));
    if (gross > whole) throw wrongValue(`line_items[amount][${row.index}]`, 'is more than the line');
    return { lineId: row.reference_line_item_id, gross };
  });
  const sumOfLines = sum(credited.map(({ gross }) => gross));
  if (params.total && params.total !== sumOfLines)
    throw wrongValue('total', `is not the sum of the lines, ${sumOfLines}`);
  return credited;
}

function blanked(): never {
  throw blank('total');
}

/** An adjustment lowers what is due; a refundable note gives back what was paid or credited. */
function check(type: 'adjustment' | 'refundable', invoice: Invoice, total: number): void {
  if (invoice.status === 'voided' || invoice.status === 'pending') {
    throw invalidState(`A ${invoice.status} invoice cannot be credited`);
  }
  if (type === 'adjustment') {
    if (total > invoice.amount_due) throw wrongValue('total', 'is more than the amount due');
    return;
  }
  const issued = sum(
    invoice.issued_credit_notes.filter((link) => link.cn_status !== 'voided').map((link) => link.cn_total),
  );
  if (total > invoice.amount_paid + invoice.credits_applied - issued) {
    throw wrongValue('total', 'is more than was paid and not yet credited');
  }
}
