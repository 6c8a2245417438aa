import { describe, expect, it } from '@jest/globals';
import { indexedAttributes } from './indexed-attributes.js';

const header = (name: string, value: string): [string, Buffer] => [name, Buffer.from(value)];

describe('indexed attributes', () => {
  it('given a canonical event, then its attributes are indexed', () => {
    const attributes = indexedAttributes([
      header('ce_id', 'e-1'),
      header('ce_type', 'billing.invoice.issued'),
      header('ce_source', '/connections/acme-syspro'),
      header('ce_subject', 'invoice/BAY001~100~I'),
      header('ce_sequence', '001767225600000'),
      header('ce_time', '2026-01-01T00:00:00Z'),
    ]);
    expect(attributes).toEqual({
      eventId: 'e-1',
      eventType: 'billing.invoice.issued',
      connection: 'acme-syspro',
      subject: 'invoice/BAY001~100~I',
      sequence: '001767225600000',
      eventTime: '2026-01-01T00:00:00Z',
    });
  });

  it('given no headers, then nothing is indexed', () => {
    expect(Object.values(indexedAttributes([]))).toEqual([null, null, null, null, null, null]);
  });

  it('given what Postgres cannot store, then it is left out', () => {
    const attributes = indexedAttributes([header('ce_id', 'a\u0000b'), header('ce_time', 'yesterday')]);
    expect(attributes).toMatchObject({ eventId: 'ab', eventTime: null });
  });
});
