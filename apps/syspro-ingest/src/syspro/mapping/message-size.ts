import type { CreditNote, Invoice } from '@ledgerbridge/contracts';
import { MAX_MESSAGE_BYTES } from '@ledgerbridge/eventing';
import { RowRejected } from './rejection.js';

/** Even with every text at its longest fewer lines than this always fit and need not be measured. */
const LINES_WITHOUT_MEASURING = 400;
/** Room for the headers and the key of the event. */
const ENVELOPE_BYTES = 10_000;

/**
 * One document too large for a message must not stop the page it is on.
 * @throws RowRejected DOCUMENT_TOO_LARGE
 */
export function assertFitsMessage(state: Pick<Invoice | CreditNote, 'lines'>): void {
  const { lines } = state;
  if (lines.length < LINES_WITHOUT_MEASURING) return;
  if (Buffer.byteLength(JSON.stringify(state)) <= MAX_MESSAGE_BYTES - ENVELOPE_BYTES) return;
  throw new RowRejected('lines', `${lines.length} line(s)`, 'DOCUMENT_TOO_LARGE');
}
