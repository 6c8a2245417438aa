import { v5 as uuidv5 } from 'uuid';
import type { RecordRef } from '../records/record-ref.js';

/** Namespace of our event ids; changing it would make every consumer see every event as new. */
const EVENT_NAMESPACE = 'b0b7a1d2-6c4e-5d0e-9a5b-0f6a3a2c9e11';

/** Digits of a written sequence: milliseconds since 1970 fit until the year 33658, and strings sort as numbers do. */
export const SEQUENCE_DIGITS = 15;

export function formatSequence(sequence: bigint | number): string {
  const text = sequence.toString();
  if (!/^\d+$/.test(text) || text.length > SEQUENCE_DIGITS) throw new RangeError(`sequence out of range: ${text}`);
  return text.padStart(SEQUENCE_DIGITS, '0');
}

/** max(previous + 1, source version in ms, else observation time in ms). */
export function nextSequence(
  previous: string | undefined,
  sourceVersionMs: number | undefined,
  observedAtMs: number,
): string {
  const candidate = BigInt(Math.trunc(sourceVersionMs ?? observedAtMs));
  const floor = previous === undefined ? 0n : BigInt(previous) + 1n;
  return formatSequence(candidate > floor ? candidate : floor);
}

/** Same record and sequence, same id: a republished event is recognised by every consumer. */
export function eventId(ref: RecordRef, sequence: string): string {
  return uuidv5([ref.connection, ref.type, ref.sourceId, sequence].join('\u0000'), EVENT_NAMESPACE);
}
