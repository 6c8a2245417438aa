import { listOperation } from '../../listing/list-operation.js';
import { retrieveOperation } from '../retrieve-operation.js';
import { importCreditNote } from './import-credit-note.js';
import { deleteCreditNote, recordCreditNoteRefund } from './change-credit-note.js';
import { createCreditNote } from './create-credit-note.js';
import { voidCreditNote } from './void-credit-note.js';

const listCreditNotes = listOperation({
  name: 'list_credit_notes',
  path: '/credit_notes',
  kind: 'credit_note',
  filters: {
    id: 'text',
    customer_id: 'text',
    subscription_id: 'text',
    reference_invoice_id: 'text',
    type: 'choice',
    reason_code: 'choice',
    create_reason_code: 'text',
    status: 'choice',
    date: 'time',
    total: 'number',
    price_type: 'choice',
    amount_allocated: 'number',
    amount_refunded: 'number',
    amount_available: 'number',
    voided_at: 'time',
    updated_at: 'time',
  },
  sortKeys: ['date'],
});

export const creditNoteOperations = [
  importCreditNote,
  createCreditNote,
  voidCreditNote,
  deleteCreditNote,
  recordCreditNoteRefund,
  retrieveOperation('credit_note', 'credit_notes'),
  listCreditNotes,
];
