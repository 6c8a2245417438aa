import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { carriedResources } from './event-content.js';
import { readNotice } from './event-notice.js';

describe('readNotice', () => {
  it('given a payment, then all records it is about are hints, the lists too, and nothing personal', () => {
    const notice = readNotice({
      id: 'ev_1',
      event_type: 'subscription_cancelled',
      occurred_at: 1_772_359_200,
      content: {
        subscription: { id: 's', resource_version: 3 },
        customer: { id: 'c', resource_version: 2, email: 'jo@example.com' },
        card: { customer_id: 'c', masked_number: '1111' },
        credit_notes: [{ id: 'CN-1', resource_version: 4 }, { id: 'CN-2' }, null],
        unbilled_charges: [{ id: 'u' }],
      },
    });
    expect(notice?.resources).toEqual([
      { kind: 'customer', id: 'c', version: 2 },
      { kind: 'subscription', id: 's', version: 3 },
      { kind: 'credit_note', id: 'CN-1', version: 4 },
      { kind: 'credit_note', id: 'CN-2' },
    ]);
    expect(JSON.stringify(notice)).not.toMatch(/jo@example|1111/);
  });

  it('given any JSON, then it never throws, and what it keeps can be stored', () => {
    const id = fc.string({ unit: 'binary' }).map((text) => `${text}\ud83d`);
    const carrying = fc.record({ invoice: fc.record({ id }), customer: fc.record({ id: fc.jsonValue() }) });
    const content = fc.oneof(fc.jsonValue(), carrying);
    const withId = fc.tuple(content, fc.jsonValue(), fc.jsonValue()).map(([content, type, at]) => ({
      id: 'ev_1',
      event_type: type,
      occurred_at: at,
      content,
    }));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), withId), (body) => {
        const text = JSON.stringify(readNotice(body) ?? null);
        // what Postgres refuses in jsonb, and with it all events stored by the same statement
        expect(text).not.toMatch(/\\u(0000|d[89a-f])/i);
        expect(text.length).toBeLessThan(100_000);
      }),
    );
  });

  it('given endless lists, then a hundred resources are kept', () => {
    const invoices = Array.from({ length: 5_000 }, (_, index) => ({ id: `I${index}` }));
    expect(carriedResources({ invoices })).toHaveLength(100);
  });
});
