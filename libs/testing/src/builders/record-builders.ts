import {
  eventId,
  formatSequence,
  isDecimalString,
  type CanonicalEventOf,
  type ChangeOf,
  type RecordStates,
  type RecordType,
} from '@ledgerbridge/contracts';

/** The connection every built record belongs to unless told otherwise. */
export const SOURCE_CONNECTION = 'acme-syspro';

export interface EventOptions<T extends RecordType> {
  readonly connection?: string;
  readonly sourceId?: string;
  readonly change?: ChangeOf<T>;
  /** A higher version is newer. */
  readonly version?: number;
  readonly time?: string;
  readonly causationId?: string;
}

/** A canonical event around a state, id and sequence by the rules. */
export function anEvent<T extends RecordType>(
  type: T,
  sourceId: string,
  change: ChangeOf<T>,
  state: RecordStates[T],
  options: EventOptions<T> = {},
): CanonicalEventOf<T> {
  const record = { connection: options.connection ?? SOURCE_CONNECTION, type, sourceId: options.sourceId ?? sourceId };
  const sequence = formatSequence(options.version ?? 1_767_225_600_000);
  return {
    id: eventId(record, sequence),
    record,
    change: options.change ?? change,
    sequence,
    time: options.time ?? '2026-01-01T00:00:00.000Z',
    ...(options.causationId === undefined ? {} : { causationId: options.causationId }),
    state,
  };
}

/** Guards a builder against a test's slip: amounts are decimal strings. */
export function money(value: string): string {
  if (!isDecimalString(value)) throw new RangeError('an amount must be a decimal string');
  return value;
}
