import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeEvent,
  encodeEvent,
  eventId,
  formatSequence,
  type CanonicalEvent,
  type CanonicalEventOf,
} from '../index.js';
import type { EncodedMessage } from './encoded-message.js';
import { canonicalEvent } from '../records/arbitraries.fixture.spec.js';

const record = { connection: 'acme-syspro', type: 'customer', sourceId: 'BAY001' } as const;
const sequence = formatSequence(1_767_225_600_000);

function aCustomerCreated(): CanonicalEventOf<'customer'> {
  return {
    id: eventId(record, sequence),
    record,
    change: 'created',
    sequence,
    time: '2026-01-01T00:00:00.000Z',
    causationId: '0f6a3a2c-9e11-4d0e-9a5b-b0b7a1d26c4e',
    state: { number: 'BAY001', status: 'active', name: 'Zoë’s “Bikes” 🚲', emails: [], taxExempt: false },
  };
}

function withHeaders(message: EncodedMessage, headers: Record<string, string | undefined>) {
  return { value: message.value, headers: { ...message.headers, ...headers } };
}

describe('event codec', () => {
  it('given a fixed event, when it is encoded, then topic, key, headers and value bytes are the public ones', () => {
    const { value, ...message } = encodeEvent(aCustomerCreated());
    expect(message).toEqual({
      topic: 'billing.customers.v1',
      key: 'acme-syspro:BAY001',
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: 'a2954d15-8598-5c4f-8d9c-1b975233784f',
        ce_type: 'billing.customer.created',
        ce_source: '/connections/acme-syspro',
        ce_subject: 'customer/BAY001',
        ce_time: '2026-01-01T00:00:00.000Z',
        ce_dataschema: 'urn:ledgerbridge:schema:customer:v1',
        ce_sequence: '001767225600000',
        ce_causationid: '0f6a3a2c-9e11-4d0e-9a5b-b0b7a1d26c4e',
      },
    });
    expect(value.toString('hex')).toBe(
      Buffer.from(
        '{"number":"BAY001","status":"active","name":"Zo\u00eb\u2019s \u201cBikes\u201d \u{1F6B2}","emails":[],"taxExempt":false}',
      ).toString('hex'),
    );
  });

  it('given any event of any type, when it is encoded and decoded, then it is the same event', () => {
    fc.assert(
      fc.property(canonicalEvent, (event) => {
        expect(decodeEvent(encodeEvent(event))).toEqual(event);
      }),
    );
  });

  it('given header values as a broker hands them over, when decoded, then they are read as UTF-8', () => {
    const message = encodeEvent({ ...aCustomerCreated(), record: { ...record, sourceId: 'ZOË~1' } });
    const headers = Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, Buffer.from(value, 'utf8')]),
    );
    expect(decodeEvent({ value: message.value, headers }).record.sourceId).toBe('ZOË~1');
  });

  it('given members this version does not know, when decoded, then they are no obstacle', () => {
    const message = encodeEvent(aCustomerCreated());
    const value = Buffer.from(JSON.stringify({ ...aCustomerCreated().state, loyaltyTier: { name: 'gold' } }));
    expect(decodeEvent({ headers: message.headers, value }).state).toMatchObject(aCustomerCreated().state);
  });

  it.each([
    ['ce_specversion', undefined, 'MALFORMED_EVENT'],
    ['ce_specversion', '2.0', 'UNKNOWN_EVENT_VERSION'],
    ['ce_id', undefined, 'MALFORMED_EVENT'],
    ['ce_id', '', 'MALFORMED_EVENT'],
    ['ce_type', undefined, 'MALFORMED_EVENT'],
    ['ce_type', 'billing.customer.beheaded', 'UNKNOWN_EVENT_VERSION'],
    ['ce_type', 'billing.warehouse.created', 'UNKNOWN_EVENT_VERSION'],
    ['ce_type', 'customer.created', 'UNKNOWN_EVENT_VERSION'],
    ['ce_source', undefined, 'MALFORMED_EVENT'],
    ['ce_source', '/elsewhere/acme', 'MALFORMED_EVENT'],
    ['ce_source', '/connections/Not An Id', 'MALFORMED_EVENT'],
    ['ce_subject', undefined, 'MALFORMED_EVENT'],
    ['ce_subject', 'customer/', 'MALFORMED_EVENT'],
    ['ce_subject', 'invoice/BAY001', 'MALFORMED_EVENT'],
    ['ce_time', undefined, 'MALFORMED_EVENT'],
    ['ce_time', 'yesterday', 'MALFORMED_EVENT'],
    ['ce_dataschema', undefined, 'MALFORMED_EVENT'],
    ['ce_dataschema', 'urn:ledgerbridge:schema:customer:v2', 'UNKNOWN_EVENT_VERSION'],
    ['ce_sequence', undefined, 'MALFORMED_EVENT'],
    ['ce_sequence', '1767225600000', 'MALFORMED_EVENT'],
    ['ce_sequence', '00176722560000x', 'MALFORMED_EVENT'],
  ])('given header %s = %s, when decoded, then it is refused as %s by that name', (header, value, code) => {
    const message = withHeaders(encodeEvent(aCustomerCreated()), { [header]: value });
    expect(() => decodeEvent(message)).toThrow(expect.objectContaining({ code, details: { header } }));
  });

  it.each([
    ['no value', null],
    ['no JSON', Buffer.from('{"number":')],
    ['a JSON array', Buffer.from('[]')],
    ['a JSON string', Buffer.from('"BAY001"')],
    ['JSON null', Buffer.from('null')],
  ])('given %s as value, when decoded, then it is malformed', (_what, value) => {
    const { headers } = encodeEvent(aCustomerCreated());
    expect(() => decodeEvent({ headers, value })).toThrow(expect.objectContaining({ code: 'MALFORMED_EVENT' }));
  });

  it('given members that are null, when decoded, then they are absent, and missed where they are needed', () => {
    const { headers, value } = encodeEvent(aCustomerCreated());
    const state = JSON.parse(value.toString()) as object;
    const nulls = Buffer.from(JSON.stringify({ ...state, billingAddress: null, phone: null }));
    expect(decodeEvent({ headers, value: nulls })).toEqual(aCustomerCreated());
    const missing = Buffer.from(JSON.stringify({ ...state, emails: null }));
    expect(() => decodeEvent({ headers, value: missing })).toThrow(
      expect.objectContaining({ code: 'INVALID_EVENT', details: { fields: ['emails'] } }),
    );
  });

  it.each(['totals', 'billingAddress', 'origin', 'lines'])(
    'given a list where %s has an object, when decoded, then it is named',
    (field) => {
      const invoice = fc.sample(
        canonicalEvent.filter(({ record: { type } }) => type === 'invoice'),
        1,
      )[0];
      const { headers, value } = encodeEvent(invoice as CanonicalEvent);
      const list = field === 'lines' ? [[]] : [];
      const broken = Buffer.from(JSON.stringify({ ...(JSON.parse(value.toString()) as object), [field]: list }));
      expect(() => decodeEvent({ headers, value: broken })).toThrow(
        expect.objectContaining({ code: 'INVALID_EVENT', details: { fields: [field] } }),
      );
    },
  );

  it('given a state that breaks its contract, when decoded, then the fields are named and no value is told', () => {
    const { headers } = encodeEvent(aCustomerCreated());
    const value = Buffer.from(
      JSON.stringify({ ...aCustomerCreated().state, currency: 'canary', billingAddress: { lines: 'canary' } }),
    );
    expect(() => decodeEvent({ headers, value })).toThrow(
      expect.objectContaining({
        code: 'INVALID_EVENT',
        message: expect.not.stringContaining('canary'),
        details: { fields: ['billingAddress', 'currency'] },
      }),
    );
  });
});
