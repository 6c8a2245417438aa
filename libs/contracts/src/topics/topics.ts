import type { RecordRef, RecordType } from '../records/record-ref.js';

/** The canonical topic of each record type. Names are public: other systems subscribe to them. */
export const RECORD_TOPICS = {
  customer: 'billing.customers.v1',
  invoice: 'billing.invoices.v1',
  payment: 'billing.payments.v1',
  'credit-note': 'billing.credit-notes.v1',
  subscription: 'billing.subscriptions.v1',
} as const satisfies Record<RecordType, string>;

export const OPERATION_TOPICS = {
  deliveries: 'bridge.deliveries.v1',
  syncRuns: 'bridge.sync-runs.v1',
  commands: 'bridge.commands.v1',
  deadLetters: 'bridge.dead-letters.v1',
} as const;

export const ALL_TOPICS: readonly string[] = [...Object.values(RECORD_TOPICS), ...Object.values(OPERATION_TOPICS)];

/** `<connection>:<source id>`: all versions of a record stay in order on one partition. */
export function recordKey(ref: Pick<RecordRef, 'connection' | 'sourceId'>): string {
  return `${ref.connection}:${ref.sourceId}`;
}

/** `<target connection>:<type>:<source id>` */
export function deliveryKey(targetConnection: string, ref: Pick<RecordRef, 'type' | 'sourceId'>): string {
  return `${targetConnection}:${ref.type}:${ref.sourceId}`;
}

/** `<connection>:<run>` */
export function syncRunKey(connection: string, runId: string): string {
  return `${connection}:${runId}`;
}
