import { describe, expect, it } from '@jest/globals';
import { decodeOperation, encodeOperation, OPERATION_TOPICS, type Operations } from '../index.js';

const at = '2026-01-01T00:00:00.000Z';
const uuid = 'd07fa867-e84a-5dd9-8beb-7dbabb0ed2d5';

const OPERATIONS: Operations = {
  deliveries: {
    deliveryId: uuid,
    targetConnection: 'acme-chargebee',
    record: { connection: 'acme-syspro', type: 'invoice', sourceId: 'BAY001~100001~I' },
    eventId: uuid,
    sequence: '001767225600000',
    state: 'failed',
    previousState: 'writing',
    reason: 'TARGET_IMMUTABLE',
    failureClass: 'data',
    attempt: 1,
    at,
  },
  syncRuns: {
    runId: uuid,
    connection: 'acme-syspro',
    stream: 'invoices',
    state: 'completed',
    trigger: 'schedule',
    windowFrom: '2026-01-01',
    startedAt: at,
    counts: {
      rows: 1,
      created: 0,
      changed: 0,
      unchanged: 0,
      stale: 0,
      rejected: 1,
      deferred: 0,
      carriedLater: 0,
      absent: 0,
    },
    totals: { USD: '12345678901234567890.12' },
    rejected: [{ type: 'invoice', sourceId: 'X', field: 'currency', shape: 'string(3)', rule: 'ISO 4217' }],
  },
  commands: { commandId: uuid, type: 'sync', connection: 'acme-syspro', by: 'admin/ci', at },
  deadLetters: { service: 'audit', code: 'MALFORMED_EVENT', message: 'no JSON', value: 'e30=', headers: {}, at },
};

const KINDS = Object.keys(OPERATIONS) as (keyof Operations)[];

function encode<K extends keyof Operations>(kind: K, data: Operations[K] = OPERATIONS[kind]) {
  return encodeOperation(kind, { id: uuid, service: 'audit', key: 'a:b', time: at, data });
}

describe('operation codec', () => {
  it.each(KINDS)('given %s, when encoded and decoded, then they are the same', (kind) => {
    const message = encode(kind);
    expect(message.topic).toBe(OPERATION_TOPICS[kind]);
    expect(message.key).toBe('a:b');
    expect(decodeOperation(kind, message)).toEqual(OPERATIONS[kind]);
  });
  it('given another kind of operation, when decoded, then it is refused as of an unknown version', () => {
    expect(() => decodeOperation('commands', encode('syncRuns'))).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_EVENT_VERSION' }),
    );
  });
  it('given a member out of its range, when decoded, then it is named', () => {
    const broken = { ...OPERATIONS.deliveries, attempt: -1 };
    expect(() => decodeOperation('deliveries', encode('deliveries', broken))).toThrow(
      expect.objectContaining({ code: 'INVALID_EVENT', details: { fields: ['attempt'] } }),
    );
  });
});
