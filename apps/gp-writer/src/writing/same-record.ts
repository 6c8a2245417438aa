import type { RecordRef } from '@ledgerbridge/contracts';

export function isSameRecord(one: RecordRef, other: RecordRef): boolean {
  return one.connection === other.connection && one.type === other.type && one.sourceId === other.sourceId;
}

/** `<connection>/<source id>`, for people. */
export function nameOf({ connection, sourceId }: RecordRef): string {
  return `${connection}/${sourceId}`;
}
