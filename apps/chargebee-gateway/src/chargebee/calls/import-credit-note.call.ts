import type { ImportCreditNoteParams } from '../credit-note-request.mapper.js';
import { toParams, type ChargebeeCall } from './chargebee-call.js';

/**
 * The only route that keeps our number: `id` is the credit note's number, and a second import of it is refused as
 * `duplicate_entry`. `adjusted` needs the allocation to its invoice; `refund_due` leaves the credit with the customer.
 * @see https://apidocs.chargebee.com/docs/api/credit_notes/import-credit-note
 */
export function importCreditNote(params: ImportCreditNoteParams): ChargebeeCall {
  return { step: 'import-credit-note', path: '/credit_notes/import_credit_note', params: toParams(params) };
}
