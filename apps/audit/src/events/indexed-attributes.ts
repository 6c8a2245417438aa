import type { RawHeader } from './hash-chain.js';

/** The attributes events are looked up by; null where a message does not carry them. */
export interface IndexedAttributes {
  readonly eventId: string | null;
  readonly eventType: string | null;
  readonly connection: string | null;
  readonly subject: string | null;
  readonly sequence: string | null;
  readonly eventTime: string | null;
}

/**
 * Reads the CloudEvents headers leniently: whatever a message claims is indexed, and what Postgres could not store
 * (NUL, a time that is none) is left out of the index. The bytes themselves are kept either way.
 */
export function indexedAttributes(headers: readonly RawHeader[]): IndexedAttributes {
  const read = (name: string): string | null => {
    const value = headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
    if (value === undefined) return null;
    const text = value.toString('utf8').replaceAll('\u0000', '').slice(0, 1000);
    return text === '' ? null : text;
  };
  const time = read('ce_time');
  return {
    eventId: read('ce_id'),
    eventType: read('ce_type'),
    connection: /^\/connections\/(.+)$/.exec(read('ce_source') ?? '')?.[1] ?? null,
    subject: read('ce_subject'),
    sequence: read('ce_sequence'),
    eventTime: time !== null && isStorableInstant(time) ? time : null,
  };
}

function isStorableInstant(text: string): boolean {
  const year = new Date(text).getUTCFullYear();
  return year >= 1 && year <= 9999;
}
