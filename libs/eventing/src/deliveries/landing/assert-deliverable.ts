import { ContractError, type CanonicalEvent } from '@ledgerbridge/contracts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The event, when its identity can be a delivery's: one that cannot would block its whole batch.
 * @throws ContractError INVALID_EVENT naming the header
 */
export function assertDeliverable(event: CanonicalEvent): CanonicalEvent {
  if (!UUID.test(event.id)) throw new ContractError('INVALID_EVENT', 'ce_id must be a UUID', { header: 'ce_id' });
  const customerId = (event.state as { customerId?: unknown }).customerId;
  if (event.record.sourceId.includes('\u0000') || (typeof customerId === 'string' && customerId.includes('\u0000'))) {
    throw new ContractError('INVALID_EVENT', 'ids must not hold U+0000', { header: 'ce_subject' });
  }
  return event;
}
