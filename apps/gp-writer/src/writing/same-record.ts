import type { RecordRef } from '@ledgerbridge/contracts';

export function isSameRecord(one: RecordRef, other: RecordRef): boolean {
  return one.connection === other.connection && one.type === other.type && one.sourceId === other.sourceId;
}

/** `<connection>/<source id>`, for people. */
export function nameOf({ connection, sourceId }: RecordRef): string {
  return `${connection}/${sourceId}`;
}

/** GP compares ids without regard to case and pads them with blanks. */
export function isSameGpId(one: string, other: string): boolean {
  return one.trim().toUpperCase() === other.trim().toUpperCase();
}
