import type { CanonicalEvent } from '@ledgerbridge/contracts';

/**
 * What deliveries of one target connection are serial by: the customer of the event, else the record itself. A
 * customer record shares the key of its documents.
 */
export function serialKey(event: CanonicalEvent): string {
  const { record } = event;
  const customerId = record.type === 'customer' ? record.sourceId : customerOf(event.state);
  const subject = customerId === undefined ? `${record.type}/${record.sourceId}` : `customer/${customerId}`;
  return `${record.connection}/${subject}`;
}

function customerOf(state: CanonicalEvent['state']): string | undefined {
  const { customerId } = state as { customerId?: unknown };
  return typeof customerId === 'string' && customerId !== '' ? customerId : undefined;
}
