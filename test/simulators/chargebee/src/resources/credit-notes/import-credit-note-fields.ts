import { columns } from '../../validation/composite-fields.js';
import type { Params } from '../../validation/field.js';
import { currency, int, oneOf, required, text, time } from '../../validation/scalar-fields.js';
import { creditNoteParts, OFFLINE_METHODS } from '../documents/document-fields.js';
import { CREDIT_NOTE_STATUSES } from './credit-note.js';

export const IMPORT_CREDIT_NOTE_FIELDS = {
  id: required(text(50)),
  customer_id: text(50),
  subscription_id: text(50),
  reference_invoice_id: required(text(50)),
  type: required(oneOf(['adjustment', 'refundable', 'store'])),
  currency_code: currency(),
  create_reason_code: required(text(100)),
  date: required(time()),
  status: oneOf(CREDIT_NOTE_STATUSES),
  total: int({ min: 0 }),
  refunded_at: time(),
  voided_at: time(),
  sub_total: int({ min: 0 }),
  round_off_amount: int({ min: -99, max: 99 }),
  fractional_correction: int({ min: -50_000, max: 50_000 }),
  vat_number_prefix: text(10),
  ...creditNoteParts,
  allocations: columns({
    invoice_id: required(text(50)),
    allocated_amount: required(int({ min: 1 })),
    allocated_at: required(time()),
  }),
  linked_refunds: columns({
    id: text(40),
    amount: required(int({ min: 1 })),
    payment_method: required(oneOf(OFFLINE_METHODS)),
    date: required(time()),
    reference_number: text(100),
  }),
};

export type ImportCreditNoteParams = Params<typeof IMPORT_CREDIT_NOTE_FIELDS>;
