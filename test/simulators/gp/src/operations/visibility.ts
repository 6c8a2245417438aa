import { normalId } from '../company/ids.js';
import type { StoredDocument } from '../company/stored.js';
import type { Switches } from '../switches.js';

/** Whether entity-id filtering hides a document from the caller. */
export function isFiltered(document: Pick<StoredDocument, 'id' | 'customerId'>, { filteredIds }: Switches): boolean {
  if (filteredIds.length === 0) return false;
  return filteredIds.map(normalId).some((id) => id === '*' || id === document.id || id === document.customerId);
}

/** What a list shows: no more rows than its limit, and hidden ones only where filtering spares lists. */
export function visibleRows<T extends Pick<StoredDocument, 'id' | 'customerId'>>(
  rows: readonly T[],
  switches: Switches,
): T[] {
  const shown = switches.filteredInLists ? rows.filter((row) => !isFiltered(row, switches)) : [...rows];
  return switches.listLimit === null ? shown : shown.slice(0, switches.listLimit);
}
