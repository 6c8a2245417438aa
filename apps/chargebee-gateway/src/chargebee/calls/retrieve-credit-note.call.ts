import type { CreditNote } from 'chargebee';
import type { Read } from './chargebee-call.js';
import { orUndefined } from './not-found.js';

/**
 * A credit note of the site; undefined when there is none.
 * @see https://apidocs.chargebee.com/docs/api/credit_notes/retrieve-a-credit-note
 */
export async function retrieveCreditNote(read: Read, id: string): Promise<CreditNote | undefined> {
  const answer = await orUndefined(read(`/credit_notes/${encodeURIComponent(id)}`));
  return answer?.['credit_note'] as CreditNote | undefined;
}
