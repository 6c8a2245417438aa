import { describe, expect, it } from '@jest/globals';
import { decodeEvent, encodeEvent, eventId, nextSequence, type CanonicalEventOf } from '../index.js';

const record = { connection: 'acme-syspro', type: 'customer', sourceId: 'BAY001' } as const;

function aCustomerCreated(): CanonicalEventOf<'customer'> {
  const sequence = nextSequence(undefined, undefined, 1_767_225_600_000);
  return {
    id: eventId(record, sequence),
    record,
    change: 'created',
    sequence,
    time: '2026-01-01T00:00:00.000Z',
    state: { number: 'BAY001', status: 'active', name: 'Bayside Bikes', emails: [], taxExempt: false },
  };
}

describe('event codec', () => {
  it('when an event is encoded and decoded, then it is the same event', () => {
    const event = aCustomerCreated();
    expect(decodeEvent(encodeEvent(event))).toEqual(event);
  });
  it('when an event is encoded, then topic, key and headers are the public ones', () => {
    const message = encodeEvent(aCustomerCreated());
    expect(message.topic).toBe('billing.customers.v1');
    expect(message.key).toBe('acme-syspro:BAY001');
    expect(message.headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ce_type: 'billing.customer.created',
      ce_source: '/connections/acme-syspro',
      ce_subject: 'customer/BAY001',
      ce_time: '2026-01-01T00:00:00.000Z',
      ce_dataschema: 'urn:ledgerbridge:schema:customer:v1',
      ce_sequence: '001767225600000',
    });
  });
});
