export const RECORD_TYPES = ['customer', 'invoice', 'payment', 'credit-note', 'subscription'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** One business object of one connection. */
export interface RecordRef {
  readonly connection: string;
  readonly type: RecordType;
  readonly sourceId: string;
}

export const CONNECTION_ID_PATTERN = /^[a-z0-9-]{1,40}$/;

/** `<type>/<source id>`: the CloudEvents subject. */
export function subjectOf(ref: Pick<RecordRef, 'type' | 'sourceId'>): string {
  return `${ref.type}/${ref.sourceId}`;
}
